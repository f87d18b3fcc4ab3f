/** The characters from 160 on, in order. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'

/** Name and character in turns. */
const others =
  'quot " amp & lt < gt > apos \' OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigmaf ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω thetasym ϑ upsih ϒ piv ϖ ensp \u2002 emsp \u2003 thinsp \u2009 zwnj \u200c zwj \u200d lrm \u200e rlm \u200f ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € image ℑ weierp ℘ real ℜ trade ™ alefsym ℵ larr ← uarr ↑ rarr → darr ↓ harr ↔ crarr ↵ lArr ⇐ uArr ⇑ rArr ⇒ dArr ⇓ hArr ⇔ forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ minus − lowast ∗ radic √ prop ∝ infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ asymp ≈ ne ≠ equiv ≡ le ≤ ge ≥ sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lang ⟨ rang ⟩ loz ◊ spades ♠ clubs ♣ hearts ♥ diams ♦ check ✓ star ☆'

let characters: ReadonlyMap<string, string> | undefined

function named(name: string): string | undefined {
  if (characters === undefined) {
    const pairs: [string, string][] = latin
      .split(' ')
      .map((each, index) => [each, String.fromCodePoint(160 + index)])
    const turns = others.split(' ')
    for (let index = 0; index < turns.length; index += 2) {
      pairs.push([turns[index] ?? '', turns[index + 1] ?? ''])
    }
    characters = new Map(pairs)
  }
  return characters.get(name)
}

const reference = /&(?:#(?:(\d{1,7})|x([\da-f]{1,6}))|([a-z][a-z\d]{1,31}));/giuy

/**
 * Reads the character reference that stands at that position, `&amp;` or `&#8212;`; null if none
 * does. It knows the names of HTML 4 and a few that models like; another stays as it is written.
 */
export function characterAt(
  text: string,
  position: number,
): { readonly character: string; readonly length: number } | null {
  reference.lastIndex = position
  const match = reference.exec(text)
  if (match === null) return null
  const [{ length }, decimal, hexadecimal, name = ''] = match
  const code = decimal ? Number(decimal) : parseInt(hexadecimal ?? '', 16)
  const character = Number.isNaN(code) ? named(name) : fromCode(code)
  return character === undefined ? null : { character, length }
}

/** What is no character of Unicode, or half a one, is the sign that says so. */
function fromCode(code: number): string {
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\ufffd'
}

/** A text with the characters that its references stand for. */
export function withCharacters(text: string): string {
  return text.replace(/&[^&;\s]{1,33};/gu, (whole) => characterAt(whole, 0)?.character ?? whole)
}

const escapeOrReference = /\\([!-/:-@[-`{-~])|&[^&;\s]{1,33};/gu

/** An address or a language as it is meant: without backslashes and character references. */
export function unescaped(text: string): string {
  return text.replace(escapeOrReference, (whole, escaped?: string) => {
    return escaped ?? characterAt(whole, 0)?.character ?? whole
  })
}
