import type { Scope } from '@chappe/core/access/scopes'
import { actionsFrom } from '@chappe/core/campaign/commands'
import {
  type CampaignAction,
  type CampaignStatus,
  campaignLifecycle,
  campaignStatuses,
  type ReturnStatus,
  returnsTo,
} from '@chappe/core/campaign/lifecycle'
import type { CampaignKind, Category, Channel } from '@chappe/core/campaign/schema'
import { isUuid } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable, type UpdateObject } from 'kysely'
import type { Db } from './db.ts'
import { forget } from './fragment-uses.ts'
import { stopResends } from './occurrences.ts'
import type { CampaignTable, Tables } from './tables.ts'

export interface CampaignRow
  extends Omit<Selectable<CampaignTable>, 'kind' | 'category' | 'channel' | 'status' | 'returnsTo'> {
  readonly kind: CampaignKind
  readonly category: Category
  readonly channel: Channel
  readonly status: CampaignStatus
  readonly returnsTo: ReturnStatus | null
}

/** Who did something, for the record, and when. */
export interface By {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly at: Date
}

export interface Page {
  readonly limit: number
  readonly offset: number
}

const dayInMilliseconds = 86_400_000

const one = (db: Db, sandboxId: number, id: string) =>
  db
    .selectFrom('campaign')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('purging', '=', false)

export const notFound = () =>
  new Problem('campaign/not-found', 'No campaign of this sandbox has this id. It may have been deleted.')

/** Undefined when the sandbox has none of this id. */
export const find = (db: Db, sandboxId: number, id: string): Promise<CampaignRow | undefined> =>
  one(db, sandboxId, id).$castTo<CampaignRow>().executeTakeFirst()

export async function get(db: Db, sandboxId: number, id: string): Promise<CampaignRow> {
  const row = await find(db, sandboxId, id)
  if (!row) throw notFound()
  return row
}

/** The campaign of this key, or else the one that has it as its id. */
export async function findByKey(db: Db, sandboxId: number, key: string): Promise<CampaignRow | undefined> {
  const row = await db
    .selectFrom('campaign')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('externalKey', '=', key)
    .where('purging', '=', false)
    .$castTo<CampaignRow>()
    .executeTakeFirst()
  return row ?? (isUuid(key) ? find(db, sandboxId, key) : undefined)
}

/**
 * Holds the campaign until the end of the transaction. Whatever changes a campaign together with its versions
 * begins here, so that such changes come one after the other and each sees what the one before it left. Rows that
 * refer to it (its log, its occurrences) do not wait.
 */
export async function hold(db: Db, sandboxId: number, id: string): Promise<CampaignRow> {
  const row = await one(db, sandboxId, id).forNoKeyUpdate().$castTo<CampaignRow>().executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** The text as a pattern of LIKE that matches nothing but itself. */
export const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Whether a column holds the text, whatever its capitals, accents and apostrophes. */
export const holds = (column: 'name' | 'folded_name', text: string) => {
  const folded = column === 'name' ? sql`folded(name)` : sql.ref(column)
  return sql<boolean>`${folded} like folded(${`%${literally(text)}%`})`
}

export const namesLike = async (db: Db, sandboxId: number, beginning: string): Promise<string[]> =>
  (
    await db
      .selectFrom('campaign')
      .select('name')
      .where('sandboxId', '=', sandboxId)
      .where('name', 'like', `${literally(beginning)}%`)
      // Says nothing more, and has an index.
      .where('foldedName', 'like', sql<string>`folded(${`${literally(beginning)}%`})`)
      .execute()
  ).map(({ name }) => name)

/** Throws campaign/key-taken. */
export const insert = (db: Db, values: Insertable<CampaignTable>): Promise<CampaignRow> =>
  db
    .insertInto('campaign')
    .values(values)
    .returningAll()
    .$castTo<CampaignRow>()
    .executeTakeFirstOrThrow()
    .catch(refuseTakenKey)

function refuseTakenKey(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code !== '23505' || constraint !== 'campaign_external_key') throw error
  throw new Problem('campaign/key-taken', 'Another campaign of this sandbox has this key.', {
    errors: [{ pointer: '/key', detail: 'Is taken' }],
  })
}

