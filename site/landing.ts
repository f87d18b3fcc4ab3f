import { addCopyButtons } from './copy-button.ts'
import { startCharacterPicker } from './character-picker.ts'
import { startThemeSwitch } from './theme-switch.ts'

const widget = document.querySelector('psy-avatar')

function fillSnippet(field: 'origin' | 'character', value: string): void {
  const place = document.querySelector(`[data-snippet="${field}"]`)
  if (place) place.textContent = value
}

startThemeSwitch((theme) => widget?.setAttribute('theme', theme))
addCopyButtons()
fillSnippet('origin', location.origin)

void startCharacterPicker((character) => {
  widget?.setAttribute('character', character.slug)
  widget?.setAttribute('lang', character.language)
  fillSnippet('character', character.slug)
})
