import type { StoredChoice } from '@chappe/core/consent/schema'
import type { ExclusionReason } from '@chappe/core/message/schema'
import { type RawBuilder, sql } from 'kysely'
import type { People } from './audience-sets.ts'
import { type Db, inTransaction } from './db.ts'
import { type Meant, meantSql, singleSql, waveSql } from './expansion.ts'

/** An address that is none of the ordinary ones, as the channel reads it. */
export interface Judged {
  readonly profileId: string
  /** Form in which addresses are compared; null: there is no usable one, for the reason. */
  readonly key: string | null
  readonly reason: 'no-address' | 'malformed-address' | null
}

export interface ToCount {
  readonly meant: Meant
  /** Where profiles have their address: names from the root. */
  readonly addressPath: readonly string[]
  /** What marketing is about (null: no topic), and what counts where nobody said anything; null: not marketing. */
  readonly marketing: {
    readonly topic: string | null
    readonly byDefault: StoredChoice
    readonly doubleOptIn: boolean
  } | null
  /** Waves by audience: their people in order, and the wave of everybody else (0: none). */
  readonly waves: { readonly audiences: readonly People[]; readonly otherwise: number } | null
  readonly byZone: boolean
  readonly domains: readonly string[]
  /** Audiences of others: how many of those meant are stored as their members. */
  readonly others: readonly string[]
  /** Milliseconds that all of it may take. */
  readonly within: number
  /** Reads the addresses of these profiles. */
  readonly judge: (db: Db, profileIds: readonly string[]) => Promise<readonly Judged[]>
}

/** People who are alike in all that is asked for. */
export interface Group {
  /** Why they would be excluded; null: they would not. */
  readonly reason: ExclusionReason | null
  /** As it stands in the profile. */
  readonly zone: string | null
  /** By audience, counted from 1; 0 is in none. Of other waves 1. */
  readonly wave: number
  readonly people: number
}

export interface Counted {
  readonly audience: number
  readonly notExcluded: number
  readonly targeted: number
  readonly groups: readonly Group[]
  readonly byDomain: Readonly<Record<string, number>>
  readonly inCommon: ReadonlyMap<string, number>
}

/** Beyond so many addresses that only the channel can read nobody waits for them. */
const mostOdd = 20_000
const cancelled = '57014'

// What `parseAddress` of the channel and `lower` make of ordinary addresses is what they are; it reads the others. That
// labels are not too long and have no hyphen at their ends is asked without the pattern, which would cost ten times as much.
const atom = "[a-z0-9_!#$%&'*+/=?^`{|}~-]+"
const pattern = `^${atom}(\\.${atom})*@[a-z0-9-]+(\\.[a-z0-9-]+)*$`
const isOrdinary = sql<boolean>`(s.address ~ ${pattern} and length(s.address) - position('@' in s.address) <= 63
  and position('@' in s.address) <= 65 and s.address not like '%@-%' and s.address not like '%.-%'
  and s.address not like '%-.%' and s.address not like '%-')`

/**
 * Counts the people of an occurrence as if it began now, by the rules of its expansion and of the hand-over: sets over
 * a table of the transaction's own, nothing is kept. Undefined when it takes longer than it may.
 */