export const lastChange = ({ id, name, at }: By) => ({ modifiedAt: at, modifiedBy: name, modifiedById: id })

/** Writes the values and counts the revision on; the caller holds the campaign. Throws campaign/key-taken. */
export const change = (
  db: Db,
  { sandboxId, id }: Pick<CampaignRow, 'sandboxId' | 'id'>,
  values: Updateable<CampaignTable>,
  by: By,
): Promise<CampaignRow> =>
  db
    .updateTable('campaign')
    .set({ ...values, revision: sql`revision + 1`, ...lastChange(by) })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .returningAll()
    .$castTo<CampaignRow>()
    .executeTakeFirstOrThrow()
    .catch(refuseTakenKey)

/** Says who changed a version of the campaign and when, without a new revision of the campaign itself. */
export const touch = (
  db: Db,
  { sandboxId, id }: Pick<CampaignRow, 'sandboxId' | 'id'>,
  by: By,
  window: { startAt?: Date | null; endAt?: Date | null } = {},
) =>
  db
    .updateTable('campaign')
    .set({ ...window, ...lastChange(by) })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

/** Of these campaigns moves those that are where the action begins, in one guarded statement; answers them. */
const moved = (
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  action: CampaignAction,
  by: By,
  values: UpdateObject<Tables, 'campaign', 'campaign'> = {},
): Promise<CampaignRow[]> => {
  const { from, to } = campaignLifecycle.table[action]
  return db
    .updateTable('campaign')
    .set({ status: to, ...values, revision: sql`revision + 1`, ...lastChange(by) })
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('purging', '=', false)
    .where('status', 'in', from)
    .returningAll()
    .$castTo<CampaignRow>()
    .execute()
}

/**
 * Moves a campaign along its lifecycle in one guarded statement, so two people (or a person and the clock) can
 * race and exactly one of them wins. `values` are written with the move.
 *
 * Throws campaign/not-found, or campaign/illegal-transition with what this actor could do instead.
 */
export async function transition(
  db: Db,
  sandboxId: number,
  id: string,
  action: CampaignAction,
  by: By,
  values: UpdateObject<Tables, 'campaign', 'campaign'> = {},
): Promise<CampaignRow> {
  const [row] = await moved(db, sandboxId, [id], action, by, values)
  return row ?? refuse(db, sandboxId, id, action, by)
}

/** Says why a campaign was not moved. Throws campaign/not-found, campaign/illegal-transition. */
export async function refuse(db: Db, sandboxId: number, id: string, words: string, by: By): Promise<never> {
  throw illegal(await get(db, sandboxId, id), words, by)
}

export const illegal = ({ kind, status }: Pick<CampaignRow, 'kind' | 'status'>, action: string, by: By) =>
  new Problem(
    'campaign/illegal-transition',
    `A campaign that is ${spoken[status]} cannot ${done[action] ?? action}.`,
    {
      campaignStatus: status,
      allowed: actionsFrom({ kind, status }, by.scopes),
    },
  )

/** What is done to a campaign, as it is said of it. */
const done: Readonly<Record<string, string>> = {
  submit: 'be submitted',
  withdraw: 'be withdrawn',
  reject: 'be rejected',
  schedule: 'be scheduled',
  start: 'be started',
  pause: 'be paused',
  resume: 'be resumed',
  stop: 'be stopped',
  archive: 'be archived',
  unarchive: 'be taken out of the archive',
}

const spoken: Record<CampaignStatus, string> = {
  draft: 'a draft',
  in_review: 'in review',
  scheduled: 'scheduled',
  live: 'live',
  paused: 'paused',
  completed: 'completed',
  stopped: 'stopped',
  failed: 'failed',
  archived: 'archived',
}

/**
 * Ends those of these campaigns that run, for good, and with them what is being resent; answers them. Belongs in a
 * transaction.
 */
