import { Problem } from '@chappe/core/kit/problem'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'
import { inTransaction } from './db.ts'

export const operators = ['==', '!=', '~', '<=', '<', '>=', '>', 'contains'] as const
export type Operator = (typeof operators)[number]

export interface PropertyFilter {
  readonly property: string
  readonly operator: Operator
  readonly value: string
}

const orders = ['modifiedAt', 'createdAt', 'name'] as const
export type OrderBy = (typeof orders)[number]

export interface Cursor {
  /** What the last one of the page before is sorted by: milliseconds, or a name. */
  readonly at: number | string
  readonly id: string
}

type Kind = 'exact' | 'text' | 'date'
type Properties = Readonly<Record<string, { readonly kind: Kind; readonly is: RawBuilder<unknown> }>>

const common: Properties = {
  id: { kind: 'exact', is: sql`id::text` },
  name: { kind: 'text', is: sql`name` },
  description: { kind: 'text', is: sql`description` },
  origin: { kind: 'exact', is: sql`coalesce(extra -> 'source' ->> 'origin', 'ajo')` },
  createdAt: { kind: 'date', is: sql`date_trunc('milliseconds', created_at)` },
  createdBy: { kind: 'text', is: sql`created_by` },
  modifiedAt: { kind: 'date', is: sql`date_trunc('milliseconds', modified_at)` },
  modifiedBy: { kind: 'text', is: sql`modified_by` },
}
const fragmentType = sql`case kind when 'visual' then 'html' else 'expression' end`

/** What the lists of the compatible API can be filtered by, in the words of that API. */
export const properties: Record<'contentTemplate' | 'fragment', Properties> = {
  contentTemplate: {
    ...common,
    templateType: { kind: 'exact', is: sql`coalesce(extra ->> 'templateType', 'content')` },
    channels: { kind: 'exact', is: sql`channel` },
  },
  fragment: {
    ...common,
    type: { kind: 'exact', is: fragmentType },
    fragmentType: { kind: 'exact', is: fragmentType },
    channels: { kind: 'exact', is: sql`case kind when 'visual' then 'email' else 'shared' end` },
    status: {
      kind: 'exact',
      is: sql`case status when 'live' then 'PUBLISHED' when 'publishing' then 'PUBLISHING' else 'DRAFT' end`,
    },
  },
}

/** Which comparisons each kind of property knows. */
export const comparisons: Record<Kind, readonly Operator[]> = {
  exact: ['==', '!='],
  text: ['==', '!=', '~', 'contains'],
  date: ['==', '!=', '<', '<=', '>', '>='],
}

const signs: Record<Operator, RawBuilder<unknown>> = {
  '==': sql`=`,
  '!=': sql`<>`,
  '~': sql`~`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
  contains: sql`contains`,
}

function condition({ is, kind }: Properties[string], { operator, value }: PropertyFilter) {
  if (operator === 'contains') return sql<boolean>`position(lower(${value}) in lower(${is})) > 0`
  const right = kind === 'date' ? sql`${new Date(value)}::timestamptz` : sql`${value}::text`
  return sql<boolean>`${is} ${signs[operator]} ${right}`
}

const sorted: Record<OrderBy, RawBuilder<unknown>> = {
  name: sql`name`,
  createdAt: common.createdAt!.is,
  modifiedAt: common.modifiedAt!.is,
}

export interface CompatibleQuery {
  readonly filters: readonly PropertyFilter[]
  readonly orderBy: OrderBy
  readonly order: 'asc' | 'desc'
  readonly start: Cursor | undefined
  readonly limit: number
}

/**
 * The ids of one page, in order. Throws request/invalid for a regular expression that PostgreSQL does not take or
 * that takes too long.
 */
export const page = (
  db: Db,
  table: keyof typeof properties,
  sandboxId: number,
  { filters, orderBy, order, start, limit }: CompatibleQuery,
): Promise<string[]> =>
  inTransaction(db, async (within) => {
    if (filters.some(({ operator }) => operator === '~'))
      await sql`set local statement_timeout = '3s'`.execute(within)
    const by = sorted[orderBy]
    const after = (cursor: Cursor) =>
      sql<boolean>`(${by}, id) ${order === 'asc' ? sql`>` : sql`<`} (${
        typeof cursor.at === 'number' ? sql`${new Date(cursor.at)}::timestamptz` : sql`${cursor.at}::text`
      }, ${cursor.id}::uuid)`
    const all = [
      sql<boolean>`sandbox_id = ${sandboxId}`,
      ...filters.map((filter) => condition(properties[table][filter.property]!, filter)),
      ...(start ? [after(start)] : []),
    ]
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(table === 'fragment' ? 'fragment' : 'content_template')}
       where ${sql.join(all, sql` and `)}
       order by ${by} ${order === 'asc' ? sql`asc` : sql`desc`}, id ${order === 'asc' ? sql`asc` : sql`desc`}
       limit ${limit}`.execute(within)
    return rows.map(({ id }) => id)
  }).catch(badPattern)

function badPattern(error: unknown): never {
  const { code } = error as { code?: string }
  const detail =
    code === '2201B'
      ? 'The regular expression is not valid.'
      : code === '57014'
        ? 'The regular expression takes too long.'
        : undefined
  if (detail) throw new Problem('request/invalid', detail, { errors: [{ pointer: '?property', detail }] })
  throw error
}
