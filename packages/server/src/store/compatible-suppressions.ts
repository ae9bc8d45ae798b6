import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'

export type ListName = 'client' | 'allowed'

export interface EntityRow {
  readonly value: string
  readonly category: string
  readonly comment: string
  readonly createdBy: string
  readonly createdAt: Date
  /** What it is sorted by, as text. */
  readonly key: string
}

interface Order {
  readonly kind: 'number' | 'text'
  readonly is: RawBuilder<unknown>
}
const date: Order = { kind: 'number', is: sql`floor(extract(epoch from e.created_at) * 1000)::bigint` }

/** What a list can be sorted by, in the words of the contract. Nothing of an entry changes but its comment. */
export const entityOrders: Readonly<Record<string, Order>> = {
  entityvalue: { kind: 'text', is: sql`e.value` },
  entitytype: { kind: 'text', is: sql`e.type` },
  creationdate: date,
  lastmodifieddate: date,
  suppresseddate: date,
  suppresseduser: { kind: 'text', is: sql`e.created_by` },
  suppressedcomment: { kind: 'text', is: sql`e.comment` },
}

export const signs = {
  '==': sql`=`,
  '!=': sql`<>`,
  '<=': sql`<=`,
  '<': sql`<`,
  '>=': sql`>=`,
  '>': sql`>`,
} as const
export type Sign = keyof typeof signs

export interface EntityPage {
  readonly list: ListName
  readonly type: 'address' | 'domain'
  readonly order: Order
  readonly descending: boolean
  /** The first one: its key and, where keys repeat, its value. */
  readonly from: { readonly key: string; readonly value: string | undefined } | undefined
  readonly created: readonly { readonly sign: Sign; readonly at: Date }[]
  readonly limit: number
}

const rowsOf = (list: ListName) =>
  list === 'allowed'
    ? sql`(select sandbox_id, value, type, 'manual' as category, comment, created_by, created_at
             from allowed_address)`
    : sql`(select sandbox_id, value, type, category, comment, created_by, created_at
             from suppression where expires_at is null or expires_at > now())`

/** A page of one of the lists, in the order asked for and then by value. */
export async function entities(
  db: Db,
  sandboxId: number,
  { list, type, order, descending, from, created, limit }: EntityPage,
): Promise<EntityRow[]> {
  const beyond = descending ? sql`<=` : sql`>=`
  const way = descending ? sql`desc` : sql`asc`
  const cast = order.kind === 'number' ? sql`::bigint` : sql`::text`
  const start =
    from === undefined
      ? sql``
      : from.value === undefined
        ? sql`and ${order.is} ${beyond} ${from.key}${cast}`
        : sql`and (${order.is}, e.value) ${beyond} (${from.key}${cast}, ${from.value}::text)`
  const limits = created.map(
    ({ sign, at }) => sql`and date_trunc('milliseconds', e.created_at) ${signs[sign]} ${at}::timestamptz`,
  )
  const { rows } = await sql<EntityRow>`
    select e.value, e.category, e.comment, e.created_by, e.created_at, (${order.is})::text as key
      from ${rowsOf(list)} e
     where e.sandbox_id = ${sandboxId} and e.type = ${type} ${start} ${sql.join(limits, sql` `)}
     order by ${order.is} ${way}, e.value ${way}
     limit ${limit}`.execute(db)
  return rows
}

export interface SoftCount {
  readonly address: string
  readonly failures: number
  readonly messageId: string
  readonly countedAt: Date
  readonly reply: string | null
}

/** How often addresses bounced softly in a row, with the last time. */
export async function softCounts(
  db: Db,
  sandboxId: number,
  addresses: readonly string[],
): Promise<SoftCount[]> {
  const { rows } = await sql<SoftCount>`
    select s.address, s.failures, s.message_id, s.counted_at, m.reply
      from soft_bounce s left join message m on m.id = s.message_id and m.sandbox_id = s.sandbox_id
     where s.sandbox_id = ${sandboxId} and s.address = any(${addresses}::text[])`.execute(db)
  return rows
}
