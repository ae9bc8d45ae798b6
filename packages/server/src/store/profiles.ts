import type { Identity } from '@chappe/core/profile/schema'
import { sql } from 'kysely'
import type { Page } from './campaigns.ts'
import type { Db } from './db.ts'

export interface ProfileRow {
  readonly id: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly createdAt: Date
  readonly modifiedAt: Date
}

export interface WithIdentities extends ProfileRow {
  readonly identities: Identity[]
}

const columns = ['id', 'attributes', 'createdAt', 'modifiedAt'] as const

export const newest = (db: Db, sandboxId: number, { limit, offset }: Page): Promise<ProfileRow[]> =>
  db
    .selectFrom('profile')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .$castTo<ProfileRow>()
    .execute()

export const byIds = (db: Db, sandboxId: number, ids: readonly string[]): Promise<ProfileRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('profile')
        .select(columns)
        .where('sandboxId', '=', sandboxId)
        .where(sql<boolean>`id = any(${ids}::uuid[])`)
        .$castTo<ProfileRow>()
        .execute()

export const get = (db: Db, sandboxId: number, id: string): Promise<ProfileRow | undefined> =>
  db
    .selectFrom('profile')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .$castTo<ProfileRow>()
    .executeTakeFirst()

/** Holds the profile until the end of the transaction; undefined when there is none. */
export const hold = (db: Db, sandboxId: number, id: string): Promise<ProfileRow | undefined> =>
  db
    .selectFrom('profile')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .forUpdate()
    .$castTo<ProfileRow>()
    .executeTakeFirst()

export async function withIdentities(
  db: Db,
  sandboxId: number,
  profiles: readonly ProfileRow[],
): Promise<WithIdentities[]> {
  if (profiles.length === 0) return []
  const rows = await db
    .selectFrom('profileIdentity')
    .select(['profileId', 'namespace', 'value'])
    .where('sandboxId', '=', sandboxId)
    .where(
      'profileId',
      'in',
      profiles.map(({ id }) => id),
    )
    .orderBy('namespace')
    .orderBy('value')
    .execute()
  return profiles.map((profile) => ({
    ...profile,
    identities: rows
      .filter(({ profileId }) => profileId === profile.id)
      .map(({ namespace, value }) => ({ namespace, value })),
  }))
}

/** The ids of the profiles that these normalized identities lead to, each once, in their order. */
export async function leadTo(db: Db, sandboxId: number, identities: readonly Identity[]): Promise<string[]> {
  const { rows } = await sql<{ profileId: string }>`
    select distinct i.profile_id
      from unnest(${identities.map(({ namespace }) => namespace)}::text[],
                  ${identities.map(({ value }) => value)}::text[]) as given(namespace, value)
      join profile_identity i on i.sandbox_id = ${sandboxId}
       and i.namespace = given.namespace and i.value = given.value
     order by i.profile_id`.execute(db)
  return rows.map(({ profileId }) => profileId)
}

export const insert = (db: Db, sandboxId: number, profile: ProfileRow) =>
  db
    .insertInto('profile')
    .values({ ...profile, attributes: JSON.stringify(profile.attributes), sandboxId })
    .execute()

/** Gives the profile these identities, but those that belong to somebody already. */
export async function addIdentities(
  db: Db,
  sandboxId: number,
  profileId: string,
  identities: readonly Identity[],
): Promise<void> {
  await db
    .insertInto('profileIdentity')
    .values(identities.map((identity) => ({ ...identity, sandboxId, profileId })))
    .onConflict((on) => on.doNothing())
    .execute()
}

export const removeIdentity = (
  db: Db,
  sandboxId: number,
  profileId: string,
  { namespace, value }: Identity,
) =>
  db
    .deleteFrom('profileIdentity')
    .where('sandboxId', '=', sandboxId)
    .where('profileId', '=', profileId)
    .where('namespace', '=', namespace)
    .where('value', '=', value)
    .execute()

export const write = (
  db: Db,
  sandboxId: number,
  { id, attributes, modifiedAt }: Pick<ProfileRow, 'id' | 'attributes' | 'modifiedAt'>,
) =>
  db
    .updateTable('profile')
    .set({ attributes: JSON.stringify(attributes), modifiedAt })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()
