import type { Guide } from './guide.ts'

export type Language = 'ru' | 'en'

const words = {
  en: {
    home: '/',
    guides: 'Guides',
    guidesAddress: '/guides/',
    theme: 'Light or dark',
    other: { name: 'По-русски', language: 'ru' },
    skip: 'To the text',
    licence: 'Free software under the MIT licence.',
    honesty: 'Visavis is an AI companion. It is not medical or psychological help.',
  },
  ru: {
    home: '/ru/',
    guides: 'Руководства',
    guidesAddress: '/ru/guides/',
    theme: 'Светлая или тёмная тема',
    other: { name: 'In English', language: 'en' },
    skip: 'К тексту',
    licence: 'Свободная программа под лицензией MIT.',
    honesty: 'Visavis — ИИ-собеседник. Он не заменяет врача или психолога.',
  },
} as const

/** Every page exists in both languages, Russian ones under `/ru/`. */
function otherAddress(address: string, language: Language): string {
  return language === 'ru' ? address.replace(/^\/ru/, '') : `/ru${address}`
}

const mark = `<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path class="mark-one" d="M15 3a13 13 0 0 0 0 26z"/><path class="mark-two" d="M18 7a9 9 0 0 1 0 18z"/></svg>`

const themeIcon = `<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="1.75"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/></svg>`

export function header({ address, language }: { address: string; language: Language }): string {
  const word = words[language]
  return `<a class="skip" href="#text">${word.skip}</a>
    <header class="top">
      <a class="brand" href="${word.home}">${mark}<span>Visavis</span></a>
      <nav>
        <a href="${word.guidesAddress}">${word.guides}</a>
        <a href="${otherAddress(address, language)}" lang="${word.other.language}" hreflang="${word.other.language}">${word.other.name}</a>
        <button class="theme" type="button" aria-label="${word.theme}" title="${word.theme}">${themeIcon}</button>
      </nav>
    </header>`
}

export function footer(language: Language): string {
  const word = words[language]
  return `<footer class="bottom"><p>${word.honesty}</p><p>${word.licence}</p></footer>`
}

export function guideDocument(page: Guide & { address: string; language: Language }): string {
  const word = words[page.language]
  return `<!doctype html>
<html lang="${page.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${page.title} · Visavis</title>
    <meta name="description" content="${page.description}" />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link vite-ignore rel="alternate" hreflang="${word.other.language}" href="${otherAddress(page.address, page.language)}" />
    <link rel="stylesheet" href="/styles/site.css" />
    <script type="module" src="/guide-page.ts"></script>
  </head>
  <body>
    ${header(page)}
    <main id="text" class="prose">
      ${page.content}
      ${page.address === word.guidesAddress ? '' : `<p class="onward"><a href="${word.guidesAddress}">${word.guides}</a></p>`}
    </main>
    ${footer(page.language)}
  </body>
</html>`
}
