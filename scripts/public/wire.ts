type Schema = {
  readonly kind: 'schema'
  readonly type: string
  readonly entries?: Readonly<Record<string, Schema>>
  readonly options?: readonly unknown[]
  readonly literal?: unknown
  readonly wrapped?: Schema
  readonly item?: Schema
  readonly pipe?: readonly unknown[]
}

/** Every schema that modules export, by its name; objects with a line for each field. */
export function wireLines(modules: readonly Readonly<Record<string, unknown>>[]): string[] {
  const schemas = new Map<string, Schema>()
  for (const module of modules) {
    for (const [name, value] of Object.entries(module)) {
      if (isSchema(value)) schemas.set(name, value)
    }
  }
  const names = new Map([...schemas].map(([name, schema]) => [schema, name]))
  return [...schemas]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, schema]) => [
      `wire ${name}: ${headOf(schema, names)}`,
      ...Object.entries(schema.entries ?? {}).map(
        ([field, each]) => `  ${fieldOf(field, each, names)}`,
      ),
      '',
    ])
}

type Names = ReadonlyMap<Schema, string>

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema'
}

/** A schema with fields says of itself only whether it takes others. */
function headOf(schema: Schema, names: Names): string {
  return schema.entries ? schema.type.replace('_', ' ') : shapeOf(schema, names)
}

function fieldOf(field: string, schema: Schema, names: Names): string {
  const isOptional = schema.type === 'optional'
  const inner = isOptional && schema.wrapped ? schema.wrapped : schema
  return `${field}${isOptional ? '?' : ''}: ${typeOf(inner, names)}`
}

/** By its name, where it has one. */
function typeOf(schema: Schema, names: Names): string {
  return names.get(schema) ?? shapeOf(schema, names)
}

function shapeOf(schema: Schema, names: Names): string {
  const { type, entries, options = [], wrapped, item, literal } = schema
  switch (type) {
    case 'literal':
      return JSON.stringify(literal)
    case 'picklist':
      return options.map((option) => JSON.stringify(option)).join(' | ')
    case 'nullable':
      return `${wrapped ? typeOf(wrapped, names) : 'unknown'} | null`
    case 'array':
      return `(${item ? typeOf(item, names) : 'unknown'})[]`
    case 'union':
    case 'variant':
      return options.map((option) => typeOf(option as Schema, names)).join(' | ')
    default:
      if (!entries) return type
      return `{ ${Object.entries(entries)
        .map(([field, each]) => fieldOf(field, each, names))
        .join('; ')} }`
  }
}
