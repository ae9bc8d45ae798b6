import { type Selectable, sql } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import type { FeedbackSourceTable } from './tables.ts'

/** How many mails came in over a source, and as what. */
export interface Counts {
  readonly mails: number
  readonly bounces: number
  readonly complaints: number
  readonly unsubscribes: number
  readonly ignored: number
  readonly unread: number
}

/** Up to where a mailbox was read: every mail before `last` is in the database, but for those to come back to. */
export interface Place {
  readonly validity: string
  readonly last: number
  readonly later: readonly number[]
}

export interface SourceState {
  readonly at?: string
  readonly problem?: string | null
  /** Of a mailbox: times in a row that it could not be read. */
  readonly failures?: number
  readonly place?: Place | null
  readonly counts?: Counts
}

export interface SourceRow extends Omit<Selectable<FeedbackSourceTable>, 'config' | 'state'> {
  readonly config: Record<string, string>
  readonly state: SourceState
}

const read = (row: Selectable<FeedbackSourceTable>): SourceRow => ({
  ...row,
  config: row.config as Record<string, string>,
  state: row.state as SourceState,
})

export const list = async (db: Db, sandboxId: number): Promise<SourceRow[]> =>
  (
    await db
      .selectFrom('feedbackSource')
      .selectAll()
      .where('sandboxId', '=', sandboxId)
      .orderBy('name')
      .orderBy('id')
      .execute()
  ).map(read)

export async function find(db: Db, sandboxId: number, id: string): Promise<SourceRow | undefined> {
  const row = await db
    .selectFrom('feedbackSource')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && read(row)
}

/** The source of a webhook's address, which names no sandbox: whoever posts there proves who it is. */
export async function behindAddress(db: Db, id: string, kind: string): Promise<SourceRow | undefined> {
  const row = await db
    .selectFrom('feedbackSource')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row && read(row)
}

/** The active sources of mail that we receive ourselves, of all sandboxes, those made first first. */
export async function receiving(db: Db): Promise<SourceRow[]> {
  const rows = await db
    .selectFrom('feedbackSource')
    .selectAll()
    .where('kind', '=', 'smtp')
    .where('active', '=', true)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(read)
}

export interface NewSource {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly config: Record<string, string>
  readonly secrets: Buffer | null
  readonly active: boolean
  /** Of a mailbox: when it is first read. */
  readonly dueAt: Date | null
}

