import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface IdentityKey {
  readonly namespace: string
  readonly value: string
}

export interface FoundProfile extends IdentityKey {
  readonly id: string
  readonly attributes: Record<string, unknown>
}

export const identityKey = ({ namespace, value }: IdentityKey) => `${namespace}\u001f${value}`

/** The profiles that these identities (normalized) lead to; those that lead nowhere are left out. */
export async function profilesOf(
  db: Db,
  sandboxId: number,
  identities: readonly IdentityKey[],
): Promise<FoundProfile[]> {
  if (identities.length === 0) return []
  const { rows } = await sql<FoundProfile>`
    select i.namespace, i.value, p.id, p.attributes
      from unnest(${identities.map((i) => i.namespace)}::text[], ${identities.map((i) => i.value)}::text[])
             as g(namespace, value)
      join profile_identity i on i.sandbox_id = ${sandboxId} and i.namespace = g.namespace and i.value = g.value
      join profile p on p.sandbox_id = i.sandbox_id and p.id = i.profile_id`.execute(db)
  return rows
}

/** The attributes of these profiles. */
export async function attributesOf(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('profile')
    .select(['id', 'attributes'])
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, attributes }) => [id, attributes as Record<string, unknown>]))
}

/**
 * Creates a profile for each identity (normalized, all different) that has none, and answers the profile of
 * each. Two transactions may do this for the same identities at once: both answer the same profiles. Identities
 * are taken in their order, so that these two never wait for each other.
 */
export async function createProfiles(
  db: Db,
  sandboxId: number,
  identities: readonly (IdentityKey & { readonly newId: string })[],
): Promise<Map<string, string>> {
  if (identities.length === 0) return new Map()
  const namespaces = identities.map((i) => i.namespace)
  const values = identities.map((i) => i.value)
  const ids = identities.map((i) => i.newId)
  await sql`
    insert into profile (sandbox_id, id) select ${sandboxId}, * from unnest(${ids}::uuid[])`.execute(db)
  await sql`
    insert into profile_identity (sandbox_id, namespace, value, profile_id)
    select ${sandboxId}, g.* from unnest(${namespaces}::text[], ${values}::text[], ${ids}::uuid[])
             as g(namespace, value, id)
     order by g.namespace collate "C", g.value collate "C"
        on conflict do nothing`.execute(db)
  const { rows } = await sql<IdentityKey & { profileId: string }>`
    select i.namespace, i.value, i.profile_id
      from unnest(${namespaces}::text[], ${values}::text[]) as g(namespace, value)
      join profile_identity i on i.sandbox_id = ${sandboxId} and i.namespace = g.namespace and i.value = g.value
    `.execute(db)
  const found = new Map(rows.map((row) => [identityKey(row), row.profileId]))
  const unused = identities.filter((i) => found.get(identityKey(i)) !== i.newId).map((i) => i.newId)
  if (unused.length > 0) {
    // One whose identity is read otherwise than it was written (half of a surrogate pair) cannot be found again.
    await db
      .deleteFrom('profileIdentity')
      .where('sandboxId', '=', sandboxId)
      .where('profileId', 'in', unused)
      .execute()
    await db.deleteFrom('profile').where('sandboxId', '=', sandboxId).where('id', 'in', unused).execute()
  }
  return found
}

/** The email identities of these profiles: one each, the first in alphabetical order. */
export async function emailsOf(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ profileId: string; value: string }>`
    select profile_id, min(value) as value from profile_identity
     where sandbox_id = ${sandboxId} and profile_id = any(${ids}::uuid[]) and namespace = 'email'
     group by profile_id`.execute(db)
  return new Map(rows.map(({ profileId, value }) => [profileId, value]))
}

export interface Refusals {
  /** Values on the suppression list, lower case: addresses and domains. */
  readonly suppressed: ReadonlySet<string>
  /** Null: everybody may receive. Otherwise only these, as `suppressed` has them: the allow list is on. */
  readonly allowed: ReadonlySet<string> | null
}

/**
 * Which of these values are suppressed or allowed. One statement, and nothing is remembered: what is written now
 * counts for the next message.
 */
