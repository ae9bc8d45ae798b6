import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import type { CampaignKind, Category, Channel } from '@chappe/core/campaign/schema'
import { Definition } from '@chappe/core/campaign/schema'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from './db.ts'
import type { OccurrenceRow } from './occurrences.ts'

/** What a calendar has to know of a definition: not its contents, which are large. */
const Timing = Definition.pick({ trigger: true, waves: true, pace: true, audience: true, schedule: true })
export type Timing = z.infer<typeof Timing>

export interface CalendarFilter {
  readonly status: readonly CampaignStatus[]
  readonly kind?: readonly CampaignKind[] | undefined
  readonly channel?: readonly Channel[] | undefined
  /** Any of these, whatever the case of their letters. */
  readonly tag?: readonly string[] | undefined
}

export interface Window {
  readonly from: Date
  readonly to: Date
}

export interface CalendarCampaign {
  readonly id: string
  readonly kind: CampaignKind
  readonly category: Category
  readonly channel: Channel
  readonly name: string
  readonly tags: string[]
  readonly status: CampaignStatus
  readonly liveVersion: number | null
  readonly nextAt: Date | null
  readonly startAt: Date | null
  readonly endAt: Date | null
  readonly activatedAt: Date | null
  readonly endedAt: Date | null
  readonly modifiedAt: Date
  /** The version shown: the live one, or the draft while there is none. */
  readonly version: number
  readonly revision: number
  readonly timing: Timing
  readonly audienceName: string | null
  /** People in the audience when it was last evaluated, and in the last occurrence. */
  readonly members: number | null
  readonly lastTargeted: number | null
}

// A send goes on over warm-ups and daily windows; what began earlier than this is over, or is not looked for.
const longestSend = '100 days'

/**
 * The campaigns that may have something between the two instants, `limit` at most: those with a schedule first. Each
 * part of the question has an index, so it costs what is found, however many campaigns there are.
 */
export async function campaigns(
  db: Db,
  sandboxId: number,
  { from, to }: Window,
  { status, kind, channel, tag }: CalendarFilter,
  limit: number,
): Promise<CalendarCampaign[]> {
  const tags = tag?.map((one) => one.toLowerCase())
  const oneOf = (column: string, values: readonly string[] | undefined) =>
    values === undefined ? sql`` : sql` and ${sql.ref(column)} = any(${values})`
  const asked = sql`${oneOf('c.kind', kind)}${oneOf('c.channel', channel)}${
    tags === undefined ? sql`` : sql` and exists (select from unnest(c.tags) t where lower(t) = any(${tags}))`
  }`
  const wanted = (...some: readonly CampaignStatus[]) => some.filter((one) => status.includes(one))
  const active = wanted('scheduled', 'live', 'paused')
  const drafted = wanted('draft', 'in_review')
  const called = wanted('scheduled', 'live', 'completed', 'stopped', 'failed')
  const earliest = sql`${from}::timestamptz - ${longestSend}::interval`
  // What is sent comes before what is called, and what is active before drafts: of too much the rest is left out. The
  // parts that many may be in leave out by the same order already, as far as an index has it.
  const order = sql`c.kind, c.live_version is null, coalesce(c.next_at, c.start_at, c.activated_at), c.id`
  const parts = [
    sql`select campaign_id as id from occurrence
         where sandbox_id = ${sandboxId} and planned_at < ${to} and planned_at >= ${earliest}
           and coalesce(finished_at, 'infinity') >= ${from}`,
    ...(active.length === 0
      ? []
      : [
          sql`select c.id from campaign c
               where c.sandbox_id = ${sandboxId} and c.next_at < ${to} and c.status = any(${active})${asked}
               order by c.kind, c.next_at, c.id limit ${limit}`,
        ]),
    ...(drafted.length === 0
      ? []
      : [
          sql`select id from campaign
               where sandbox_id = ${sandboxId} and status = any(${drafted})
                 and start_at < ${to} and start_at >= ${earliest}`,
          sql`select c.id from campaign_version v
                join campaign c on c.sandbox_id = v.sandbox_id and c.id = v.campaign_id and c.draft_version = v.number
               where v.sandbox_id = ${sandboxId} and v.state = 'draft'
                 and v.definition #>> '{trigger,kind}' = 'recurring'
                 and c.status = any(${drafted}) and c.start_at < ${to}`,
        ]),
    ...(called.length === 0 || kind?.includes('api_triggered') === false
      ? []
      : [
          sql`select c.id from campaign c
               where c.sandbox_id = ${sandboxId} and c.kind = 'api_triggered' and c.status = any(${called})
                 and coalesce(c.start_at, c.activated_at) < ${to}
                 and least(coalesce(c.end_at, 'infinity'), coalesce(c.ended_at, 'infinity')) > ${from}${asked}
               order by coalesce(c.next_at, c.start_at, c.activated_at), c.id limit ${limit}`,
        ]),
  ].map((part) => sql`(${part})`)
  const { rows } = await sql<Omit<CalendarCampaign, 'timing'> & { timing: Record<string, unknown> }>`
    with found as (${sql.join(parts, sql` union `)}), chosen as (
      select c.* from campaign c
       where c.sandbox_id = ${sandboxId} and c.id = any(array(select id from found))
         and c.status = any(${status})${asked}
       order by ${order} limit ${limit}
    )
    select c.id, c.kind, c.category, c.channel, c.name, c.tags, c.status, c.live_version, c.next_at, c.start_at,
           c.end_at, c.activated_at, c.ended_at, c.modified_at, v.number as version, v.revision,
           a.name as audience_name, a.members, last.targeted as last_targeted,
           jsonb_build_object('trigger', d -> 'trigger', 'waves', d -> 'waves', 'pace', d -> 'pace',
             'audience', d -> 'audience', 'schedule', d -> 'schedule') as timing
      from chosen c
      join campaign_version v on v.sandbox_id = c.sandbox_id and v.campaign_id = c.id
       and v.number = coalesce(c.live_version, c.draft_version)
     -- Contents make a definition large: it is unpacked once, not for each part of it.
     cross join lateral (select v.definition || '{}' as d offset 0) unpacked
      left join audience a on a.sandbox_id = c.sandbox_id and a.id = (d #>> '{audience,id}')::uuid
      left join lateral (select targeted from occurrence o
                          where o.sandbox_id = c.sandbox_id and o.campaign_id = c.id and o.started_at is not null
                            and o.kind = 'slot' order by number desc limit 1) last on true
     order by ${order}`.execute(db)
  return rows.map((row) => ({ ...row, timing: timingOf(row.timing) }))
}

