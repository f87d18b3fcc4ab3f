export type Theme = 'light' | 'dark'

const key = 'visavis-site:theme'
const root = document.documentElement

function currentTheme(): Theme {
  const chosen = root.dataset['theme']
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/**
 * Lets the button in the header turn the page light or dark, and remembers the choice. Until
 * somebody chooses, the system's theme holds and `onChange` is not called.
 */
export function startThemeSwitch(onChange?: (theme: Theme) => void): void {
  const show = (theme: Theme) => {
    root.dataset['theme'] = theme
    onChange?.(theme)
  }
  const remembered = localStorage.getItem(key)
  if (remembered === 'light' || remembered === 'dark') show(remembered)

  document.querySelector('button.theme')?.addEventListener('click', () => {
    show(currentTheme() === 'dark' ? 'light' : 'dark')
    localStorage.setItem(key, currentTheme())
  })
}
