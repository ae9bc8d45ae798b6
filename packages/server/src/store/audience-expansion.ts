import { AudienceDefinition } from '@chappe/core/audience/schema'
import { Problem } from '@chappe/core/kit/problem'
import { sql } from 'kysely'
import { type People, peopleOf } from './audience-sets.ts'
import type { RuleScope } from './audience-sql.ts'
import { madeOf } from './audiences.ts'
import * as consents from './consents.ts'
import type { Db } from './db.ts'
import * as topics from './topics.ts'

/** What rules are read with in a sandbox at an instant. */
export async function scopeAt(db: Db, sandboxId: number, now: Date): Promise<RuleScope> {
  const [consentDefault, known] = await Promise.all([
    consents.defaults(db, sandboxId),
    topics.list(db, sandboxId),
  ])
  const confirmed = known.filter(({ doubleOptIn }) => doubleOptIn).map(({ key }) => key)
  return { sandboxId, now, consentDefault, confirmedTopics: new Set(confirmed) }
}

/**
 * The people of an audience as they are when the statement runs, not as they were evaluated last: a query of one
 * column, `profile_id`, nobody twice, to stand in one statement over sets:
 *
 *     const people = await membersOf(db, sandboxId, audienceId, at)
 *     await sql`insert into … select m.profile_id from (${people}) as m join profile p …`.execute(tx)
 *
 * Rules and compositions are read anew together with every audience that they name, however deep, each once; lists
 * have their stored members. `at` is what relative dates and windows are counted from; the rows are those that the
 * statement sees. Nothing is written. Order it (by profile_id) where it is cut into batches.
 *
 * Throws audience/not-found.
 */
export async function membersOf(db: Db, sandboxId: number, audienceId: string, at: Date): Promise<People> {
  const scope = await scopeAt(db, sandboxId, at)
  const parts = await madeOf(db, sandboxId, [audienceId])
  if (!parts.some(({ id, known }) => id === audienceId && known))
    throw new Problem('audience/not-found', 'No audience of this sandbox has this id. It may be deleted.')
  const read = new Map<string, People>()
  const named = (id: string) => read.get(id)
  const audience = (id: string) => {
    const people = read.get(id)
    return people && sql<boolean>`exists (select from (${people}) as named where named.profile_id = p.id)`
  }
  const queries = parts.flatMap(({ id, definition }, n) => {
    const people = definition
      ? peopleOf(AudienceDefinition.parse(definition), { ...scope, audience }, named)
      : undefined
    if (!people) return []
    const name = sql.ref(`audience_${n}`)
    read.set(id, sql`select profile_id from ${name}`)
    return [{ name, people }]
  })
  const last = queries.at(-1)
  // The audience itself is the last of its parts; nothing of a list is read anew.
  if (!last || !read.has(audienceId))
    return sql`select profile_id from audience_member
      where sandbox_id = ${sandboxId} and audience_id = ${audienceId}::uuid`
  const before = queries.slice(0, -1)
  if (before.length === 0) return last.people
  return sql`with ${sql.join(before.map(({ name, people }) => sql`${name} as materialized (${people})`))} ${last.people}`
}
