import { sql } from 'kysely'
import type { Db } from './db.ts'

/** Whether it is a test profile; undefined when there is no such profile. */
export async function isTest(db: Db, sandboxId: number, id: string): Promise<boolean | undefined> {
  const row = await db
    .selectFrom('profile')
    .select('test')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.test
}

export const pushTokens = (db: Db, sandboxId: number, profileId: string) =>
  db
    .selectFrom('pushToken')
    .select(['app', 'token', 'platform', 'createdAt'])
    .where('sandboxId', '=', sandboxId)
    .where('profileId', '=', profileId)
    .orderBy('app')
    .orderBy('createdAt')
    .execute()

/** A device belongs to whoever signed in last: the token moves. */
export const putPushToken = (
  db: Db,
  sandboxId: number,
  profileId: string,
  token: { readonly app: string; readonly token: string; readonly platform: string },
  at: Date,
) =>
  db
    .insertInto('pushToken')
    .values({ ...token, sandboxId, profileId, createdAt: at })
    .onConflict((on) =>
      on.columns(['sandboxId', 'app', 'token']).doUpdateSet({ profileId, platform: token.platform }),
    )
    .execute()

export async function audiencesOf(db: Db, sandboxId: number, profileId: string) {
  const { rows } = await sql<{ id: string; name: string; joinedAt: Date }>`
    select a.id, a.name, m.joined_at from audience_member m
      join audience a on a.sandbox_id = m.sandbox_id and a.id = m.audience_id
     where m.sandbox_id = ${sandboxId} and m.profile_id = ${profileId}::uuid
     order by folded(a.name)`.execute(db)
  return rows
}

/** Ids of a person's messages, newest first, those before the message `before`. */
export async function messageIds(
  db: Db,
  sandboxId: number,
  profileId: string,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<string[]> {
  let query = db
    .selectFrom('message')
    .select('id')
    .where('sandboxId', '=', sandboxId)
    .where('profileId', '=', profileId)
  if (before) query = query.where('id', '<', before)
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(({ id }) => id)
}
