import type { Presence } from '../elements/companion/presence.ts'
import type { NotedMistake } from './mistake.ts'
import { guide, mistakeWords, pageLanguage, tell } from './owner-mistakes.ts'

const styles = `
p {
  all: initial;
  position: fixed;
  z-index: 2147483000;
  inset-block-end: 24px;
  inset-inline-end: 24px;
  max-inline-size: min(340px, 100% - 48px);
  box-sizing: border-box;
  padding: 12px 18px;
  border-radius: 16px;
  background: light-dark(#fbf9f6, #16181d);
  color: light-dark(#1c222a, #eae7e2);
  color-scheme: light dark;
  box-shadow: 0 2px 20px #0003;
  font: 500 15px/1.4 system-ui, sans-serif;
}
a {
  color: inherit;
}
@media print {
  p {
    display: none;
  }
}
`

/** Says in the launcher's place why there is none, until there is an element. */
export function showNote(presence: Presence, mistake: NotedMistake): void {
  tell(...mistake)
  if (presence.count > 0) return
  const language = pageLanguage()
  const words = mistakeWords(language)
  const text = words.notes[mistake[0]]
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  const anchor = document.createElement('a')
  anchor.href = guide(words)
  anchor.textContent = words.link
  const sentence = document.createElement('p')
  sentence.lang = language
  sentence.append(text, ' ', anchor)
  const note = document.createElement('div')
  note.role = 'complementary'
  note.ariaLabel = text
  const root = note.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  root.append(sentence)
  document.documentElement.append(note)
  presence.onChange = () => note.remove()
}
