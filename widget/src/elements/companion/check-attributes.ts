import { type Language, languages } from '../../localization/languages.ts'
import type { Mistake } from '../../mistakes/mistake.ts'
import type { CompanionHost } from './companion-host.ts'

type Choices = Pick<CompanionHost, 'theme' | 'mode' | 'placement' | 'portrait'> & {
  lang: Language
}

/** What an attribute may be, where its property's type is a choice. */
const choices: { readonly [Name in keyof Choices]: Record<NonNullable<Choices[Name]>, unknown> } = {
  theme: { light: 1, dark: 1 },
  mode: { text: 1, avatar: 1 },
  placement: { inline: 1, floating: 1 },
  portrait: { eva: 1, nora: 1, viktor: 1, grace: 1, tikhon: 1, ada: 1 },
  lang: languages,
}

/** Tells the page's owner of values that mean nothing, or not what they seem to. */
export function checkAttributes(host: CompanionHost): void {
  for (const [name, choice] of Object.entries(choices)) {
    const value = host.getAttribute(name)
    // Of a language tag, its first part is the language.
    const known = name === 'lang' ? value?.replace(/[-_].*/, '').toLowerCase() : value
    if (value && !Object.hasOwn(choice, known ?? '')) {
      tell('attribute-value', `${name}="${value}"`, Object.keys(choice).join(', '))
    }
  }
  for (const name of ['open', 'events-with-text']) {
    if (host.getAttribute(name) === 'false') tell('flag-false', name)
  }
}

function tell(...mistake: Mistake): void {
  void import('../../mistakes/owner-mistakes.ts').then(
    (mistakes) => mistakes.tell(...mistake),
    () => undefined,
  )
}
