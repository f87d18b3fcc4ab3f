type Named = { readonly name: string }

type Member = Named & {
  readonly kind: string
  readonly privacy?: string
  readonly static?: boolean
  readonly type?: { readonly text: string }
  readonly return?: { readonly type?: { readonly text: string } }
  readonly parameters?: readonly (Named & { readonly type?: { readonly text: string } })[]
  readonly description?: string
}

type Declaration = Named & {
  readonly tagName?: string
  readonly members?: readonly Member[]
  readonly attributes?: readonly Named[]
  readonly events?: readonly Named[]
  readonly slots?: readonly Named[]
  readonly cssParts?: readonly Named[]
  readonly cssProperties?: readonly Named[]
}

/** What is read of `custom-elements.json`. */
export type Manifest = {
  readonly modules: readonly { readonly declarations?: readonly Declaration[] }[]
}

const tags = ['psy-avatar', 'voice-consultant']

/** All there is of the two elements and of the events they fire, a line each. */
export function elementLines(manifest: Manifest, panelSources: readonly string[]): string[] {
  const declarations = manifest.modules.flatMap(({ declarations = [] }) => declarations)
  const elements = declarations.filter(({ tagName = '' }) => tags.includes(tagName))
  const fired = new Set(elements.flatMap(({ events = [] }) => events.map(({ name }) => name)))
  return [
    ...elements.flatMap((element) => [`<${element.tagName}>`, ...linesOf(element), '']),
    'parts of the open panel',
    ...sorted(panelSources.flatMap(exportedParts)).map((name) => `  part ${name}`),
    '',
    ...sorted([...fired]).flatMap((name) => [
      `event ${name}`,
      ...fieldsOf(eventClass(declarations, name)),
      '',
    ]),
  ]
}

function linesOf(element: Declaration): string[] {
  // What a constructor assigns to other objects the analyzer takes for fields; these say nothing of themselves.
  const members = publicMembers(element).filter(
    ({ kind, description }) => kind === 'method' || description !== undefined,
  )
  return [
    ...named('attribute', element.attributes),
    ...sorted(members.filter(({ kind }) => kind === 'field').map(property)),
    ...sorted(members.filter(({ kind }) => kind === 'method').map(method)),
    ...named('event', element.events),
    ...named('slot', element.slots),
    ...named('part', element.cssParts),
    ...named('css', element.cssProperties),
  ].map((line) => `  ${line}`)
}

function fieldsOf(declaration: Declaration | undefined): string[] {
  return sorted(
    publicMembers(declaration ?? { name: '' })
      .filter(({ kind }) => kind === 'field')
      .map((member) => `  ${property(member)}`),
  )
}

/** `visavis-message-end` is a `MessageEndEvent`, `visavis-ready` a `VisavisReadyEvent`. */
function eventClass(declarations: readonly Declaration[], event: string): Declaration | undefined {
  const words = event.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  const names = [words.slice(1), words].map((each) => `${each.join('')}Event`)
  return declarations.find(({ name }) => names.includes(name))
}

function publicMembers({ members = [] }: Declaration): Member[] {
  return members.filter(
    ({ name, privacy, static: isStatic }) =>
      !isStatic && privacy === undefined && !name.startsWith('#'),
  )
}

const property = ({ name, type }: Member) => `property ${name}: ${type?.text ?? 'unknown'}`

function method({ name, parameters = [], return: returned }: Member): string {
  const given = parameters.map((each) => `${each.name}: ${each.type?.text ?? 'unknown'}`)
  return `method ${name}(${given.join(', ')}): ${returned?.type?.text ?? 'void'}`
}

/** What a panel hands out of its shadow: the names in a list of `exportparts`. */
function exportedParts(source: string): string[] {
  const lists = source.matchAll(/'([a-z-]+(?:, [a-z-]+)+)'/gu)
  return [...lists].flatMap(([, list = '']) => list.split(', '))
}

const named = (kind: string, all: readonly Named[] = []) =>
  sorted(all.map(({ name }) => `${kind} ${name}`))

const sorted = (lines: readonly string[]) => [...lines].sort()
