import type { MistakeWords } from '../mistake-words.ts'

export const words: MistakeWords = {
  guide: '../guides/embed.html#when-it-does-not-come',
  sentences: {
    'no-site-key': () =>
      'the site key is missing. Write data-site-key="…" on the script tag, or site-key="…" on the element.',
    'site-not-found': (siteKey) =>
      `there is no site with the key "${siteKey}". Compare it with the "sites" table.`,
    'character-not-found': (slug) => `the site has no character "${slug}".`,
    'origin-not-allowed': (origin) =>
      `the site may not be embedded on ${origin}. Add it to "allowed_origins" of the site.`,
    'no-origin': () =>
      'a sandboxed frame has no origin that could be allowed. Add allow-same-origin to its sandbox.',
    'api-url': (apiUrl) =>
      `no project answers at "${apiUrl}": write its address without a path, as https://project.supabase.co.`,
    blocked: (directive, blocked) =>
      `the page's Content Security Policy keeps out ${blocked}. Let it in with ${directive}.`,
    'tag-taken': (tag) =>
      `<${tag}> is another script's element on this page, so the conversation cannot come.`,
    'attribute-value': (given, allowed) =>
      `${given} is as if it were not there. It can be: ${allowed}.`,
    'flag-false': (name) =>
      `${name}="false" is on, as any value of it is. To switch it off, leave it out.`,
  },
  notes: {
    'no-site-key': 'The chat is not set up yet: the script tag has no data-site-key.',
    'tag-taken':
      'The chat cannot open here: another script has taken its name. Please tell the site’s owner.',
  },
  link: 'How to set it up',
}
