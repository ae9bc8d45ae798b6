import { randomBytes } from 'node:crypto'
import { uuidV7 } from '@chappe/core/kit/ids'
import { type Selectable, sql } from 'kysely'
import { decodeWords } from 'postal-mime'
import { literally } from './campaigns.ts'
import type { Db } from './db.ts'
import type { InboxMessageTable } from './tables.ts'

export type InboxRow = Selectable<InboxMessageTable>
export type InboxEntryRow = Omit<InboxRow, 'raw' | 'messageId'> & { readonly size: number }

/** A message as the channel hands it over; `id` is our message's. */
export interface Deposited {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly raw: Buffer
  readonly receivedAt: Date
}

/** Keeps what the built-in catcher received: all of the messages, or none. */
export async function deposit(db: Db, sandboxId: number, messages: readonly Deposited[]): Promise<void> {
  if (messages.length === 0) return
  await db
    .insertInto('inboxMessage')
    .values(
      messages.map(({ id, from, to, raw, receivedAt }) => ({
        sandboxId,
        id: uuidV7(receivedAt.getTime(), randomBytes(10).toString('hex')),
        messageId: id,
        receivedAt,
        recipient: to,
        sender: from,
        subject: subjectOf(raw),
        raw,
      })),
    )
    .execute()
}

/** The subject as people read it (RFC 2047); empty where there is none. */
export function subjectOf(raw: Buffer): string {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.toString('utf8', 0, end < 0 ? raw.length : end).replace(/\r?\n(?=[ \t])/g, '')
  const [, value = ''] = /^subject:[ \t]*(.*)$/im.exec(head) ?? []
  return decodeWords(value).replaceAll('\0', '').trim()
}

export interface InboxFilter {
  /** The whole address, whatever the case of its letters. */
  readonly to?: string | undefined
  /** Part of the recipient's address or of the subject. */
  readonly search?: string | undefined
}

const filtered = (db: Db, sandboxId: number, { to, search }: InboxFilter) =>
  db
    .selectFrom('inboxMessage')
    .where('sandboxId', '=', sandboxId)
    .$if(to !== undefined, (q) => q.where(sql<string>`lower(recipient)`, '=', sql<string>`lower(${to!})`))
    .$if(search !== undefined, (q) =>
      q.where((eb) => {
        const pattern = `%${literally(search!)}%`
        return eb.or([eb('recipient', 'ilike', pattern), eb('subject', 'ilike', pattern)])
      }),
    )

interface After {
  readonly limit: number
  readonly before?: string | undefined
}

/** Newest first, those before the message `before`; `total` counts all that fit. */
export async function list(
  db: Db,
  sandboxId: number,
  filter: InboxFilter,
  page: After,
): Promise<{ rows: InboxRow[]; total: number }> {
  const rows = await newestFirst(filtered(db, sandboxId, filter).selectAll(), page).execute()
  return { rows, total: await count(db, sandboxId, filter) }
}

export async function entries(
  db: Db,
  sandboxId: number,
  filter: InboxFilter,
  page: After,
): Promise<{ rows: InboxEntryRow[]; total: number }> {
  const query = filtered(db, sandboxId, filter)
    .select(['sandboxId', 'id', 'receivedAt', 'recipient', 'sender', 'subject'])
    .select(sql<number>`octet_length(raw)`.as('size'))
  return { rows: await newestFirst(query, page).execute(), total: await count(db, sandboxId, filter) }
}

const newestFirst = <Q extends ReturnType<typeof filtered>>(query: Q, { limit, before }: After): Q =>
  query
    .$if(before !== undefined, (q) => q.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit) as Q

async function count(db: Db, sandboxId: number, filter: InboxFilter): Promise<number> {
  const { total } = await filtered(db, sandboxId, filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

export const get = (db: Db, sandboxId: number, id: string): Promise<InboxRow | undefined> =>
  db
    .selectFrom('inboxMessage')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()

export const empty = (db: Db, sandboxId: number) =>
  db.deleteFrom('inboxMessage').where('sandboxId', '=', sandboxId).execute()

/** Deletes all but the newest `keep` messages of each sandbox. */
export async function trim(db: Db, keep = 10_000): Promise<void> {
  await sql`
    delete from inbox_message m
     using (select s.id as sandbox_id,
                   (select i.id from inbox_message i where i.sandbox_id = s.id
                     order by i.id desc offset ${keep} limit 1) as last
              from sandbox s) oldest
     where m.sandbox_id = oldest.sandbox_id and m.id <= oldest.last`.execute(db)
}
