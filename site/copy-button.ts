import { languages, pageLanguage } from './languages/languages.ts'

/** Gives every code block of the page a button that copies it. */
export function addCopyButtons(): void {
  const word = languages[pageLanguage()].code
  for (const block of document.querySelectorAll('.code')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = word.copy
    button.addEventListener('click', () => {
      const code = block.querySelector('code')
      if (!code) return
      void navigator.clipboard.writeText(code.innerText.trimEnd()).then(() => {
        button.textContent = word.copied
        button.addEventListener('blur', () => (button.textContent = word.copy), { once: true })
      })
    })
    // The answer "Copied" is heard as well as seen.
    button.setAttribute('aria-live', 'polite')
    block.append(button)
  }
}
