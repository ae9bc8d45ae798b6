import type { Scope } from '@chappe/core/access/scopes'
import { actionsFrom } from '@chappe/core/campaign/commands'
import {
  archivedForDays,
  type CampaignAction,
  type CampaignStatus,
  campaignLifecycle,
} from '@chappe/core/campaign/lifecycle'
import type { CampaignKind, Category, Channel } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Db } from './db.ts'
import { forget } from './fragment-uses.ts'
import type { CampaignTable } from './tables.ts'

export interface CampaignRow
  extends Omit<Selectable<CampaignTable>, 'kind' | 'category' | 'channel' | 'status'> {
  readonly kind: CampaignKind
  readonly category: Category
  readonly channel: Channel
  readonly status: CampaignStatus
}

/** Who did something, for the record, and when. */
export interface By {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly at: Date
}

export interface CampaignFilter {
  readonly kind?: string | undefined
  readonly status?: readonly string[] | undefined
  readonly category?: readonly string[] | undefined
  readonly channel?: readonly string[] | undefined
  /** Any of these, whatever the case of their letters. */
  readonly tag?: readonly string[] | undefined
  /** Part of the name, whatever the case of its letters. */
  readonly search?: string | undefined
  readonly createdById?: string | undefined
  readonly createdFrom?: Date | undefined
  readonly createdTo?: Date | undefined
}

export interface Page {
  readonly limit: number
  readonly offset: number
}

const dayInMilliseconds = 86_400_000

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('campaign').selectAll().where('sandboxId', '=', sandboxId).where('id', '=', id)

const notFound = () =>
  new Problem('campaign/not-found', 'No campaign of this sandbox has this id. It may have been deleted.')

/** Undefined when the sandbox has none of this id. */
export const find = (db: Db, sandboxId: number, id: string): Promise<CampaignRow | undefined> =>
  one(db, sandboxId, id).$castTo<CampaignRow>().executeTakeFirst()

export async function get(db: Db, sandboxId: number, id: string): Promise<CampaignRow> {
  const row = await find(db, sandboxId, id)
  if (!row) throw notFound()
  return row
}

/**
 * Holds the campaign until the end of the transaction. Whatever changes a campaign together with its versions
 * begins here, so that such changes come one after the other and each sees what the one before it left.
 */
export async function hold(db: Db, sandboxId: number, id: string): Promise<CampaignRow> {
  const row = await one(db, sandboxId, id).forUpdate().$castTo<CampaignRow>().executeTakeFirst()
  if (!row) throw notFound()
  return row
}

const filtered = (db: Db, sandboxId: number, filter: CampaignFilter) =>
  db
    .selectFrom('campaign')
    .where('sandboxId', '=', sandboxId)
    .$if(filter.kind !== undefined, (q) => q.where('kind', '=', filter.kind!))
    .$if(filter.status !== undefined, (q) => q.where('status', 'in', filter.status!))
    .$if(filter.category !== undefined, (q) => q.where('category', 'in', filter.category!))
    .$if(filter.channel !== undefined, (q) => q.where('channel', 'in', filter.channel!))
    .$if(filter.tag !== undefined, (q) => q.where(carriesOneOf(filter.tag!)))
    .$if(filter.search !== undefined, (q) => q.where('name', 'ilike', `%${literally(filter.search!)}%`))
    .$if(filter.createdById !== undefined, (q) => q.where('createdById', '=', filter.createdById!))
    .$if(filter.createdFrom !== undefined, (q) => q.where('createdAt', '>=', filter.createdFrom!))
    .$if(filter.createdTo !== undefined, (q) => q.where('createdAt', '<', filter.createdTo!))

const carriesOneOf = (tags: readonly string[]) =>
  sql<boolean>`exists (select from unnest(tags) as t where lower(t) = any(${tags.map((tag) => tag.toLowerCase())}))`

/** The text as a pattern of LIKE that matches nothing but itself. */
export const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&')

