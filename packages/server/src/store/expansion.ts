import type { ExclusionReason } from '@chappe/core/message/schema'
import { type RawBuilder, sql } from 'kysely'
import type { People } from './audience-sets.ts'
import type { Db } from './db.ts'
import type { OccurrenceRow } from './occurrences.ts'

/** People in a batch: few enough to be written down at once, many enough that a million of them are 2,000 rows. */
export const batchSize = 500

/** Whom an occurrence is for. */
export interface Meant {
  readonly occurrence: Pick<OccurrenceRow, 'id' | 'sandboxId' | 'campaignId' | 'version'>
  /** Whom it is for, and whom it leaves out, each a query of one column `profile_id`. */
  readonly people: People
  readonly excluded: readonly People[]
  /** Whom an earlier occurrence of the campaign has reached, or is to reach, is left out, too. */
  readonly evergreen?: boolean
}

/** Which wave somebody is in, counted from 1; 0 is in none. */
export type Parts =
  | { readonly by: 'none' }
  /** By chance. Where each wave ends, in order; the last one holds everybody who is left when `rest` says so. */
  | { readonly by: 'chance'; readonly ends: readonly End[]; readonly rest: boolean }
  /** The first audience that somebody is in, or this wave. */
  | { readonly by: 'audience'; readonly audiences: readonly People[]; readonly otherwise: number }
  /** By the text of their time zone, or this wave. */
  | {
      readonly by: 'zone'
      readonly zones: readonly { readonly zone: string; readonly wave: number }[]
      readonly otherwise: number
    }

/** So many people from the first, or this part of all of them. */
export type End = { readonly people: number } | { readonly share: number; readonly of: number }

/** What one message of a person is made of, for each thing that an occurrence says. */
export interface Action {
  /** Message ids are this id with the place of the recipient, counted from 0, in its last eight digits. */
  readonly firstId: string
  /** A variant of the content, by wave; where it is one for all, alone. Null: the campaign's own. */
  readonly variants: readonly (string | null)[]
}

export interface Expansion extends Meant {
  readonly parts?: Parts
  /** Why those are left out who are in no wave. */
  readonly outside?: ExclusionReason
  /** Where profiles have their address: names from the root. Whoever has none there has an email identity. */
  readonly addressPath?: readonly string[]
  readonly actions: readonly Action[]
  /** Messages in a batch. */
  readonly size?: number
  /** Domains whose people have batches of their own, and of which size. */
  readonly domains?: readonly { readonly domain: string; readonly size: number }[]
}

export interface Expanded {
  /** Null: of people who are left out from the start. */
  readonly wave: number | null
  /** Messages: people times actions. */
  readonly messages: number
}

/** Everybody whom an occurrence means, once, as the statement sees them. */
export function meantSql({ occurrence, people, excluded, evergreen = false }: Meant): RawBuilder<unknown> {
  const { sandboxId, campaignId } = occurrence
  const leftOut = (set: People) =>
    sql`and not exists (select from (${set}) as x where x.profile_id = m.profile_id)`
  return sql`
    select m.profile_id from (${people}) as m
     where true ${sql.join(excluded.map(leftOut), sql` `)}
${
  evergreen
    ? sql`
       and not exists (select from message e join occurrence o on o.id = e.occurrence_id
                        where o.sandbox_id = ${sandboxId} and o.campaign_id = ${campaignId}
                          and e.recipient_id = m.profile_id
                          and e.status in ('pending', 'deferred', 'sent', 'uncertain'))
       and not exists (select from (select unnest(b.profile_ids) as profile_id
                                      from batch b join occurrence o on o.id = b.occurrence_id
                                     where o.sandbox_id = ${sandboxId} and o.campaign_id = ${campaignId}
                                       and b.status <> 'done' and not b.expanded and b.reason is null) as waiting
                        where waiting.profile_id = m.profile_id)`
    : sql``
}`
}

/** How many of those meant have which text as their time zone; the commonest, when there is no end of texts. */
export async function zonesOf(db: Db, meant: Meant): Promise<{ zone: string | null; people: number }[]> {
  const { rows } = await sql<{ zone: string | null; people: number }>`
    with meant as (${meantSql(meant)})
    select p.attributes ->> 'timeZone' as zone, count(*) as people
      from meant m left join profile p on p.sandbox_id = ${meant.occurrence.sandboxId} and p.id = m.profile_id
     group by 1 order by 2 desc limit 5000`.execute(db)
  return rows
}

/**
 * Parts of a statement: `single` has everybody meant, each with their time zone and address as these stand in the
 * profile, and whether somebody before them has the address (`twin`).
 */
export const singleSql = (
  meant: Meant,
  addressPath: readonly string[] = ['personalEmail', 'address'],
): RawBuilder<unknown> => {
  const { sandboxId } = meant.occurrence
  return sql`
    meant as (${meantSql(meant)}),
    -- Materialized, so that an address is read once and no profile is carried through the sort.
    known as materialized (
      select m.profile_id, p.attributes ->> 'timeZone' as zone,
             lower(btrim(coalesce(nullif(btrim(p.attributes #>> ${addressPath}::text[]), ''),
                                  (select min(i.value) from profile_identity i
                                    where i.sandbox_id = ${sandboxId} and i.profile_id = m.profile_id
                                      and i.namespace = 'email')))) collate "C" as address
        from meant m left join profile p on p.sandbox_id = ${sandboxId} and p.id = m.profile_id
    ), single as (
      select *, address is not null
                and row_number() over (partition by address order by profile_id) > 1 as twin from known
    )`
}

