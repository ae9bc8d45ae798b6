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

const person = sql`coalesce(m.profile_id, m.recipient_id)`
const missed = sql`
  (m.status in ('failed', 'uncertain')
   or (m.status = 'excluded' and m.reason in (${sql.join(notReached.map((reason) => sql.lit(reason)))})))`
/** It arrived, or may yet. An uncertain one that somebody has opened is not uncertain. */
const settled = sql`
  (m.status in ('sent', 'pending', 'deferred') or m.opened_at is not null or m.clicked_at is not null)`

/**
 * Messages that did not reach their people, one for each person and action, as it last went: none of the family (an
 * occurrence and all that was resent of it) reached them, may yet, or was left out by a rule since. A profile that is
 * no more is left out; one that was merged is the person that it became.
 *
 * Of the first occurrence, which may be a million messages, those are `noted` that missed somebody and those that were
 * meant for whoever was merged: nobody else can have two of them. Sorted once, and joined with nothing large: a
 * statement right after the messages were written is planned by what was known of the table before.
 */
const unreached = (root: Root) => {
  const { id, sandboxId, campaignId } = root
  const note = sql`
    select ${person} as person, f.number, m.action, m.variant, m.status, m.failure, m.reason, m.address,
           m.profile_id <> m.recipient_id as merged, ${missed} as missed, ${settled} as settled
      from message m join family f on f.id = m.occurrence_id
     where m.sandbox_id = ${sandboxId} and m.campaign_id = ${campaignId}::uuid`
  return sql`
  family as (select id, number from occurrence where id = ${id}::uuid or resends_id = ${id}::uuid),
  noted as (${note} and (${missed} or m.profile_id <> m.recipient_id or m.occurrence_id <> ${id}::uuid)),
  known as (
    select * from noted
     union all
    ${note} and m.occurrence_id = ${id}::uuid and m.recipient_id = any(array(select person from noted where merged))
     ${root.evergreen ? elsewhere(root) : sql``}
  ),
  latest as (
    select *, row_number() over (partition by person, action order by missed desc, number desc) as place,
           bool_or(settled) over whole as ever_settled, bool_or(missed and status = 'uncertain') over whole as doubtful,
           max(number) filter (where status = 'excluded' and not missed) over whole as ruled_out
      from known window whole as (partition by person, action)
  ),
  unreached as (
    select person, action, variant, lower(address) as address, split_part(lower(address), '@', 2) as domain,
           case when doubtful then 'uncertain' else coalesce(failure, 'not_reached') end as "group",
           case when status = 'uncertain' then '' else coalesce(reason, '') end as reason
      from latest
     where place = 1 and missed and not ever_settled and coalesce(ruled_out, 0) <= number
       and exists (select from profile p where p.sandbox_id = ${sandboxId} and p.id = person)
  )`
}

/** Whom other occurrences of an evergreen campaign have reached, or are to reach: as one that begins asks it. */
const elsewhere = ({ sandboxId, campaignId }: Root) => {
  const others = sql`
    o.sandbox_id = ${sandboxId} and o.campaign_id = ${campaignId}::uuid and o.id not in (select id from family)`
  return sql`
     union all
    select ${person}, 0, m.action, null, m.status, null, null, null, false, false, true
      from message m join occurrence o on o.id = m.occurrence_id
     where m.sandbox_id = ${sandboxId} and m.campaign_id = ${campaignId}::uuid and ${others}
       and (${settled} or m.status = 'uncertain')
     union all
    select unnest(b.profile_ids), 0, b.action, null, 'pending', null, null, null, false, false, true
      from batch b join occurrence o on o.id = b.occurrence_id
     where ${others} and b.status <> 'done' and not b.expanded and b.reason is null`
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
