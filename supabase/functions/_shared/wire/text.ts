import * as v from 'valibot'

/** The longest message a visitor may send, in UTF-16 code units. */
export const maxContentLength = 8000

const loneSurrogate = /\p{Surrogate}/u

/** A text without what cannot be stored, see {@link Content}; nobody can type it, but paste it. */
export function storable(text: string): string {
  return text.replace(/\0/gu, '').replace(/\p{Surrogate}/gu, '\ufffd')
}

/**
 * A character that shows: no white space, control, mark without a letter, or other character that is
 * nothing by itself. The singled out ones are blank although Unicode counts them as symbols, letters or
 * formats with a look: Braille, a musical null, Egyptian and annotation controls.
 */
const visible = /[^\p{Z}\p{Cc}\p{M}\p{DI}\u2800\ufff9-\ufffb\u{13430}-\u{13442}\u{1d159}]/u

/** Whether nobody could see anything of a text. */
export function isBlank(text: string): boolean {
  return !visible.test(text)
}

/**
 * What a person may send: not blank, at most {@link maxContentLength} long, and storable as it is.
 * Postgres text cannot hold NUL, and a lone surrogate is not a character, so neither can be kept
 * byte for byte and both are refused. The text itself is never trimmed or normalized.
 */
export const Content = v.pipe(
  v.string('must be a text'),
  v.check((text) => !isBlank(text), 'must not be blank'),
  v.maxLength(maxContentLength, `must be at most ${maxContentLength} characters`),
  v.check((text) => !text.includes('\0'), 'must not hold a NUL character'),
  v.check((text) => !loneSurrogate.test(text), 'must not hold a lone surrogate'),
)