export async function count(db: Db, wanted: ToCount): Promise<Counted | undefined> {
  const until = performance.now() + wanted.within
  try {
    return await inTransaction(db, async (tx) => {
      const ask = async <T>(query: RawBuilder<T>) => {
        const left = Math.ceil(until - performance.now())
        if (left <= 0) throw new TooLong()
        await sql`set local statement_timeout = ${sql.raw(String(left))}`.execute(tx)
        return (await query.execute(tx)).rows
      }
      const [audience, notExcluded] = await sizes(ask, wanted.meant)
      await ask(peopleSql(wanted))
      await ask(sql`analyze plan_person`)
      const odd = await ask(sql<{ profileId: string }>`
        select profile_id from plan_person where state = 'odd' and not twin limit ${mostOdd + 1}`)
      if (odd.length > mostOdd) throw new TooLong()
      const judged = await wanted.judge(
        tx,
        odd.map(({ profileId }) => profileId),
      )
      await ask(judgedSql(judged))
      const groups = await ask(groupsSql(wanted))
      const targeted = groups.reduce((sum, { people }) => sum + people, 0)
      return {
        audience,
        notExcluded,
        targeted,
        groups,
        byDomain: await domainsOf(ask, wanted.domains),
        inCommon: await inCommonWith(tx, ask, wanted),
      }
    })
  } catch (error) {
    if (error instanceof TooLong || (error as { code?: string }).code === cancelled) return undefined
    throw error
  }
}

class TooLong extends Error {}
type Ask = <T>(query: RawBuilder<T>) => Promise<T[]>

/** People of the audience, and of those who are in no excluded one. */
async function sizes(ask: Ask, meant: Meant): Promise<[number, number]> {
  const countOf = async (some: Meant) =>
    (await ask(sql<{ people: number }>`select count(*) as people from (${meantSql(some)}) as m`))[0]!.people
  const all = await countOf({ ...meant, excluded: [], evergreen: false })
  return [all, meant.excluded.length === 0 ? all : await countOf({ ...meant, evergreen: false })]
}

const peopleSql = ({ meant, addressPath, waves }: ToCount): RawBuilder<unknown> => sql`
  create temp table plan_person on commit drop as
  with ${singleSql(meant, addressPath)}
  select s.profile_id, s.zone, s.twin, s.address as key, split_part(s.address, '@', -1) as domain,
         ${waves === null ? sql`1` : waveSql({ by: 'audience', ...waves }, meant.occurrence.id)} as wave,
         case when s.address is null then 'no-address'
              when ${isOrdinary} then 'fine' else 'odd' end as state
    from single s`

const judgedSql = (judged: readonly Judged[]): RawBuilder<unknown> => sql`
  update plan_person p set key = j.key, domain = split_part(j.key, '@', -1), state = coalesce(j.reason, 'fine')
    from unnest(${judged.map(({ profileId }) => profileId)}::uuid[], ${judged.map(({ key }) => key)}::text[],
                ${judged.map(({ reason }) => reason)}::text[]) as j(profile_id, key, reason)
   where p.profile_id = j.profile_id`

/** The reasons in the order in which the expansion and the hand-over ask for them. */
function groupsSql({ meant, marketing, byZone }: ToCount): RawBuilder<Group> {
  const { sandboxId } = meant.occurrence
  // Joins, not questions of each row: a list has a value once.
  const listed = (table: 'suppression' | 'allowed_address', type: 'address' | 'domain', as: string) => sql`
    left join ${sql.table(table)} ${sql.ref(as)} on ${sql.ref(`${as}.sandbox_id`)} = ${sandboxId}
     and ${sql.ref(`${as}.type`)} = ${type} and ${sql.ref(`${as}.value`)} = ${type === 'address' ? sql`p.key` : sql`p.domain`}
     ${table === 'suppression' ? sql`and coalesce(${sql.ref(`${as}.expires_at`)}, 'infinity') > now()` : sql``}`
  const consent =
    marketing === null
      ? sql``
      : sql`when p.state = 'fine' and not (${mayReceiveSql(marketing)}) then 'no-consent'`
  return sql<Group>`
    with ${saidSql(sandboxId, marketing)}, judged as (
      select case when p.twin then 'duplicate-address'
                  when p.state <> 'fine' then p.state
                  ${consent}
                  when by_address.value is not null then 'address-suppressed'
                  when by_domain.value is not null then 'domain-suppressed'
                  when (select bool_or(value = 'true') from sandbox_setting
                         where sandbox_id = ${sandboxId} and name = 'allow_list_active')
                       and own.value is null and whole.value is null then 'not-allowed' end as reason,
             ${byZone ? sql`p.zone` : sql`null::text`} as zone, p.wave
        from plan_person p left join said on said.profile_id = p.profile_id
        ${listed('suppression', 'address', 'by_address')} ${listed('suppression', 'domain', 'by_domain')}
        ${listed('allowed_address', 'address', 'own')} ${listed('allowed_address', 'domain', 'whole')}
    )
    select reason, zone, wave, count(*) as people from judged group by reason, zone, wave`
}

