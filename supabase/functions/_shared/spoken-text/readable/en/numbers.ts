const units = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen'
).split(' ')
const tens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const scales: readonly (readonly [value: number, name: string])[] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1000, 'thousand'],
  [100, 'hundred'],
]

/** A whole number from 0 below 10¹⁵ in words. */
export function cardinal(number: number): string {
  if (number < 20) return units[number] ?? ''
  if (number < 100) {
    const ten = tens[Math.floor(number / 10)] ?? ''
    return number % 10 === 0 ? ten : `${ten}-${units[number % 10]}`
  }
  for (const [value, name] of scales) {
    const rest = number % value
    if (number < value) continue
    const count = `${cardinal(Math.floor(number / value))} ${name}`
    return rest === 0 ? count : `${count} ${rest < 100 ? 'and ' : ''}${cardinal(rest)}`
  }
  return ''
}

const irregular: Readonly<Record<string, string>> = {
  ...{ one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth' },
  ...{ nine: 'ninth', twelve: 'twelfth' },
}

export function ordinal(number: number): string {
  return cardinal(number).replace(
    /[a-z]+$/u,
    (last) => irregular[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`),
  )
}

/** As years are read: nineteen ninety-nine, two thousand and five, twenty twenty-six. */
export function year(number: number): string {
  const rest = number % 100
  const isOfThousand = number % 1000 < 10
  if (number < 1100 || number > 2099 || isOfThousand) return cardinal(number)
  const century = cardinal(Math.floor(number / 100))
  if (rest === 0) return `${century} hundred`
  return `${century} ${rest < 10 ? `oh ${cardinal(rest)}` : cardinal(rest)}`
}

export function digits(number: string): string {
  return [...number].map((digit) => units[Number(digit)] ?? '').join(' ')
}

export function decimal(whole: number, fraction: string): string {
  return `${cardinal(whole)} point ${digits(fraction)}`
}
