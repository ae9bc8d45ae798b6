import type { Mistake } from '../kit/problem.ts'
import type { FieldType, ProfileField } from '../profile/fields.ts'
import { type IdentityRules, readIdentity, standardNamespaces } from '../profile/namespaces.ts'
import { type Identity, standardAttributes } from '../profile/schema.ts'
import { cellReader, readYes, wantedCells } from './cells.ts'
import {
  type CellType,
  type ColumnMapping,
  cellTypes,
  type ImportFormat,
  type ImportSettings,
  importLimits,
  type ProfileItem,
} from './schema.ts'
import { isOwnPath, looksLikeEmail } from './suggest.ts'

/** What a sandbox demands of what comes in. */
export interface RowRules extends IdentityRules {
  readonly fields: readonly ProfileField[]
}

/** A line, read: identities are in the form in which they are stored. */
export interface Row {
  readonly identities: readonly Identity[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly consents: ProfileItem['consents']
  readonly test: boolean | undefined
}

/** A mistake of a line; column: the number of the cell, null where it is about the line as a whole. */
export interface RowMistake {
  readonly column: number | null
  readonly detail: string
}

export type ReadRow = (cells: readonly string[], mistakes: RowMistake[]) => Row

interface Parsed {
  readonly kind: 'identity' | 'attribute' | 'consent' | 'test' | 'ignore'
  readonly name: string
}

function parsed(target: string): Parsed {
  const colon = target.indexOf(':')
  return colon < 0
    ? { kind: target as Parsed['kind'], name: '' }
    : { kind: target.slice(0, colon) as Parsed['kind'], name: target.slice(colon + 1) }
}

const isCellType = (type: string | undefined): type is CellType =>
  (cellTypes as readonly (string | undefined)[]).includes(type)

/** As what the cells of an attribute are read: as said, as declared, as what is standard, or as text. */
export function typeOfCells(
  path: string,
  said: CellType | undefined,
  fields: readonly ProfileField[],
): FieldType {
  return (
    said ??
    fields.find((field) => field.path === path)?.type ??
    standardCells[path] ??
    standardAttributes[path] ??
    'string'
  )
}

/** Texts of the standard attributes that have one form, whatever the file's is. */
const standardCells: Readonly<Record<string, FieldType>> = { 'person.birthDate': 'date' }

/** What is wrong with settings, with pointers into them. */
export function settingsMistakes(
  settings: ImportSettings,
  format: ImportFormat,
  fields: readonly ProfileField[],
): Mistake[] {
  if (format === 'ndjson') return []
  const mistakes: Mistake[] = []
  const seen = { columns: new Set<number>(), once: new Set<string>() }
  const paths: string[] = []
  const kinds = { identity: 0, consent: 0, attribute: 0, test: 0, ignore: 0 }
  for (const [n, { column, target, type }] of settings.mapping.entries()) {
    const say = (member: string, detail: string) =>
      mistakes.push({ pointer: `/mapping/${n}/${member}`, detail })
    const { kind, name } = parsed(target)
    kinds[kind]++
    if (seen.columns.has(column)) say('column', 'Is named twice')
    seen.columns.add(column)
    if (kind === 'ignore' || kind === 'identity') continue
    if (seen.once.has(target)) say('target', 'Two columns cannot be the same')
    seen.once.add(target)
    if (kind !== 'attribute') continue
    if (!isOwnPath(name)) say('target', 'No attribute can have this name')
    const around = paths.find((other) => other.startsWith(`${name}.`) || name.startsWith(`${other}.`))
    if (around) say('target', `Cannot be, beside ${around}: one would be inside the other`)
    paths.push(name)
    const declared = fields.find((field) => field.path === name)
    if (declared?.type === 'object') say('target', 'Is declared as an object: name what is inside it')
    else if (declared && type && declared.type !== type) say('type', `Is declared as ${declared.type}`)
  }
  const deciding = settings.matchBy === null ? 'identity:' : `identity:${settings.matchBy}`
  const leads = ({ target }: ColumnMapping) =>
    settings.matchBy === null ? target.startsWith(deciding) : target === deciding
  if (!settings.mapping.some(leads))
    mistakes.push({
      pointer: '/mapping',
      detail:
        settings.matchBy === null
          ? 'A column must be an identity, so that lines lead to people'
          : `A column must be ${deciding}, which decides who a line is about`,
    })
  for (const kind of ['identity', 'consent'] as const) {
    const most = kind === 'identity' ? importLimits.identities : importLimits.consents
    if (kinds[kind] > most)
      mistakes.push({ pointer: '/mapping', detail: `At most ${most} columns can be that` })
  }
  return mistakes
}

/**
 * How the cells of a file become profiles. Settings are without mistakes. Every cell is trimmed; an empty one says
 * nothing, or takes an attribute away, as the settings say.
 */
export function rowReader(settings: ImportSettings, rules: RowRules): ReadRow {
  const columns = settings.mapping.map((mapping) => ({ ...parsed(mapping.target), ...mapping }))
  const identities = columns
    .filter(({ kind }) => kind === 'identity')
    .map((one) => identityColumn(one, rules))
  const attributes = columns.filter(({ kind }) => kind === 'attribute').map((one) => attributeColumn(one))
  const consents = columns.filter(({ kind }) => kind === 'consent').map((one) => consentColumn(one))
  const test = columns.find(({ kind }) => kind === 'test')?.column
  const removes = settings.emptyCells === 'remove'

  function attributeColumn({
    column,
    name,
    type,
  }: {
    column: number
    name: string
    type?: CellType | undefined
  }) {
    const found = typeOfCells(name, type, rules.fields)
    const cell = isCellType(found) ? found : 'string'
    return { column, path: name.split('.'), read: cellReader(cell, settings), wanted: wantedCells[cell] }
  }

  return (cells, mistakes) => {
    const found: Identity[] = []
    for (const { column, read } of identities) {
      const text = (cells[column] ?? '').trim()
      if (text === '') continue
      const value = read(text)
      if (typeof value === 'string') mistakes.push({ column, detail: value })
      else if (!found.some((one) => one.namespace === value.namespace && one.value === value.value))
        found.push(value)
    }
    const patch: Record<string, unknown> = {}
    for (const { column, path, read, wanted } of attributes) {
      const text = (cells[column] ?? '').trim()
      if (text === '') {
        if (removes) put(patch, path, null)
        continue
      }
      const value = read(text)
      if (value === undefined) mistakes.push({ column, detail: `Must be ${wanted}` })
      else put(patch, path, value)
    }
    const said: Row['consents'] = []
    for (const { column, channel, topic } of consents) {
      const text = (cells[column] ?? '').trim()
      if (text === '') continue
      const value = readYes(text)
      if (value === undefined) mistakes.push({ column, detail: 'Must be yes or no' })
      else said.push({ channel, topic, choice: value ? 'in' : 'out' })
    }
    let isTest: boolean | undefined
    if (test !== undefined) {
      const text = (cells[test] ?? '').trim()
      isTest = text === '' ? undefined : readYes(text)
      if (text !== '' && isTest === undefined) mistakes.push({ column: test, detail: 'Must be yes or no' })
    }
    return { identities: found, attributes: patch, consents: said, test: isTest }
  }
}

const ascii = /^[\x20-\x7e]*$/
const international = /^\+[1-9]\d{7,14}$/

/**
 * How a cell becomes an identity, or a sentence about it. The same as `readIdentity`, a million times over: texts that
 * need no normalization are not sent through it.
 */
function identityColumn({ column, name }: { column: number; name: string }, rules: IdentityRules) {
  const kind = standardNamespaces.find(({ key }) => key === name)?.kind ?? rules.kinds.get(name)
  const read = (value: string): Identity | string => {
    if (value.length > 254) return 'Is longer than 254 characters'
    if (kind === 'email' && !looksLikeEmail(value)) return 'Is no email address'
    if (kind === 'phone' ? international.test(value) : ascii.test(value))
      return { namespace: name, value: value.toLowerCase() }
    const identity = readIdentity(rules, { namespace: name, value })
    return identity.ok ? identity.identity : identity.detail
  }
  return { column, read }
}

function consentColumn({ column, name }: { column: number; name: string }) {
  const [channel, topic = ''] = name.split('/') as [ProfileItem['consents'][number]['channel'], string?]
  return { column, channel, topic }
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = target
  for (let n = 0; n < path.length - 1; n++) {
    const name = path[n]!
    // Own members only: a path may be called `constructor`.
    if (!Object.hasOwn(at, name)) at[name] = {}
    at = at[name] as Record<string, unknown>
  }
  at[path[path.length - 1]!] = value
}
