import { type CampaignStatus, campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { type CampaignRow, holds, type Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { Tables } from './tables.ts'

export interface CampaignFilter {
  readonly kind?: string | undefined
  readonly status?: readonly CampaignStatus[] | undefined
  readonly category?: readonly string[] | undefined
  readonly channel?: readonly string[] | undefined
  /** Any of these, whatever the case of their letters. */
  readonly tag?: readonly string[] | undefined
  readonly key?: readonly string[] | undefined
  /** Part of the name, whatever the case of its letters. */
  readonly search?: string | undefined
  /** In any of these folders; null: in none. */
  readonly folders?: readonly string[] | null | undefined
  readonly createdById?: string | undefined
  readonly createdFrom?: Date | undefined
  readonly createdTo?: Date | undefined
  /** Who changed it last. */
  readonly modifiedById?: string | undefined
  readonly modifiedFrom?: Date | undefined
  readonly modifiedTo?: Date | undefined
  /** Any of these is named by the version that counts. */
  readonly audience?: readonly string[] | undefined
  /** The version that counts sends by any of these. */
  readonly configuration?: readonly string[] | undefined
  readonly startFrom?: Date | undefined
  readonly startTo?: Date | undefined
  readonly endFrom?: Date | undefined
  readonly endTo?: Date | undefined
}

// By what a list shows of a campaign: its live version, or else its draft.
const counts = (versions: RawBuilder<unknown>) =>
  sql<boolean>`(id, coalesce(live_version, draft_version)) in (${versions})`
const naming = (sandboxId: number, audiences: readonly string[]) =>
  counts(sql`select campaign_id, version from audience_campaign
              where sandbox_id = ${sandboxId} and audience_id = any(${audiences}::uuid[])`)
const sendingBy = (sandboxId: number, configurations: readonly string[]) =>
  counts(sql`select campaign_id, number from campaign_version
              where sandbox_id = ${sandboxId} and state <> 'superseded'
                and configurations_of(definition) && ${configurations}::uuid[]`)
const ending = sql<Date>`coalesce(ended_at, end_at)`

// Every expression of a filter or an order has an index that says the same: 0008_campaigns.sql and
// 0011_inventory_filters.sql in db/migrations.
const filtered = (db: Db, sandboxId: number, filter: CampaignFilter) => {
  const { kind, status, category, channel, tag, search, folders } = filter
  const { createdById, createdFrom, createdTo, modifiedById, modifiedFrom, modifiedTo } = filter
  const { audience, configuration, startFrom, startTo, endFrom, endTo } = filter
  return db
    .selectFrom('campaign')
    .where('sandboxId', '=', sandboxId)
    .where('purging', '=', false)
    .$if(kind !== undefined, (q) => q.where('kind', '=', kind!))
    .$if(status !== undefined, (q) => q.where('status', 'in', status!))
    .$if(category !== undefined, (q) => q.where('category', 'in', category!))
    .$if(channel !== undefined, (q) => q.where('channel', 'in', channel!))
    .$if(tag !== undefined, (q) => q.where(sql<boolean>`in_lower_case(tags) && in_lower_case(${tag!})`))
    .$if(filter.key !== undefined, (q) => q.where('externalKey', 'in', filter.key!))
    .$if(search !== undefined, (q) => q.where(holds('folded_name', search!)))
    .$if(folders === null, (q) => q.where('folderId', 'is', null))
    .$if(Array.isArray(folders), (q) => q.where(sql<boolean>`folder_id = any(${folders}::uuid[])`))
    .$if(createdById !== undefined, (q) => q.where('createdById', '=', createdById!))
    .$if(createdFrom !== undefined, (q) => q.where('createdAt', '>=', createdFrom!))
    .$if(createdTo !== undefined, (q) => q.where('createdAt', '<', createdTo!))
    .$if(modifiedById !== undefined, (q) => q.where('modifiedById', '=', modifiedById!))
    .$if(modifiedFrom !== undefined, (q) => q.where('modifiedAt', '>=', modifiedFrom!))
    .$if(modifiedTo !== undefined, (q) => q.where('modifiedAt', '<', modifiedTo!))
    .$if(startFrom !== undefined, (q) => q.where('startAt', '>=', startFrom!))
    .$if(startTo !== undefined, (q) => q.where('startAt', '<', startTo!))
    .$if(endFrom !== undefined, (q) => q.where(ending, '>=', endFrom!))
    .$if(endTo !== undefined, (q) => q.where(ending, '<', endTo!))
    .$if(audience !== undefined, (q) => q.where(naming(sandboxId, audience!)))
    .$if(configuration !== undefined, (q) => q.where(sendingBy(sandboxId, configuration!)))
}

// In the order of a campaign's life, which is not that of the alphabet.
const statusOrder = sql<number>`array_position(array['draft', 'in_review', 'scheduled', 'live', 'paused', 'completed',
  'stopped', 'failed', 'archived'], status)`
const sorts = {
  name: sql`folded_name`,
  status: statusOrder,
  category: sql`category`,
  startAt: sql`start_at`,
  endAt: sql`end_at`,
  nextAt: sql`next_at`,
  createdAt: sql`created_at`,
  createdBy: sql`lower(created_by)`,
  modifiedAt: sql`modified_at`,
  modifiedBy: sql`lower(modified_by)`,
  activatedAt: sql`activated_at`,
}
export type CampaignSort = keyof typeof sorts

export interface Ordered {
  readonly sort: CampaignSort
  readonly order: 'asc' | 'desc'
}

const mayLack: readonly CampaignSort[] = ['startAt', 'endAt', 'nextAt', 'activatedAt']

/** What lacks the date that is sorted by comes last, whichever way; what is equal goes the way of its id. */
const inOrder = <O>(query: SelectQueryBuilder<Tables, 'campaign', O>, { sort, order }: Ordered) =>
  query
    .orderBy(sorts[sort], (by) => {
      const ordered = order === 'asc' ? by.asc() : by.desc()
      return mayLack.includes(sort) ? ordered.nullsLast() : ordered
    })
    .orderBy('id', order)

/** In the order of statuses, those before the first and after the last that are asked for need not be walked through. */
function between<O>(
  query: SelectQueryBuilder<Tables, 'campaign', O>,
  { status }: CampaignFilter,
  { sort }: Ordered,
) {
  if (sort !== 'status' || status === undefined || status.length === 0) return query
  const places = status.map((one) => campaignStatuses.indexOf(one) + 1)
  return query.where(statusOrder, '>=', Math.min(...places)).where(statusOrder, '<=', Math.max(...places))
}

/**
 * One page, and how many there are on all pages. Which campaigns are on the page is read from an index as far as one
 * goes; only those are looked at.
 */
export async function list(
  db: Db,
  sandboxId: number,
  filter: CampaignFilter,
  { limit, offset, ...ordered }: Page & Ordered,
): Promise<{ rows: CampaignRow[]; total: number }> {
  const matching = filtered(db, sandboxId, filter)
  const page = inOrder(between(matching, filter, ordered).select('id'), ordered)
    .limit(limit)
    .offset(offset)
  const [rows, { total }] = await Promise.all([
    inOrder(db.selectFrom('campaign').selectAll(), ordered)
      .where('sandboxId', '=', sandboxId)
      .where('id', 'in', page)
      .$castTo<CampaignRow>()
      .execute(),
    matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}

/** The ids of at most `limit` campaigns that match, newest first. */
export async function matching(
  db: Db,
  sandboxId: number,
  filter: CampaignFilter,
  limit: number,
): Promise<string[]> {
  const rows = await filtered(db, sandboxId, filter).select('id').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(({ id }) => id)
}

/**
 * Tags that differ in the case of their letters only are one tag, written as its first campaign has it: ids are in the
 * order of time, and the least of so many is found quicker than that of instants with ids.
 */
export async function tags(db: Db, sandboxId: number): Promise<{ tag: string; campaigns: number }[]> {
  const { rows } = await sql<{ tag: string; campaigns: number }>`
    select (array_agg(tag order by first))[1] as tag, sum(campaigns)::bigint as campaigns
      from (select t.tag, count(*) as campaigns, min(c.id::text collate "C") as first
              from campaign c cross join unnest(c.tags) as t(tag)
             where c.sandbox_id = ${sandboxId} and not c.purging
             group by t.tag) spelled
     group by lower(tag)
     order by lower(tag)`.execute(db)
  return rows
}
