import { sql } from 'kysely'
import type { TestHouse } from './house.ts'

let number = 0

/** A person with an address of their own, and what else is said. */
export const aPerson = async (house: TestHouse, attributes: Record<string, unknown> = {}): Promise<string> =>
  (await people(house, 1, attributes))[0]!

async function people(
  { db, ctx, newId }: TestHouse,
  count: number,
  attributes: object = {},
): Promise<string[]> {
  const made = Array.from({ length: count }, () => ({ id: newId(), n: ++number }))
  const { sandboxId } = ctx
  const ids = made.map(({ id }) => id)
  const said = made.map(({ n }) =>
    JSON.stringify({ person: { name: { firstName: `P${n}` } }, ...attributes }),
  )
  await sql`insert into profile (sandbox_id, id, attributes)
            select ${sandboxId}, * from unnest(${ids}::uuid[], ${said}::jsonb[])`.execute(db)
  await sql`insert into profile_identity (sandbox_id, namespace, value, profile_id)
            select ${sandboxId}, 'email', 'member' || n || '@example.com', id
              from unnest(${ids}::uuid[], ${made.map(({ n }) => n)}::int[]) p(id, n)`.execute(db)
  return ids
}

/** A list of those given and so many people who are made for it; answers its id and theirs, in this order. */
export async function aListOf(
  house: TestHouse,
  count: number,
  given: readonly string[] = [],
): Promise<{ id: string; ids: string[] }> {
  const { db, newId, ctx } = house
  const { sandboxId } = ctx
  const ids = [...given, ...(await people(house, count))]
  const id = newId()
  const by = { createdBy: 'test', modifiedBy: 'test' }
  const definition = JSON.stringify({ kind: 'list', columns: [] })
  await db
    .insertInto('audience')
    .values({ ...by, sandboxId, id, name: id, kind: 'list', definition, status: 'live' })
    .execute()
  await sql`insert into audience_member
            select ${sandboxId}, ${id}::uuid, p, now() from unnest(${ids}::uuid[]) p`.execute(db)
  return { id, ids }
}
