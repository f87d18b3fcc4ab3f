import type { Language } from '@visavis/shared/wire/session.ts'

/** What an owner can have got wrong, with what there is to say of it. */
export type Mistake =
  | ['no-site-key']
  | ['site-not-found', siteKey: string]
  | ['character-not-found', slug: string]
  | ['origin-not-allowed', origin: string]
  | ['no-origin']
  | ['api-url', apiUrl: string]
  | ['blocked', directive: string, blocked: string]
  | ['tag-taken', tag: string]
  | ['attribute-value', given: string, allowed: string]
  | ['flag-false', name: string]

type Sentences = Readonly<Record<Mistake[0], (first: string, second: string) => string>>

const sentences: Readonly<Record<Language, Sentences>> = {
  en: {
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
  ru: {
    'no-site-key': () =>
      'не хватает ключа сайта. Напишите data-site-key="…" в теге скрипта или site-key="…" в элементе.',
    'site-not-found': (siteKey) => `сайта с ключом "${siteKey}" нет. Сравните с таблицей "sites".`,
    'character-not-found': (slug) => `у сайта нет персонажа "${slug}".`,
    'origin-not-allowed': (origin) =>
      `сайту нельзя стоять на ${origin}. Добавьте этот адрес в "allowed_origins" сайта.`,
    'no-origin': () =>
      'у фрейма с sandbox нет адреса, который можно было бы разрешить. Добавьте в sandbox allow-same-origin.',
    'api-url': (apiUrl) =>
      `по адресу "${apiUrl}" проект не отвечает: напишите адрес без пути, как https://project.supabase.co.`,
    blocked: (directive, blocked) =>
      `Content Security Policy страницы не пускает ${blocked}. Разрешите в ${directive}.`,
    'tag-taken': (tag) =>
      `<${tag}> на этой странице уже занят другим скриптом, и разговор не откроется.`,
    'attribute-value': (given, allowed) => `${given} не действует. Можно: ${allowed}.`,
    'flag-false': (name) =>
      `${name}="false" включено, как при любом значении. Чтобы выключить, уберите этот атрибут.`,
  },
}

const told = new Set<string>()

/** Says it in a sentence with a link to the guide; a second time it says nothing. */
export function tell(...[kind, first = '', second = '']: Mistake): void {
  const language = pageLanguage()
  const sentence = sentences[language][kind](first, second)
  if (told.has(sentence)) return
  told.add(sentence)
  console.warn(`Visavis: ${sentence} ${guide(language)}`)
}

/** The language of the page, where the owner reads. */
export function pageLanguage(): Language {
  return /^ru(\b|_)/i.test(document.documentElement.lang || navigator.language) ? 'ru' : 'en'
}

/** The guide stands where the script comes from. */
export function guide(language: Language): string {
  const script = import.meta.url
  const path = language === 'ru' ? '../ru/guides/embed.html' : '../guides/embed.html'
  return new URL(
    `${path}#${language === 'ru' ? 'если-не-появилось' : 'when-it-does-not-come'}`,
    script,
  ).href
}
