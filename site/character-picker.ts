import { parse } from 'valibot'
import { SessionResponse, type CharacterCard } from '@visavis/shared/wire/session.ts'
import { createPortrait } from '@visavis/widget/portrait'
import { type Language, languages, pageLanguage } from './languages/languages.ts'

async function openSession(language: Language): Promise<SessionResponse> {
  const response = await fetch(`${import.meta.env.VITE_API_URL}/functions/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ siteKey: import.meta.env.VITE_SITE_KEY, language }),
  })
  if (!response.ok) throw new Error(`The session answered ${response.status}.`)
  return parse(SessionResponse, await response.json())
}

async function choice(character: CharacterCard, language: Language): Promise<HTMLLabelElement> {
  const label = document.createElement('label')
  const input = document.createElement('input')
  input.type = 'radio'
  input.name = 'character'
  input.value = character.slug
  const name = document.createElement('span')
  name.className = 'name'
  name.textContent = character.name
  const tagline = document.createElement('span')
  tagline.className = 'tagline'
  tagline.textContent = character.tagline
  tagline.lang = character.language
  label.append(input, await createPortrait(character.portrait), name, tagline)
  const note = languages[language].speaks[character.language]
  if (note) {
    const foreign = document.createElement('span')
    foreign.className = 'visually-hidden'
    foreign.textContent = note
    label.append(foreign)
  }
  return label
}

/** Offers the site's public characters, those of the page's language first. */
export async function startCharacterPicker(
  onChoose: (character: CharacterCard) => void,
): Promise<void> {
  const picker = document.querySelector<HTMLFieldSetElement>('.picker')
  const row = picker?.querySelector('.characters')
  if (!picker || !row) return
  const language = pageLanguage()
  try {
    const session = await openSession(language)
    const inLanguage = (own: boolean) =>
      session.characters.filter((character) => (character.language === language) === own)
    const characters = [...inLanguage(true), ...inLanguage(false)]
    const choices = characters.map(async (character) => {
      const label = await choice(character, language)
      const input = label.querySelector('input')
      if (input) input.checked = character.slug === session.character.slug
      input?.addEventListener('change', () => onChoose(character))
      return label
    })
    row.append(...(await Promise.all(choices)))
    picker.hidden = false
  } catch {
    const note = document.querySelector<HTMLElement>('.unavailable')
    if (note) note.hidden = false
  }
}