/** What each person, their address, and whom else that address leads to said; see `standing` of the consents. */
function saidSql(sandboxId: number, marketing: ToCount['marketing']): RawBuilder<unknown> {
  if (marketing === null) return sql`said as (select null::uuid as profile_id)`
  const topics = marketing.topic === null ? [''] : ['', marketing.topic]
  const choices = sql`join consent c on c.sandbox_id = ${sandboxId} and c.channel = 'email'
                        and c.topic = any(${topics}::text[])`
  return sql`each as (
      select p.profile_id, c.topic, c.choice from plan_person p ${choices}
         and c.subject = 'profile:' || p.profile_id::text where p.state = 'fine'
       union all
      select p.profile_id, c.topic, c.choice from plan_person p ${choices}
         and c.subject = 'address:' || p.key where p.state = 'fine'
       union all
      select p.profile_id, c.topic, c.choice from plan_person p
        join profile_identity i on i.sandbox_id = ${sandboxId} and i.namespace = 'email' and i.value = p.key
         and i.profile_id <> p.profile_id ${choices}
         and c.subject = 'profile:' || i.profile_id::text where p.state = 'fine'
    ), said as (
      select profile_id, bool_or(topic = '' and choice = 'out') as channel_out,
             bool_or(topic = '' and choice = 'in') as channel_in,
             bool_or(topic <> '' and choice in ('out', 'pending')) as topic_out,
             bool_or(topic <> '' and choice = 'in') as topic_in
        from each group by profile_id
    )`
}

/** `mayReceive` of the core, over `said`. */
function mayReceiveSql({ topic, byDefault, doubleOptIn }: NonNullable<ToCount['marketing']>) {
  const isOpen = sql`(coalesce(said.channel_in, false) or ${byDefault === 'in'})`
  const channel = sql`not coalesce(said.channel_out, false)`
  if (topic === null) return sql`${channel} and ${isOpen}`
  const unsaid = doubleOptIn ? sql`false` : isOpen
  return sql`${channel} and not coalesce(said.topic_out, false)
    and (coalesce(said.topic_in, false) or ${unsaid})`
}

async function domainsOf(ask: Ask, domains: readonly string[]): Promise<Record<string, number>> {
  if (domains.length === 0) return {}
  const rows = await ask(sql<{ domain: string; people: number }>`
    select domain, count(*) as people from plan_person
     where state = 'fine' and not twin and domain = any(${domains}::text[]) group by 1`)
  return Object.fromEntries(rows.map((row) => [row.domain, row.people]))
}

/** What is not known in time stays unknown: the rest is worth telling. */
async function inCommonWith(tx: Db, ask: Ask, { meant, others }: ToCount): Promise<Map<string, number>> {
  if (others.length === 0) return new Map()
  await sql`savepoint in_common`.execute(tx)
  try {
    const rows = await ask(sql<{ audienceId: string; people: number }>`
      select m.audience_id, count(*) as people
        from audience_member m join plan_person p on p.profile_id = m.profile_id and not p.twin
       where m.sandbox_id = ${meant.occurrence.sandboxId} and m.audience_id = any(${others}::uuid[])
       group by m.audience_id`)
    return new Map(others.map((id) => [id, rows.find((row) => row.audienceId === id)?.people ?? 0]))
  } catch (error) {
    if (!(error instanceof TooLong) && (error as { code?: string }).code !== cancelled) throw error
    await sql`rollback to savepoint in_common`.execute(tx)
    return new Map()
  }
}
