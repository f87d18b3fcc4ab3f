/**
 * Valibot's schemas as all that is asked of them here: whether a value has the shape. Why it has not,
 * and defaults, which no schema here has, are a fiftieth of what a visitor loads.
 */
const shapes = {
  'is(schema, input)': 'return schema.fits(input)',
  'array(item, message$1)': `return {
    fits: (value) => Array.isArray(value) && value.every((each) => item.fits(each)),
  }`,
  'boolean(message$1)': "return { fits: (value) => typeof value === 'boolean' }",
  'literal(literal_, message$1)':
    'return { literal: literal_, fits: (value) => value === literal_ }',
  'looseObject(entries$1, message$1)': `return {
    entries: entries$1,
    fits: (value) => typeof value === 'object' && value !== null &&
      Object.entries(entries$1).every(([key, entry]) => entry.fits(value[key])),
  }`,
  'nullable(wrapped, default_)':
    'return { fits: (value) => value === null || wrapped.fits(value) }',
  'number(message$1)': "return { fits: (value) => typeof value === 'number' && !isNaN(value) }",
  'optional(wrapped, default_)':
    'return { fits: (value) => value === undefined || wrapped.fits(value) }',
  'picklist(options, message$1)': 'return { options, fits: (value) => options.includes(value) }',
  'string(message$1)': "return { fits: (value) => typeof value === 'string' }",
  'variant(key, options, message$1)': `return {
    options, fits: (value) => options.some((option) => option.fits(value)),
  }`,
}

/** The functions of Valibot's that know of these shapes. */
export const known = new Set(Object.keys(shapes).map((signature) => signature.split('(', 1)[0]))

/** Whether a path, or an address, is that of Valibot's code. */
export function isValibot(path) {
  return /[\\/]valibot[\\/]dist[\\/]index\.mjs$/u.test(path)
}

/** Valibot's code with these functions instead of its own. */
export function withShapes(code) {
  let shorter = code
  for (const [signature, body] of Object.entries(shapes)) {
    const start = shorter.indexOf(`function ${signature} {`)
    // A function of theirs ends at the next brace that stands at the line's beginning.
    const end = shorter.indexOf('\n}', start) + 2
    if (start === -1) throw new Error(`Valibot has no ${signature} any more`)
    shorter = `${shorter.slice(0, start)}function ${signature} { ${body} }${shorter.slice(end)}`
  }
  return shorter
}
