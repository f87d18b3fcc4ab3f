import * as v from 'valibot'

/** The longest message a visitor may send, in UTF-16 code units. */
export const maxContentLength = 8000

const loneSurrogate = /\p{Surrogate}/u

/**
 * What a person may send: not blank, at most {@link maxContentLength} long, and storable as it is.
 * Postgres text cannot hold NUL, and a lone surrogate is not a character, so neither can be kept
 * byte for byte and both are refused. The text itself is never trimmed or normalized.
 */
export const Content = v.pipe(
  v.string('must be a text'),
  v.check((text) => text.trim() !== '', 'must not be blank'),
  v.maxLength(maxContentLength, `must be at most ${maxContentLength} characters`),
  v.check((text) => !text.includes('\0'), 'must not hold a NUL character'),
  v.check((text) => !loneSurrogate.test(text), 'must not hold a lone surrogate'),
)
