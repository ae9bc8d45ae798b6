import { notReached, type ResendGroup } from '@chappe/core/campaign/resend'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import { batchSize } from './expansion.ts'
import type { OccurrenceRow } from './occurrences.ts'

/** The occurrence whose people are looked for. */
export interface Root extends Pick<OccurrenceRow, 'id' | 'sandboxId' | 'campaignId'> {
  /** Whoever another occurrence of the campaign has reached, or is to reach, needs it no more. */
  readonly evergreen: boolean
}

/** An occurrence and all that was resent of it. */
const family = ({ id }: Root) =>
  sql`family as (select id, number from occurrence where id = ${id}::uuid or resends_id = ${id}::uuid)`

const person = sql`coalesce(m.profile_id, m.recipient_id)`
const late = sql`m.status = 'excluded' and m.reason in (${sql.join(notReached.map((reason) => sql.lit(reason)))})`
/** An uncertain one that somebody has opened is not uncertain. */
const arrived = sql`m.status = 'sent' or m.opened_at is not null or m.clicked_at is not null`

/**
 * Messages that did not reach their people, one for each person and action, as it last went: none of the family reached
 * them, may yet, or was left out by a rule since. A profile that is no more is left out; one that was merged is the
 * person that it became.
 *
 * The few who were missed are found first: all others of the family are only compared with them.
 */
const unreached = (root: Root) => sql`
  ${family(root)},
  missed as (
    select ${person} as person, f.number, m.action, m.variant, m.status, m.failure, m.reason, m.address
      from message m join family f on f.id = m.occurrence_id
     where m.status in ('failed', 'uncertain') or ${late}
  ),
  latest as (
    select distinct on (person, action) person, number, action, variant,
           lower(address) as address, split_part(lower(address), '@', 2) as domain,
           case when bool_or(status = 'uncertain') over (partition by person, action) then 'uncertain'
                else coalesce(failure, 'not_reached') end as "group",
           case when status = 'uncertain' then '' else coalesce(reason, '') end as reason
      from missed order by person, action, number desc
  ),
  unreached as (
    select * from latest l
     where not exists (
             select from message m join family f on f.id = m.occurrence_id
              where ${person} = l.person and m.action = l.action
                and (${arrived} or m.status in ('pending', 'deferred')
                     or (m.status = 'excluded' and not (${late}) and f.number > l.number)))
       and exists (select from profile p where p.sandbox_id = ${root.sandboxId} and p.id = l.person)
       ${root.evergreen ? elsewhere(root) : sql``}
  )`

/** Nor do other occurrences of an evergreen campaign reach them; as it is asked when one of those begins. */
const elsewhere = ({ sandboxId, campaignId }: Root) => {
  const others = sql`
    o.sandbox_id = ${sandboxId} and o.campaign_id = ${campaignId}::uuid and o.id not in (select id from family)`
  return sql`
    and not exists (
      select from message m join occurrence o on o.id = m.occurrence_id
       where ${others} and ${person} = l.person and m.action = l.action
         and (${arrived} or m.status in ('pending', 'deferred', 'uncertain')))
    and not exists (
      select from (select unnest(b.profile_ids) as person, b.action from batch b
                     join occurrence o on o.id = b.occurrence_id
                    where ${others} and b.status <> 'done' and not b.expanded and b.reason is null) waiting
       where waiting.person = l.person and waiting.action = l.action)`
}

export interface Unreached {
  readonly group: ResendGroup
  readonly reason: string
  readonly count: number
  readonly suppressed: number
}

/** How many messages did not reach their people, and why. */
export async function counts(db: Db, root: Root): Promise<Unreached[]> {
  const { rows } = await sql<Unreached>`
    with ${unreached(root)}
    select "group", reason, count(*) as count,
           count(*) filter (where exists (
             select from suppression s
              where s.sandbox_id = ${root.sandboxId} and s.value in (u.address, u.domain)
                and (s.expires_at is null or s.expires_at > now()))) as suppressed
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
  root: Root,
  groups: readonly ResendGroup[],
): Promise<(string | null)[]> {
  const { rows } = await sql<{ variant: string | null }>`
    with ${unreached(root)}
    select distinct variant from unreached where "group" = any(${groups}::text[])`.execute(db)
  return rows.map(({ variant }) => variant)
}

export interface Resending {
  readonly occurrence: Pick<OccurrenceRow, 'id' | 'sandboxId' | 'campaignId' | 'version'>
  readonly root: Root
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
  { occurrence, root, groups, firstId, size = batchSize, domains = [] }: Resending,
): Promise<number> {
  const { id, sandboxId, campaignId, version } = occurrence
  const idOf = (place: 'min' | 'max') =>
    sql`(${firstId.slice(0, -8)}::text || lpad(to_hex(${sql.raw(place)}(place)), 8, '0'))::uuid`
  const { rows } = await sql<{ messages: number }>`
    with ${unreached(root)},
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
