import type { Viseme } from './visemes.ts'

/** One viseme for each sound; what is not listed (h, ʔ, …) takes the shape of its neighbour. */
const sounds: readonly (readonly [Viseme, string])[] = [
  ['PP', 'pbmɱ'],
  ['FF', 'fvʋ'],
  ['TH', 'θð'],
  ['DD', 'tdɾʈɖ'],
  ['kk', 'kɡgxɣŋqχʁ'],
  ['CH', 'ʃʒɕʑʂʐ'],
  ['SS', 'sz'],
  ['nn', 'nlɫɬɲʎ'],
  ['RR', 'rɹɻʀɚɝ'],
  ['aa', 'aɑɐʌæäɒ'],
  ['E', 'eɛəɜɘɵ'],
  ['I', 'iɪɨyjᵻ'],
  ['O', 'oɔɤ'],
  ['U', 'uʊʉɯw'],
]

const ofSound = new Map<string, Viseme>(
  sounds.flatMap(([viseme, letters]) => [...letters].map((letter) => [letter, viseme] as const)),
)

/**
 * The visemes of one phoneme in IPA, as espeak reports them: two for a diphthong (`aɪ`), one for
 * an affricate of one place (`tʃ`); none for what has no shape of its own (`h`, a stress mark), and
 * `sil` for a pause. Russian and English sounds, and most that are near them.
 */
export function visemesOfPhoneme(ipa: string): Viseme[] {
  const bare = ipa.replaceAll(/[ˈˌːˑ.ʲʰ‿-]|\p{M}/gu, '')
  if (bare === '' || bare.startsWith('_') || bare === '|') return ipa.includes('_') ? ['sil'] : []
  const found: Viseme[] = []
  for (const letter of bare.replaceAll(/[td](?=[ʃʒɕʑʂʐsz])/gu, '')) {
    const viseme = ofSound.get(letter)
    if (viseme && found.at(-1) !== viseme) found.push(viseme)
  }
  return found
}
