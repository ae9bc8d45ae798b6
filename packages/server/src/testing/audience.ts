import { sql } from 'kysely'
import type { TestHouse } from './house.ts'
import { aProfile } from './live-campaign.ts'

let number = 0

/** A person with an address of their own, and what else is said. */
export const aPerson = ({ db, ctx }: TestHouse, attributes: Record<string, unknown> = {}): Promise<string> =>
  aProfile(db, ctx.sandboxId, `member${++number}@example.com`, {
    person: { name: { firstName: `P${number}` } },
    ...attributes,
  })

/** A list of those given and so many people who are made for it; answers its id and theirs, in this order. */
export async function aListOf(
  house: TestHouse,
  people: number,
  given: readonly string[] = [],
): Promise<{ id: string; ids: string[] }> {
  const { db, newId, ctx } = house
  const { sandboxId } = ctx
  const ids = [...given]
  for (let n = 0; n < people; n++) ids.push(await aPerson(house))
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