export async function stop(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  by: By,
): Promise<CampaignRow[]> {
  const rows = await moved(db, sandboxId, ids, 'stop', by, { endedAt: by.at, nextAt: null })
  await stopResends(
    db,
    sandboxId,
    rows.map(({ id }) => id),
    by.name,
  )
  return rows
}

/** Puts those of these campaigns into the archive that may go there, as `stop` where they run; answers them. */
export async function archive(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  by: By,
): Promise<CampaignRow[]> {
  const back = campaignStatuses.map(
    (status) => sql`when ${sql.lit(status)} then ${sql.lit(returnsTo(status))}`,
  )
  const rows = await moved(db, sandboxId, ids, 'archive', by, {
    archivedAt: by.at,
    returnsTo: sql<string>`case status ${sql.join(back, sql` `)} end`,
    nextAt: null,
    endedAt: sql<Date>`coalesce(ended_at, ${by.at}::timestamptz)`,
  })
  await stopResends(
    db,
    sandboxId,
    rows.map(({ id }) => id),
    by.name,
  )
  return rows
}

/**
 * Takes those of these campaigns out of the archive that are in it, each into the status that was written down when it
 * came there; answers them. Of what happens at once (two people, or the end of its time there) exactly one wins.
 */
export const unarchive = (
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  by: By,
): Promise<CampaignRow[]> =>
  moved(db, sandboxId, ids, 'unarchive', by, {
    status: sql<string>`returns_to`,
    returnsTo: null,
    archivedAt: null,
    // A draft has not ended.
    endedAt: sql<Date | null>`case when returns_to = 'draft' then null else ended_at end`,
  })

/** Deletes those of these campaigns that are drafts, with their versions; answers their ids. Belongs in a transaction. */
export async function removeDrafts(db: Db, sandboxId: number, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .deleteFrom('campaign')
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('status', '=', 'draft')
    .returning('id')
    .execute()
  const gone = rows.map(({ id }) => id)
  await forget(db, sandboxId, { kind: 'campaign', id: gone })
  return gone
}

/** The system's `begin`: scheduled campaigns whose start has come go live. Answers their ids. */
export const begin = (db: Db, now: Date): Promise<string[]> =>
  moveByDate(db, 'begin', sql`start_at <= ${now} and (end_at is null or end_at > ${now})`)

/** The system's `complete`: campaigns whose end has come are over. Answers their ids. */
export const complete = (db: Db, now: Date): Promise<string[]> =>
  moveByDate(db, 'complete', sql`end_at <= ${now} or ${throughFor3Days(now)}`, { endedAt: now })

/** A campaign that has no time left to be sent at is over three days after its activation, unless it is being sent. */
const throughFor3Days = (now: Date) => sql`(kind = 'action' and status = 'live' and next_at is null
  and activated_at <= ${new Date(now.getTime() - 3 * dayInMilliseconds)} and not exists (
    select from occurrence o where o.sandbox_id = campaign.sandbox_id and o.campaign_id = campaign.id
       and o.status in ('planned', 'sending')))`

/** The system's `fail`: a campaign that runs ends with the reason. */
export async function fail(db: Db, sandboxId: number, id: string, failure: string, at: Date): Promise<void> {
  const { from, to } = campaignLifecycle.table.fail
  await db
    .updateTable('campaign')
    .set({ status: to, failure, endedAt: at, nextAt: null, revision: sql`revision + 1` })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('status', 'in', from)
    .execute()
}

/** Not a modification: nobody edited anything, so neither the date nor the name of the last change moves. */
async function moveByDate(
  db: Db,
  action: 'begin' | 'complete',
  due: ReturnType<typeof sql>,
  values: Updateable<CampaignTable> = {},
): Promise<string[]> {
  const { from, to } = campaignLifecycle.table[action]
  const moved = await db
    .updateTable('campaign')
    .set({ ...values, status: to, revision: sql`revision + 1` })
    .where('status', 'in', from)
    .where(sql<boolean>`${due}`)
    .returning('id')
    .execute()
  return moved.map(({ id }) => id)
}
