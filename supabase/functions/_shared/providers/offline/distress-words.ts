/** Kinds of distress; of several in one message, the one that stands first is answered. */
export const distressKinds = [
  /** Somebody the visitor knows is about to die, or may be. */
  'another',
  /** Pills are taken, blood is flowing. */
  'emergency',
  'suicide',
  'selfHarm',
  'violence',
  'plea',
  'despair',
] as const

export type DistressKind = (typeof distressKinds)[number]

/** How one language says that somebody is in distress. */
export type DistressWords = Record<DistressKind, RegExp> & {
  /** Idioms, denials, titles and mishaps that only sound like it; every one is overlooked. */
  harmless: RegExp
  /** Not safe, or not sure to be, when asked. */
  unsafe: RegExp
  /** Something like a yes, which may mean more than one thing. */
  yes: RegExp
}

/** What is answered with care: distress itself, and what is said in the turns after it. */
export type Care = DistressKind | 'unsafe' | 'yes' | 'after'