/**
 * Takes the snapshot of an occurrence: its people, each once and each address once, parted into waves and cut into
 * batches that nobody takes before they are released; who is left out from the start has batches that say why. One
 * statement, whatever their number.
 */
export async function expand(db: Db, expansion: Expansion): Promise<Expanded[]> {
  const {
    occurrence,
    actions,
    size = batchSize,
    domains = [],
    addressPath = ['personalEmail', 'address'],
  } = expansion
  const { parts = { by: 'none' }, outside = 'no-wave' } = expansion
  const { id, sandboxId, campaignId, version } = occurrence
  const idOf = (place: 'min' | 'max') =>
    sql`(a.head || lpad(to_hex(${sql.raw(place)}(n.place)), 8, '0'))::uuid`
  const { rows } = await sql<Expanded>`
    with ${singleSql(expansion, addressPath)}, parted as (
      select profile_id, address, twin, case when not twin then ${waveSql(parts, id)} end as wave from single s
    ), placed as (
      select profile_id, nullif(wave, 0) as wave,
             case when twin then 'duplicate-address' when wave = 0 then ${outside} end as reason, d.domain, d.size
        from parted
        left join unnest(${domains.map(({ domain }) => domain)}::text[], ${domains.map((d) => d.size)}::int[])
               as d(domain, size) on d.domain = split_part(address, '@', 2) and wave > 0
    ), numbered as (
      select profile_id, wave, reason, domain,
             row_number() over (order by wave, reason, domain, profile_id) - 1 as place,
             (row_number() over (partition by wave, reason, domain order by profile_id) - 1)
               / coalesce(size, ${size}::int) as page
        from placed
    ), made as (
      insert into batch (sandbox_id, campaign_id, version, lane, kind, size, first_id, last_id, profile_ids,
                         occurrence_id, wave, reason, domain, action, variant, due_at)
      select ${sandboxId}, ${campaignId}, ${version}, 'marketing', 'recipients', count(*),
             ${idOf('min')}, ${idOf('max')}, array_agg(n.profile_id order by n.place), ${id}::uuid,
             n.wave, n.reason, n.domain, a.number,
             (a.variants)[case when array_length(a.variants, 1) = 1 then 1 else n.wave end],
             case when n.reason is null then 'infinity' else now() end
        from numbered n cross join (${actionsSql(actions)}) as a
       group by a.number, a.head, a.variants, n.wave, n.reason, n.domain, n.page
       order by n.wave, n.page, n.domain, a.number
      returning wave, size
    )
    select wave, sum(size)::bigint as messages from made group by wave order by wave`.execute(db)
  return rows
}

const actionsSql = (actions: readonly Action[]) =>
  sql.join(
    actions.map(
      ({ firstId, variants }, number) =>
        sql`select ${number}::smallint as number, ${firstId.slice(0, -8)}::text as head, ${variants}::text[] as variants`,
    ),
    sql` union all `,
  )

/** The wave of the person `s`; people with somebody else's address take no place in one. */
export function waveSql(parts: Parts, occurrenceId: string): RawBuilder<unknown> {
  switch (parts.by) {
    case 'none':
      return sql`1`
    case 'chance': {
      // See `wavePosition` and `waveEnds` of the core.
      const position = sql`('x' || substr(md5(${occurrenceId} || ':' || s.profile_id), 1, 8))::bit(32)::bigint`
      const rank = sql`row_number() over (partition by twin order by ${position}, s.profile_id) - 1`
      const all = sql`count(*) over (partition by twin)`
      const ends = parts.ends.map((end, index) =>
        parts.rest && index === parts.ends.length - 1
          ? all
          : 'people' in end
            ? sql`least(${all}, ${end.people}::bigint)`
            : sql`(${all} * ${end.share}::bigint / ${end.of}::bigint)`,
      )
      const wave = sql`width_bucket(${rank}, array[0, ${sql.join(ends)}]::bigint[])`
      return sql`case when ${wave} <= ${parts.ends.length} then ${wave} else 0 end`
    }
    case 'audience': {
      const cases = parts.audiences.map(
        (people, index) =>
          sql`when exists (select from (${people}) as w where w.profile_id = s.profile_id) then ${index + 1}::int`,
      )
      return sql`case ${sql.join(cases, sql` `)} else ${parts.otherwise}::int end`
    }
    case 'zone':
      return sql`coalesce((select z.wave from unnest(${parts.zones.map(({ zone }) => zone)}::text[],
                                                     ${parts.zones.map(({ wave }) => wave)}::int[]) as z(zone, wave)
                            where z.zone = s.zone), ${parts.otherwise}::int)`
  }
}