export async function refusalsAmong(db: Db, sandboxId: number, values: readonly string[]): Promise<Refusals> {
  const { rows } = await sql<{ what: 'suppressed' | 'restricted' | 'allowed'; value: string }>`
    select 'suppressed' as what, type || ':' || value as value from suppression
     where sandbox_id = ${sandboxId} and value = any(${values}::text[])
       and (expires_at is null or expires_at > now())
     union all
    select 'restricted', '' from sandbox_setting
     where sandbox_id = ${sandboxId} and name = 'allow_list_active' and value = 'true'
     union all
    select 'allowed', type || ':' || value from allowed_address
     where sandbox_id = ${sandboxId} and value = any(${values}::text[])`.execute(db)
  const of = (what: string) => new Set(rows.filter((row) => row.what === what).map(({ value }) => value))
  return {
    suppressed: of('suppressed'),
    allowed: of('restricted').size > 0 ? of('allowed') : null,
  }
}

/** Why an address may not be written to, whoever it belongs to; undefined when it may. */
export function listedReason(
  { suppressed, allowed }: Pick<Refusals, 'suppressed' | 'allowed'>,
  { key, domain }: { readonly key: string; readonly domain: string },
): 'address-suppressed' | 'domain-suppressed' | 'not-allowed' | undefined {
  const among = (list: ReadonlySet<string>) => list.has(`address:${key}`) || list.has(`domain:${domain}`)
  if (suppressed.has(`address:${key}`)) return 'address-suppressed'
  if (suppressed.has(`domain:${domain}`)) return 'domain-suppressed'
  return allowed && !among(allowed) ? 'not-allowed' : undefined
}

/**
 * Puts addresses (normalized) on the suppression list for good. One that is there for good stays as it is; one that
 * was to expire, or has, does not any more.
 */
export async function suppress(
  db: Db,
  sandboxId: number,
  category: 'hard' | 'soft',
  entries: readonly { readonly address: string; readonly reason: string }[],
  source: 'relay' | 'feedback' = 'relay',
): Promise<void> {
  if (entries.length === 0) return
  await sql`
    insert into suppression as s (sandbox_id, value, type, category, reason, source)
    select distinct on (e.address) ${sandboxId}::int, e.address, 'address', ${category}, e.reason, ${source}
      from unnest(${entries.map((e) => e.address)}::text[], ${entries.map((e) => e.reason)}::text[])
             as e(address, reason)
     order by e.address
        on conflict (sandbox_id, value) do update
       set category = excluded.category, reason = excluded.reason, source = excluded.source, expires_at = null,
           created_at = excluded.created_at, created_by = excluded.created_by
     where s.expires_at is not null`.execute(db)
}

/**
 * Counts soft bounces and answers the addresses that reached the threshold. Failures of the same message all
 * count; those of another message only when 24 hours have passed since the last one counted.
 */
export async function countSoftBounces(
  db: Db,
  sandboxId: number,
  bounces: readonly { readonly address: string; readonly messageId: string }[],
  now: Date,
  threshold: number,
): Promise<string[]> {
  if (bounces.length === 0) return []
  const { rows } = await sql<{ address: string }>`
    with given as (
      select distinct on (g.address) g.address, g.message_id
        from unnest(${bounces.map((b) => b.address)}::text[], ${bounces.map((b) => b.messageId)}::uuid[])
               as g(address, message_id)
        left join soft_bounce s on s.sandbox_id = ${sandboxId} and s.address = g.address
       order by g.address, (s.message_id = g.message_id) desc nulls last
    ), counted as (
      insert into soft_bounce as s (sandbox_id, address, message_id, failures, counted_at)
      select ${sandboxId}::int, address, message_id, 1, ${now}::timestamptz from given order by address
          on conflict (sandbox_id, address) do update
         set failures = s.failures + 1, message_id = excluded.message_id, counted_at = excluded.counted_at
       where s.message_id = excluded.message_id or s.counted_at <= excluded.counted_at - interval '24 hours'
      returning s.address, s.failures
    )
    select address from counted where failures >= ${threshold}`.execute(db)
  return rows.map(({ address }) => address)
}

/** A message that arrived ends the count of its address. */
export const clearSoftBounces = (db: Db, sandboxId: number, addresses: readonly string[]) =>
  addresses.length === 0
    ? Promise.resolve()
    : sql`delete from soft_bounce
           where sandbox_id = ${sandboxId} and address = any(${addresses}::text[])`.execute(db)