export const create = async (db: Db, sandboxId: number, source: NewSource, by: By): Promise<SourceRow> =>
  read(
    await db
      .insertInto('feedbackSource')
      .values({
        sandboxId,
        ...source,
        config: JSON.stringify(source.config),
        createdAt: by.at,
        createdBy: by.name,
        modifiedAt: by.at,
        modifiedBy: by.name,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )

/** Saves what somebody changed; undefined when its revision is another. A mailbox that is being read is let go. */
export async function save(
  db: Db,
  sandboxId: number,
  id: string,
  revision: number,
  { name, config, secrets, dueAt }: Pick<NewSource, 'name' | 'config' | 'secrets' | 'dueAt'>,
  { isSameMailbox }: { readonly isSameMailbox: boolean },
  by: By,
): Promise<SourceRow | undefined> {
  const row = await db
    .updateTable('feedbackSource')
    .set((eb) => ({
      name,
      config: JSON.stringify(config),
      secrets,
      dueAt,
      leasedUntil: null,
      fence: eb('fence', '+', 1),
      revision: eb('revision', '+', 1),
      modifiedAt: by.at,
      modifiedBy: by.name,
      // Another mailbox is read from its beginning.
      ...(!isSameMailbox && { state: sql<string>`state - 'place' - 'problem' - 'failures'` }),
    }))
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returningAll()
    .executeTakeFirst()
  if (row && !isSameMailbox)
    await db.deleteFrom('mailboxMail').where('sandboxId', '=', sandboxId).where('sourceId', '=', id).execute()
  return row && read(row)
}

/** Switches a source on or off. A mailbox that is being read is let go; switched on, it is read at once. */
export const setActive = (db: Db, sandboxId: number, id: string, active: boolean, by: By) =>
  db
    .updateTable('feedbackSource')
    .set((eb) => ({
      active,
      dueAt: sql<Date | null>`case when kind in ('imap', 'pop3') and ${active} then ${by.at}::timestamptz end`,
      leasedUntil: null,
      fence: eb('fence', '+', 1),
      revision: eb('revision', '+', 1),
      modifiedAt: by.at,
      modifiedBy: by.name,
    }))
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

/** Notes when a source last said something, and what was wrong with it. */
export const note = (db: Db, sandboxId: number, id: string, at: Date, problem: string | null) =>
  db
    .updateTable('feedbackSource')
    .set({ state: sql<string>`state || ${JSON.stringify({ at: at.toISOString(), problem })}::jsonb` })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

/**
 * Counts a mail, and notes that it came. With a fence, of a mailbox under lease, only for its holder, and with it up
 * to where it was read; answers whether it still is.
 */
export async function count(
  db: Db,
  { sandboxId, id }: Pick<SourceRow, 'sandboxId' | 'id'>,
  added: Partial<Counts>,
  at: Date,
  lease?: { readonly fence: number; readonly place: Place | null },
): Promise<boolean> {
  const news = { at: at.toISOString(), ...(lease && { place: lease.place }) }
  const { numAffectedRows } = await sql`
    update feedback_source s
       set state = s.state || ${JSON.stringify(news)}::jsonb || jsonb_build_object('counts', (
             select jsonb_object_agg(name, coalesce((s.state #>> array['counts', name])::bigint, 0)
                                           + coalesce((${JSON.stringify(added)}::jsonb ->> name)::int, 0))
               from unnest(array['mails', 'bounces', 'complaints', 'unsubscribes', 'ignored', 'unread']) as name))
     where s.sandbox_id = ${sandboxId} and s.id = ${id}
       and (${lease?.fence ?? null}::int is null or s.fence = ${lease?.fence ?? null}::int)`.execute(db)
  return (numAffectedRows ?? 0n) > 0n
}

export async function remove(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('feedbackSource')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/**
 * Leases mailboxes that are due, each to one worker until that instant; those of dead workers are taken over. Whoever
 * held it before has an older fence.
 */
export async function claimMailboxes(
  db: Db,
  { now, until, limit }: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<SourceRow[]> {
  const { rows } = await sql<{ sandboxId: number; id: string }>`
    with due as (
      select sandbox_id, id from feedback_source
       where kind in ('imap', 'pop3') and active and due_at <= ${now}
         and (leased_until is null or leased_until <= ${now})
       order by due_at limit ${limit} for update skip locked
    )
    update feedback_source s set leased_until = ${until}, fence = s.fence + 1
      from due where s.sandbox_id = due.sandbox_id and s.id = due.id
    returning s.sandbox_id, s.id`.execute(db)
  const found = await Promise.all(rows.map(({ sandboxId, id }) => find(db, sandboxId, id)))
  return found.flatMap((row) => row ?? [])
}

/** Prolongs a lease; false when it is lost. */
export async function renewMailbox(db: Db, row: SourceRow, until: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('feedbackSource')
    .set({ leasedUntil: until })
    .where('sandboxId', '=', row.sandboxId)
    .where('id', '=', row.id)
    .where('fence', '=', row.fence)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends a lease: what came of the reading, and when the next one is due. Nothing when the lease is lost. */
export const settleMailbox = (
  db: Db,
  row: SourceRow,
  {
    at,
    dueAt,
    problem,
    failures,
  }: { at: Date | null; dueAt: Date; problem: string | null; failures: number },
) =>
  db
    .updateTable('feedbackSource')
    .set({
      dueAt,
      leasedUntil: null,
      state: sql<string>`state || ${JSON.stringify({ problem, failures, ...(at && { at: at.toISOString() }) })}::jsonb`,
    })
    .where('sandboxId', '=', row.sandboxId)
    .where('id', '=', row.id)
    .where('fence', '=', row.fence)
    .execute()

/** Writes down up to where a mailbox was read, where no mail says it with its own. */
export const placeMailbox = (db: Db, row: SourceRow, place: Place) =>
  db
    .updateTable('feedbackSource')
    .set({ state: sql<string>`state || ${JSON.stringify({ place })}::jsonb` })
    .where('sandboxId', '=', row.sandboxId)
    .where('id', '=', row.id)
    .where('fence', '=', row.fence)
    .execute()

/** Of these ids of mails those that were read before. Forgets the others, which are no longer in the mailbox. */
export async function knownMails(db: Db, row: SourceRow, uids: readonly string[]): Promise<Set<string>> {
  await sql`
    delete from mailbox_mail
     where sandbox_id = ${row.sandboxId} and source_id = ${row.id} and uid <> all(${uids}::text[])`.execute(
    db,
  )
  return mailsRead(db, row)
}

/** Ids of the mails that were read and stay in the mailbox. */
export async function mailsRead(db: Db, row: Pick<SourceRow, 'sandboxId' | 'id'>): Promise<Set<string>> {
  const rows = await db
    .selectFrom('mailboxMail')
    .select('uid')
    .where('sandboxId', '=', row.sandboxId)
    .where('sourceId', '=', row.id)
    .execute()
  return new Set(rows.map(({ uid }) => uid))
}

/** Notes that a mail was read and stays in the mailbox. */
export const rememberMail = (db: Db, row: Pick<SourceRow, 'sandboxId' | 'id'>, uid: string) =>
  db
    .insertInto('mailboxMail')
    .values({ sandboxId: row.sandboxId, sourceId: row.id, uid })
    .onConflict((on) => on.doNothing())
    .execute()
