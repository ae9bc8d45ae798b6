import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface NewNotice {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly messageId: string | null
  readonly address: string | null
  readonly detail: string
  /** The beginning of the mail, kept to be looked at. */
  readonly raw?: string
}

const storable = (text: string, most: number) => text.replaceAll('\0', '\ufffd').slice(0, most)

/** Writes notices down and answers the ids of those that are new: what was told before is not told again. */
export async function insert(
  db: Db,
  sandboxId: number,
  sourceId: string | null,
  notices: readonly NewNotice[],
  now: Date,
): Promise<Set<string>> {
  if (notices.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    insert into feedback (sandbox_id, id, source_id, key, kind, message_id, address, detail, raw, received_at)
    select ${sandboxId}::int, n.id, ${sourceId}::uuid, n.key, n.kind, n.message_id, n.address, n.detail,
           n.raw, ${now}::timestamptz
      from unnest(${notices.map((n) => n.id)}::uuid[], ${notices.map((n) => storable(n.key, 300))}::text[],
                  ${notices.map((n) => n.kind)}::text[], ${notices.map((n) => n.messageId)}::uuid[],
                  ${notices.map((n) => n.address && storable(n.address, 320))}::text[],
                  ${notices.map((n) => storable(n.detail, 2_000))}::text[],
                  ${notices.map((n) => (n.raw === undefined ? null : storable(n.raw, 20_000)))}::text[])
           as n(id, key, kind, message_id, address, detail, raw)
     order by n.key
        on conflict (sandbox_id, key) do nothing
    returning id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

export interface NotedMessage {
  readonly id: string
  readonly campaignId: string
  readonly occurrenceId: string | null
  readonly address: string | null
  readonly status: string
  /** Whether it was told before that it came back, and that its reader complained. */
  readonly bounced: boolean
  readonly complained: boolean
}

/** Holds these messages of a sandbox until the end of the transaction; those that are not there are left out. */
export async function hold(db: Db, sandboxId: number, ids: readonly string[]): Promise<NotedMessage[]> {
  if (ids.length === 0) return []
  const { rows: held } = await sql<Omit<NotedMessage, 'bounced' | 'complained'>>`
    select id, campaign_id, occurrence_id, address, status from message
     where sandbox_id = ${sandboxId} and id = any(${ids}::uuid[]) order by id for update`.execute(db)
  // Asked once the messages are held: who held them before has written what there is.
  const { rows: told } = await sql<{ messageId: string; type: string }>`
    select distinct message_id, type from event
     where sandbox_id = ${sandboxId} and message_id = any(${held.map(({ id }) => id)}::uuid[])
       and type in ('bounced', 'complained')`.execute(db)
  const knows = (id: string, type: string) => told.some((one) => one.messageId === id && one.type === type)
  return held.map((one) => ({
    ...one,
    bounced: knows(one.id, 'bounced'),
    complained: knows(one.id, 'complained'),
  }))
}

/** The last notices of a source, newest first. */
export const ofSource = (db: Db, sandboxId: number, sourceId: string, limit: number) =>
  db
    .selectFrom('feedback')
    .select(['id', 'kind', 'messageId', 'address', 'detail', 'receivedAt'])
    .select(sql<boolean>`raw is not null`.as('mail'))
    .where('sandboxId', '=', sandboxId)
    .where('sourceId', '=', sourceId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** The beginning of the mail of a notice, where it was kept. */
export async function mailOf(
  db: Db,
  sandboxId: number,
  sourceId: string,
  id: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('feedback')
    .select('raw')
    .where('sandboxId', '=', sandboxId)
    .where('sourceId', '=', sourceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.raw ?? undefined
}

/** The sandbox of each of these messages that is there. */
export const sandboxesOf = (db: Db, ids: readonly string[]): Promise<{ id: string; sandboxId: number }[]> =>
  db.selectFrom('message').select(['id', 'sandboxId']).where('id', 'in', ids).execute()

const keptAtMost = 500

/** Forgets mails kept to be looked at: those from before this date, and per sandbox all but the newest 500. */
export async function forgetMails(db: Db, before: Date): Promise<void> {
  await sql`delete from feedback where raw is not null and received_at < ${before}`.execute(db)
  await sql`
    delete from feedback f
     using (select sandbox_id, id, row_number() over (partition by sandbox_id order by id desc) as place
              from feedback where raw is not null) kept
     where f.sandbox_id = kept.sandbox_id and f.id = kept.id and kept.place > ${keptAtMost}`.execute(db)
}

/** The addresses that get a blind copy of every message of a channel configuration, in lower case. */
export async function blindCopies(db: Db, sandboxId: number): Promise<Set<string>> {
  const { rows } = await sql<{ address: string }>`
    select distinct lower(settings ->> 'bccEmail') as address from channel_configuration
     where sandbox_id = ${sandboxId} and settings ->> 'bccEmail' <> ''`.execute(db)
  return new Set(rows.map(({ address }) => address))
}
