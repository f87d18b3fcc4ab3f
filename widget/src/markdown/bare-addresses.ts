export type BareAddress = {
  readonly address: string
  /** Where the text goes on behind it. */
  readonly end: number
}

/** Longer than this is no address; it keeps the time linear. */
const maxLength = 4000

/**
 * What an address is made of. Letters of any script belong to it; marks of other scripts, full-width
 * ones and quotation marks end it. A raised dot and an apostrophe stand in names.
 */
const inAddress = String.raw`(?:(?!\*\*)[!#-;=?-_a-~·’]|[^\0-\x7f\p{Z}\p{C}\p{Po}\p{Ps}\p{Pe}\p{Pi}\p{Pf}＄＋＜-＞＾｀｜～￠-￦])`
const web = new RegExp(String.raw`(https?:\/\/|www\.)(${inAddress}{1,${maxLength}})`, 'iuy')
const domain = /^[\p{L}\p{N}\p{M}_-]{1,63}(?:\.[\p{L}\p{N}\p{M}_-]{1,63})*/u
/** Of the parts of a name the last two have no underscore. */
const misnamed = /_[^.]*(?:\.[^.]*)?$/u
const last = /(?:&[a-z\d]{1,32};|[?!.,:;*_~'"’])$/iu

/**
 * The address that stands bare in a text, `https://…` or `www.…`, without the punctuation of the
 * sentence around it; null if none stands there.
 */
export function bareAddressAt(
  text: string,
  start: number,
  isInBrackets: boolean,
): BareAddress | null {
  web.lastIndex = start
  const match = web.exec(text)
  if (match === null) return null
  const [, scheme = '', rest = ''] = match
  const isNamed = scheme.endsWith('.')
  const [name = ''] = domain.exec(rest) ?? []
  if (name === '' || misnamed.test(name)) return null
  const whole = isInBrackets ? (match[0].split(']', 1)[0] ?? '') : match[0]
  const shown = withoutEnd(whole)
  if (shown.length <= scheme.length) return null
  return { address: isNamed ? `http://${shown}` : shown, end: start + shown.length }
}

/** Without the marks at its end, and without a parenthesis that was not opened in it. */
function withoutEnd(whole: string): string {
  let unopened = 0
  for (const character of whole) {
    if (character === '(') unopened -= 1
    else if (character === ')') unopened += 1
  }
  let shown = whole
  for (;;) {
    const end = last.exec(shown.slice(-34))?.[0].length ?? 0
    if (end > 0) shown = shown.slice(0, -end)
    else if (shown.endsWith(')') && unopened > 0) {
      unopened -= 1
      shown = shown.slice(0, -1)
    } else return shown
  }
}

const localPart = /(?:mailto:)?[a-z\d][a-z\d.+_-]{0,63}$/iu
const mailDomain = /@[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63})*\.[a-z\d_-]{0,62}[a-z\d]/iuy

/** The mail addresses that stand bare in a text, from where to where. */
export function mailAddresses(text: string): readonly { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const local = localPart.exec(text.slice(Math.max(0, at - 71), at))?.[0] ?? ''
    mailDomain.lastIndex = at
    if (local !== '' && mailDomain.test(text) && text[mailDomain.lastIndex] !== '-') {
      found.push({ start: at - local.length, end: mailDomain.lastIndex })
    }
  }
  return found
}