// In the order of a campaign's life, which is not that of the alphabet.
const statusOrder = sql`array_position(array['draft', 'in_review', 'scheduled', 'live', 'paused', 'completed',
  'stopped', 'failed', 'archived'], status)`
const sorts = {
  name: sql`lower(name)`,
  status: statusOrder,
  startAt: sql`start_at`,
  createdAt: sql`created_at`,
  modifiedAt: sql`modified_at`,
  activatedAt: sql`activated_at`,
}
export type CampaignSort = keyof typeof sorts
const mayLack: readonly CampaignSort[] = ['startAt', 'activatedAt']

/** One page, and how many there are on all pages. Campaigns without the date that is sorted by come last. */
export async function list(
  db: Db,
  sandboxId: number,
  filter: CampaignFilter,
  { sort, order, limit, offset }: Page & { sort: CampaignSort; order: 'asc' | 'desc' },
): Promise<{ rows: CampaignRow[]; total: number }> {
  const matching = filtered(db, sandboxId, filter)
  const rows = await matching
    .selectAll()
    .orderBy(sorts[sort], (by) => {
      const ordered = order === 'asc' ? by.asc() : by.desc()
      return mayLack.includes(sort) ? ordered.nullsLast() : ordered
    })
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .$castTo<CampaignRow>()
    .execute()
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** Tags that differ in the case of their letters only are one tag, written as its first campaign has it. */
export async function tags(db: Db, sandboxId: number): Promise<{ tag: string; campaigns: number }[]> {
  const { rows } = await sql<{ tag: string; campaigns: number }>`
    select (array_agg(t.tag order by c.created_at, c.id))[1] as tag, count(*) as campaigns
      from campaign c cross join unnest(c.tags) as t(tag)
     where c.sandbox_id = ${sandboxId}
     group by lower(t.tag)
     order by lower(t.tag)`.execute(db)
  return rows
}

export const namesLike = async (db: Db, sandboxId: number, beginning: string): Promise<string[]> =>
  (
    await db
      .selectFrom('campaign')
      .select('name')
      .where('sandboxId', '=', sandboxId)
      .where('name', 'like', `${literally(beginning)}%`)
      .execute()
  ).map(({ name }) => name)

export const insert = (db: Db, values: Insertable<CampaignTable>): Promise<CampaignRow> =>
  db.insertInto('campaign').values(values).returningAll().$castTo<CampaignRow>().executeTakeFirstOrThrow()

/** Writes the values and counts the revision on; the caller holds the campaign. */
export const change = (
  db: Db,
  { sandboxId, id }: Pick<CampaignRow, 'sandboxId' | 'id'>,
  values: Updateable<CampaignTable>,
  by: By,
): Promise<CampaignRow> =>
  db
    .updateTable('campaign')
    .set({ ...values, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .returningAll()
    .$castTo<CampaignRow>()
    .executeTakeFirstOrThrow()

/** Says who changed a version of the campaign and when, without a new revision of the campaign itself. */
export const touch = (
  db: Db,
  { sandboxId, id }: Pick<CampaignRow, 'sandboxId' | 'id'>,
  by: By,
  window: { startAt?: Date | null; endAt?: Date | null } = {},
) =>
  db
    .updateTable('campaign')
    .set({ ...window, modifiedAt: by.at, modifiedBy: by.name })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

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
  values: Updateable<CampaignTable> = {},
): Promise<CampaignRow> {
  const { from, to } = campaignLifecycle.table[action]
  const moved = await db
    .updateTable('campaign')
    .set({ ...values, status: to, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .$castTo<CampaignRow>()
    .executeTakeFirst()
  if (moved) return moved
  throw illegal(await get(db, sandboxId, id), action, by)
}

export const illegal = ({ kind, status }: Pick<CampaignRow, 'kind' | 'status'>, action: string, by: By) =>
  new Problem('campaign/illegal-transition', `A campaign that is ${spoken[status]} cannot ${action}.`, {
    campaignStatus: status,
    allowed: actionsFrom({ kind, status }, by.scopes),
  })

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

/** Deletes a draft with its version; answers false when it is not a draft (any more). */
export async function removeDraft(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('campaign')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('status', '=', 'draft')
    .executeTakeFirst()
  if (numDeletedRows === 0n) return false
  await forget(db, sandboxId, { kind: 'campaign', id })
  return true
}

/** The system's `begin`: scheduled campaigns whose start has come go live. Answers their ids. */
export const begin = (db: Db, now: Date): Promise<string[]> =>
  moveByDate(db, 'begin', sql`start_at <= ${now} and (end_at is null or end_at > ${now})`)

/** The system's `complete`: campaigns whose end has come are over. Answers their ids. */
export const complete = (db: Db, now: Date): Promise<string[]> =>
  moveByDate(db, 'complete', sql`end_at <= ${now} or ${sentFor3Days(now)}`, { endedAt: now })

/** A campaign that was sent as often as its schedule says is over three days after its activation (spec section 2.2). */
const sentFor3Days = (
  now: Date,
) => sql`(kind = 'action' and status = 'live' and next_at is null and occurrences > 0
  and activated_at <= ${new Date(now.getTime() - 3 * dayInMilliseconds)} and not exists (
    select from occurrence o where o.sandbox_id = campaign.sandbox_id and o.campaign_id = campaign.id
       and o.status in ('planned', 'sending')))`

/** The system's `fail`: a campaign that runs ends with the reason. */
export async function fail(db: Db, sandboxId: number, id: string, failure: string, at: Date): Promise<void> {
  const { from, to } = campaignLifecycle.table.fail
  await db
    .updateTable('campaign')
    .set({ status: to, failure, endedAt: at, revision: sql`revision + 1` })
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

/**
 * Deletes archived campaigns 30 days after their last modification, with everything that belongs to them, at most
 * `chunk` messages per statement. Answers how many campaigns are gone for good; calling it again after a crash
 * goes on where it stopped.
 */
export async function purge(db: Db, now: Date, { chunk = 5_000 } = {}): Promise<number> {
  const limit = new Date(now.getTime() - archivedForDays * dayInMilliseconds)
  const due = await db
    .selectFrom('campaign')
    .select(['sandboxId', 'id'])
    .where('status', '=', 'archived')
    .where('modifiedAt', '<=', limit)
    .orderBy('modifiedAt')
    .limit(100)
    .execute()
  for (const { sandboxId, id } of due) {
    while ((await purgeMessages(db, sandboxId, id, chunk)) > 0);
    while ((await purgeExecutions(db, sandboxId, id, chunk)) > 0);
    for (const table of ['batch', 'tallyDelta', 'tally'] as const)
      await db.deleteFrom(table).where('sandboxId', '=', sandboxId).where('campaignId', '=', id).execute()
    await forget(db, sandboxId, { kind: 'campaign', id })
    await db.deleteFrom('campaign').where('sandboxId', '=', sandboxId).where('id', '=', id).execute()
  }
  return due.length
}

async function purgeMessages(db: Db, sandboxId: number, campaignId: string, chunk: number): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    with gone as (
      delete from message where id in (
        select id from message where sandbox_id = ${sandboxId} and campaign_id = ${campaignId} limit ${chunk})
      returning id
    ), events as (
      delete from event where message_id in (select id from gone)
    )
    select count(*) as gone from gone`.execute(db)
  return rows[0]!.gone
}

async function purgeExecutions(
  db: Db,
  sandboxId: number,
  campaignId: string,
  chunk: number,
): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    with gone as (
      delete from execution where id in (
        select id from execution where sandbox_id = ${sandboxId} and campaign_id = ${campaignId} limit ${chunk})
      returning id
    )
    select count(*) as gone from gone`.execute(db)
  return rows[0]!.gone
}
