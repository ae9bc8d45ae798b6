import {
  type CellType,
  type ColumnMapping,
  type ImportPreview,
  type ImportSettings,
  importLimits,
} from '@chappe/core/import/schema'
import type { NamespaceKind } from '@chappe/core/profile/namespaces'

export type Column = ImportPreview['columns'][number]
export type Mapping = readonly ColumnMapping[]

export type Part =
  | { readonly kind: 'identity'; readonly namespace: string }
  | { readonly kind: 'attribute'; readonly path: string }
  | { readonly kind: 'consent'; readonly channel: string; readonly topic: string }
  | { readonly kind: 'test' | 'ignore' }

/** What a target names. */
export function partOf(target: string): Part {
  const colon = target.indexOf(':')
  const rest = target.slice(colon + 1)
  switch (colon < 0 ? target : target.slice(0, colon)) {
    case 'identity':
      return { kind: 'identity', namespace: rest }
    case 'attribute':
      return { kind: 'attribute', path: rest }
    case 'consent': {
      const [channel = '', topic = ''] = rest.split('/')
      return { kind: 'consent', channel, topic }
    }
    case 'test':
      return { kind: 'test' }
    default:
      return { kind: 'ignore' }
  }
}

export const targetOf = (mapping: Mapping, column: number): string =>
  mapping.find((one) => one.column === column)?.target ?? 'ignore'

/** The mapping with another target for a column; `type` goes with attributes only. */
export function withTarget(
  mapping: Mapping,
  column: number,
  target: string,
  type?: CellType,
): ColumnMapping[] {
  const others = mapping.filter((one) => one.column !== column)
  if (target === 'ignore') return others
  const isTyped = type !== undefined && partOf(target).kind === 'attribute'
  return [...others, { column, target, ...(isTyped && { type }) }].sort((a, b) => a.column - b.column)
}

/** The namespaces of a mapping, each once, in the order of the file. */
export const namespacesIn = (mapping: Mapping): string[] => [
  ...new Set(
    mapping.flatMap(({ target }) => {
      const part = partOf(target)
      return part.kind === 'identity' ? [part.namespace] : []
    }),
  ),
]

export const hasConsents = (mapping: Mapping): boolean =>
  mapping.some(({ target }) => partOf(target).kind === 'consent')

/** What is known of the sandbox, for remarks. */
export interface Known {
  /** The type of an attribute that is declared or standard; undefined: anything goes. */
  readonly typeOf: (path: string) => string | undefined
  /** Whether the sandbox declared the type, which then is the only one. */
  readonly isDeclared: (path: string) => boolean
  readonly kindOf: (namespace: string) => NamespaceKind
}

export type Remark =
  | { readonly id: 'twice' | 'inside'; readonly column: number; readonly other: number }
  | { readonly id: 'object' | 'noAddress' | 'noPhone' | 'noChoice'; readonly column: number }
  | { readonly id: 'type'; readonly column: number; readonly type: CellType; readonly looks: CellType }
  | { readonly id: 'gaps'; readonly column: number; readonly filled: number }

/** Those with which an import cannot be run. */
const serious: readonly string[] = ['twice', 'inside', 'object']
export const isSerious = ({ id }: Remark): boolean => serious.includes(id)

export type Fault = 'noIdentity' | 'noMatch' | 'tooManyIdentities' | 'tooManyConsents'

/** What is wrong with a mapping as a whole. */
export function faultsOf({ mapping, matchBy }: Pick<ImportSettings, 'mapping' | 'matchBy'>): Fault[] {
  const identities = mapping.filter(({ target }) => partOf(target).kind === 'identity')
  const consents = mapping.filter(({ target }) => partOf(target).kind === 'consent')
  const isMatched = matchBy === null || namespacesIn(mapping).includes(matchBy)
  const found: Record<Fault, boolean> = {
    noIdentity: identities.length === 0,
    noMatch: identities.length > 0 && !isMatched,
    tooManyIdentities: identities.length > importLimits.identities,
    tooManyConsents: consents.length > importLimits.consents,
  }
  return (Object.keys(found) as Fault[]).filter((one) => found[one])
}

const fits: Record<CellType, readonly string[]> = {
  string: ['string', 'integer', 'number', 'boolean', 'date', 'date-time', 'array'],
  array: ['string', 'integer', 'number', 'boolean', 'date', 'date-time', 'array'],
  integer: ['integer'],
  number: ['integer', 'number'],
  boolean: ['boolean'],
  date: ['date'],
  'date-time': ['date', 'date-time'],
}
const isCellType = (type: string): type is CellType => Object.hasOwn(fits, type)

/** How the cells of a column are read: as chosen, else as declared, else as text. */
export function typeIn({ target, type }: ColumnMapping, { typeOf }: Known): string {
  const part = partOf(target)
  return type ?? (part.kind === 'attribute' ? typeOf(part.path) : undefined) ?? 'string'
}

/** What is noticed about each column, in the order of the file. */
export function remarksOf(
  columns: readonly Column[],
  { mapping, matchBy }: Pick<ImportSettings, 'mapping' | 'matchBy'>,
  known: Known,
): Remark[] {
  const ways = namespacesIn(mapping)
  const deciding = matchBy ?? (ways.length === 1 ? ways[0] : undefined)
  const columnsOf = (namespace: string) =>
    mapping.filter(({ target }) => target === `identity:${namespace}`).length
  return mapping.flatMap((one, place): Remark[] => {
    const column = columns.find((each) => each.column === one.column)
    if (!column) return []
    const before = mapping.slice(0, place)
    const clash = clashOf(one, before)
    const remarks: Remark[] = clash ? [clash] : []
    const part = partOf(one.target)
    const isEmpty = column.samples.length === 0
    if (part.kind === 'identity') {
      const kind = known.kindOf(part.namespace)
      if (!isEmpty && kind === 'email' && !column.samples.some((text) => /.@./.test(text)))
        remarks.push({ id: 'noAddress', column: one.column })
      if (
        !isEmpty &&
        kind === 'phone' &&
        !column.samples.some((text) => /\d{4}/.test(text.replace(/\W/g, '')))
      )
        remarks.push({ id: 'noPhone', column: one.column })
      if (part.namespace === deciding && columnsOf(deciding) === 1 && column.filled < 1)
        remarks.push({ id: 'gaps', column: one.column, filled: column.filled })
    }
    if (part.kind === 'attribute') {
      const type = typeIn(one, known)
      if (!isCellType(type)) remarks.push({ id: 'object', column: one.column })
      else if (!isEmpty && !fits[type].includes(column.type))
        remarks.push({ id: 'type', column: one.column, type, looks: column.type })
    }
    if ((part.kind === 'consent' || part.kind === 'test') && !isEmpty && column.type !== 'boolean')
      remarks.push({ id: 'noChoice', column: one.column })
    return remarks
  })
}

/** Another column writes to the same place, or to one inside of it. */
function clashOf({ column, target }: ColumnMapping, before: Mapping): Remark | undefined {
  const part = partOf(target)
  // A person may have several identities of a kind.
  if (part.kind === 'identity') return undefined
  const same = before.find((one) => one.target === target)
  if (same) return { id: 'twice', column, other: same.column }
  if (part.kind !== 'attribute') return undefined
  const other = before.find((one) => {
    const their = partOf(one.target)
    return (
      their.kind === 'attribute' &&
      (their.path.startsWith(`${part.path}.`) || part.path.startsWith(`${their.path}.`))
    )
  })
  return other && { id: 'inside', column, other: other.column }
}
