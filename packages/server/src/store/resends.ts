import { notReached, type ResendGroup } from '@chappe/core/campaign/resend'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import { batchSize } from './expansion.ts'
import type { OccurrenceRow } from './occurrences.ts'

/** An occurrence and all that was resent of it. */
const family = (rootId: string) =>
  sql`family as (select id, number from occurrence where id = ${rootId}::uuid or resends_id = ${rootId}::uuid)`

/**
 * Messages that did not reach their people, one for each person and action, as it last went: none of the family reached
 * them, may yet, or was left out by a rule since. A profile that is no more is left out; one that was merged is the
 * person that it became.
 */
const unreached = (sandboxId: number, rootId: string) => sql`
  ${family(rootId)},
  meant as (
    select coalesce(m.profile_id, m.recipient_id) as person, f.number, m.action, m.variant, m.status, m.failure,
           m.reason, m.address, m.status = 'excluded' and m.reason = any(${[...notReached]}::text[]) as late
      from message m join family f on f.id = m.occurrence_id
  ),
  latest as (
    select distinct on (person, action) person, number, action, variant,
           lower(address) as address, split_part(lower(address), '@', 2) as domain,
           case when bool_or(status = 'uncertain') over (partition by person, action) then 'uncertain'
                else coalesce(failure, 'not_reached') end as "group",
           case when status = 'uncertain' then '' else coalesce(reason, '') end as reason
      from meant where status in ('failed', 'uncertain') or late
     order by person, action, number desc
  ),
  unreached as (
    select * from latest l
     where not exists (
             select from meant m
              where m.person = l.person and m.action = l.action
                and (m.status in ('sent', 'pending', 'deferred')
                     or (m.status = 'excluded' and not late and m.number > l.number)))
       and exists (select from profile p where p.sandbox_id = ${sandboxId} and p.id = l.person)
  )`

export interface Unreached {
  readonly group: ResendGroup
  readonly reason: string
  readonly count: number
  readonly suppressed: number
}

/** How many messages did not reach their people, and why. */
export async function counts(db: Db, sandboxId: number, rootId: string): Promise<Unreached[]> {
  const { rows } = await sql<Unreached>`
    with ${unreached(sandboxId, rootId)}
    select "group", reason, count(*) as count,
           count(*) filter (where exists (
             select from suppression s
              where s.sandbox_id = ${sandboxId} and s.value in (u.address, u.domain))) as suppressed
      from unreached u group by 1, 2 order by 3 desc, 2`.execute(db)
  return rows
}

export interface Family {
  /** Number of the newest of the family. */
  readonly newest: number
  /** The one that is planned or being sent. */
  readonly running: { readonly id: string; readonly number: number } | null
}

export async function familyOf(db: Db, rootId: string): Promise<Family> {
  const { rows } = await sql<{ id: string; number: number; open: boolean }>`
    select id, number, status in ('planned', 'sending') as open from occurrence
     where id = ${rootId}::uuid or resends_id = ${rootId}::uuid order by number desc`.execute(db)
  return { newest: rows[0]!.number, running: rows.find(({ open }) => open) ?? null }
}

/** Writes down that an occurrence is to be resent; the caller holds the campaign. Answers its number. */
export async function plan(
  db: Db,
  root: OccurrenceRow,
  { id, version, at, askedBy }: { id: string; version: number; at: Date; askedBy: string },
): Promise<number> {
  const { sandboxId, campaignId } = root
  const { rows } = await sql<{ number: number }>`
    with counted as (
      update campaign set occurrences = occurrences + 1
       where sandbox_id = ${sandboxId} and id = ${campaignId}::uuid returning occurrences
    )
    insert into occurrence (sandbox_id, id, campaign_id, number, version, planned_at, status, kind, resends_id, asked_by)
    select ${sandboxId}, ${id}::uuid, ${campaignId}::uuid, occurrences, ${version}, ${at}, 'planned', 'resend',
           ${root.id}::uuid, ${askedBy}
      from counted
    returning number`.execute(db)
  return rows[0]!.number
}

/** What the messages say that did not reach their people, each variant once; nothing when all of them did. */
export async function variants(
  db: Db,
  sandboxId: number,
  rootId: string,
  groups: readonly ResendGroup[],
): Promise<(string | null)[]> {
  const { rows } = await sql<{ variant: string | null }>`
    with ${unreached(sandboxId, rootId)}
    select distinct variant from unreached where "group" = any(${groups}::text[])`.execute(db)
  return rows.map(({ variant }) => variant)
}

export interface Resending {
  readonly occurrence: Pick<OccurrenceRow, 'id' | 'sandboxId' | 'campaignId' | 'version'>
  readonly rootId: string
  readonly groups: readonly ResendGroup[]
  /** Message ids are this id with their place, counted from 0, in its last eight digits. */
  readonly firstId: string
  readonly size?: number
  /** Domains whose people have batches of their own, and of which size. */
  readonly domains?: readonly { readonly domain: string; readonly size: number }[]
}

/** Cuts those whom an occurrence did not reach into held batches, in one statement. Answers how many messages. */
export async function expand(
  db: Db,
  { occurrence, rootId, groups, firstId, size = batchSize, domains = [] }: Resending,
): Promise<number> {
  const { id, sandboxId, campaignId, version } = occurrence
  const idOf = (place: 'min' | 'max') =>
    sql`(${firstId.slice(0, -8)}::text || lpad(to_hex(${sql.raw(place)}(place)), 8, '0'))::uuid`
  const { rows } = await sql<{ messages: number }>`
    with ${unreached(sandboxId, rootId)},
    placed as (
      select u.person, u.action, u.variant, d.domain, d.size
        from unreached u
        left join unnest(${domains.map(({ domain }) => domain)}::text[], ${domains.map((d) => d.size)}::int[])
               as d(domain, size) on d.domain = u.domain
       where u."group" = any(${groups}::text[])
    ), numbered as (
      select person, action, variant, domain,
             row_number() over (order by action, variant, domain, person) - 1 as place,
             (row_number() over (partition by action, variant, domain order by person) - 1)
               / coalesce(size, ${size}::int) as page
        from placed
    ), made as (
      insert into batch (sandbox_id, campaign_id, version, lane, kind, size, first_id, last_id, profile_ids,
                         occurrence_id, wave, domain, action, variant, due_at)
      select ${sandboxId}, ${campaignId}::uuid, ${version}, 'marketing', 'recipients', count(*), ${idOf('min')},
             ${idOf('max')}, array_agg(person order by place), ${id}::uuid, 1, domain, action, variant, 'infinity'
        from numbered group by action, variant, domain, page order by min(place)
      returning size
    )
    select coalesce(sum(size), 0)::bigint as messages from made`.execute(db)
  return rows[0]!.messages
}
