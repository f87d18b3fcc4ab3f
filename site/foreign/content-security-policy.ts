import { readFileSync } from 'node:fs'

const guide = new URL('../guides/embed.md', import.meta.url)

/**
 * A policy as strict as a careful page would have it, and for the widget what the embedding guide
 * asks for, word for word. Everything else the page itself uses.
 */
export function strictContentSecurityPolicy(origins: { siteUrl: string; apiUrl: string }): string {
  return [
    "default-src 'none'",
    ...directivesFor(origins),
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function directivesFor({ siteUrl, apiUrl }: { siteUrl: string; apiUrl: string }): string[] {
  const chapter = readFileSync(guide, 'utf8').split('\n## Content Security Policy\n')[1] ?? ''
  const [, lines = ''] = chapter.split(/^```(?:text)?$/mu)
  return lines
    .replaceAll('https://visavis.example', siteUrl)
    .replaceAll('https://your-project.supabase.co', apiUrl)
    .split(';')
    .map((directive) => directive.trim())
}