/** Parts that an older definition lacks are null here, and are left to their defaults. */
const timingOf = (parts: Record<string, unknown>): Timing =>
  Timing.parse(Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null)))

export type CalendarOccurrence = Pick<
  OccurrenceRow,
  | 'id'
  | 'campaignId'
  | 'number'
  | 'version'
  | 'kind'
  | 'plannedAt'
  | 'status'
  | 'targeted'
  | 'startedAt'
  | 'finishedAt'
>

/** What was begun of these campaigns and touches the window, by its time, `limit` at most. */
export async function occurrences(
  db: Db,
  sandboxId: number,
  campaignIds: readonly string[],
  { from, to }: Window,
  limit: number,
): Promise<CalendarOccurrence[]> {
  const { rows } = await sql<CalendarOccurrence>`
    select id, campaign_id, number, version, kind, planned_at, status, targeted, started_at, finished_at from occurrence
     where sandbox_id = ${sandboxId} and campaign_id = any(${campaignIds}::uuid[]) and planned_at < ${to}
       and planned_at >= ${from}::timestamptz - ${longestSend}::interval
       and coalesce(finished_at, 'infinity') >= ${from}
     order by planned_at, campaign_id, number limit ${limit}`.execute(db)
  return rows
}

/** How many messages these campaigns sent in each hour of the window in which there were some. */
export async function sentByHour(
  db: Db,
  sandboxId: number,
  campaignIds: readonly string[],
  { from, to }: Window,
): Promise<{ at: Date; people: number }[]> {
  const ours = sql`sandbox_id = ${sandboxId} and campaign_id = any(${campaignIds}::uuid[]) and metric = 'sent'
                   and hour >= ${from} and hour < ${to}`
  const { rows } = await sql<{ at: Date; people: number }>`
    select hour as at, sum(count)::bigint as people
      from (select hour, count from tally where ${ours} union all
            select hour, count from tally_delta where ${ours}) t
     group by hour having sum(count) > 0`.execute(db)
  return rows
}
