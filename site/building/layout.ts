import { type Language, languages, otherAddresses, rootOf } from '../languages/languages.ts'
import type { Guide } from './guide.ts'

const mark = `<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path class="mark-one" d="M15 3a13 13 0 0 0 0 26z"/><path class="mark-two" d="M18 7a9 9 0 0 1 0 18z"/></svg>`

const themeIcon = `<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="1.75"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/></svg>`

export function header({ address, language }: { address: string; language: Language }): string {
  const word = languages[language].layout
  const root = rootOf(language)
  const others = otherAddresses(address).map(
    (other) =>
      `<a href="${other.address}" lang="${other.language}" hreflang="${other.language}">${languages[other.language].name}</a>`,
  )
  return `<a class="skip" href="#text">${word.skip}</a>
    <header class="top">
      <a class="brand" href="${root}">${mark}<span>Visavis</span></a>
      <nav>
        <a href="${root}guides/">${word.guides}</a>
        ${others.join('\n        ')}
        <button class="theme" type="button" aria-label="${word.theme}" title="${word.theme}">${themeIcon}</button>
      </nav>
    </header>`
}

export function footer(language: Language): string {
  const word = languages[language].layout
  return `<footer class="bottom"><p>${word.honesty}</p><p>${word.licence}</p></footer>`
}

export function guideDocument(page: Guide & { address: string; language: Language }): string {
  const word = languages[page.language].layout
  const guides = `${rootOf(page.language)}guides/`
  const alternates = otherAddresses(page.address).map(
    ({ language, address }) =>
      `<link vite-ignore rel="alternate" hreflang="${language}" href="${address}" />`,
  )
  return `<!doctype html>
<html lang="${page.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${page.title} · Visavis</title>
    <meta name="description" content="${page.description}" />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    ${alternates.join('\n    ')}
    <link rel="stylesheet" href="/styles/site.css" />
    <script type="module" src="/guide-page.ts"></script>
  </head>
  <body>
    ${header(page)}
    <main id="text" class="prose">
      ${page.content}
      ${page.address === guides ? '' : `<p class="onward"><a href="${guides}">${word.guides}</a></p>`}
    </main>
    ${footer(page.language)}
  </body>
</html>`
}
