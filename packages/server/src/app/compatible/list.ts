import { isUuid } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../../context.ts'
import {
  type Cursor,
  comparisons,
  type OrderBy,
  operators,
  type PropertyFilter,
  page,
  properties,
} from '../../store/compatible-lists.ts'
import type { ListQuery } from './content-schemas.ts'

type Table = keyof typeof properties

export interface ListedPage<Row> {
  readonly rows: Row[]
  readonly orderBy: OrderBy
  /** Opaque to callers: where the next page begins; undefined on the last one. */
  readonly next: string | undefined
}

type Sortable = {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly modifiedAt: Date
}

/** One page of a list of the compatible API. Throws request/invalid for a parameter that cannot be understood. */
export async function listed<Row extends Sortable>(
  ctx: Ctx,
  table: Table,
  { orderBy: given, limit, start, property }: ListQuery,
  some: (ids: readonly string[]) => Promise<Row[]>,
): Promise<ListedPage<Row>> {
  const orderBy = given.replace(/^[-+ ]/, '') as OrderBy
  // A plus sign in an address is a blank. Without a sign the newest come first.
  const order = /^[+ ]/.test(given) ? 'asc' : 'desc'
  const ids = await page(ctx.db, table, ctx.sandboxId, {
    filters: property.map((text) => filterOf(table, text)),
    orderBy,
    order,
    start: start === undefined ? undefined : cursorOf(start, orderBy),
    limit: limit + 1,
  })
  const rows = await some(ids.slice(0, limit))
  const last = rows.at(-1)
  return { rows, orderBy, next: ids.length > limit && last ? written(last, orderBy) : undefined }
}

const refused = (name: string, detail: string) =>
  new Problem('request/invalid', detail, { errors: [{ pointer: `?${name}`, detail }] })

/** `name~^test`, `createdAt>=2026-01-01T00:00:00Z`, `name.contains(test)` or `name contains test`. */
function filterOf(table: Table, text: string): PropertyFilter {
  const wordy = /^(\w+)(?:\.contains\((.*)\)| contains (.*))$/s.exec(text)
  const signed = /^(\w+)(==|!=|<=|>=|~|<|>)(.*)$/s.exec(text)
  const [, property, sign, value] = signed ?? [
    undefined,
    wordy?.[1],
    'contains',
    wordy?.[2] ?? wordy?.[3] ?? '',
  ]
  const operator = operators.find((one) => one === sign)
  if (property === undefined || operator === undefined || value === undefined)
    throw refused('property', `${text} is no filter: write a property, a comparison and a value.`)
  const known = Object.hasOwn(properties[table], property) ? properties[table][property] : undefined
  if (!known)
    throw refused(
      'property',
      `Lists are not filtered by ${property}, but by ${Object.keys(properties[table]).join(', ')}.`,
    )
  if (!comparisons[known.kind].includes(operator))
    throw refused('property', `${property} is compared with ${comparisons[known.kind].join(', ')}.`)
  if (known.kind === 'date' && Number.isNaN(Date.parse(value)))
    throw refused('property', `${property} is compared with a date such as 2026-01-31T12:00:00Z.`)
  return { property, operator, value }
}

function written(row: Sortable, orderBy: OrderBy): string {
  const at = orderBy === 'name' ? row.name : row[orderBy].getTime()
  return Buffer.from(JSON.stringify({ [orderBy]: at, id: row.id })).toString('base64')
}

function cursorOf(text: string, orderBy: OrderBy): Cursor {
  try {
    const { [orderBy]: at, id } = JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
    const fits = orderBy === 'name' ? typeof at === 'string' : Number.isSafeInteger(at) && Math.abs(at) < 8e15
    if (fits && typeof id === 'string' && isUuid(id)) return { at, id }
  } catch {
    // Told below, like one that is of another order.
  }
  throw refused('start', 'Take `start` from the page before, with the same orderBy.')
}
