import type { FragmentStatus } from '@chappe/core/content/fragment-lifecycle'
import { FragmentContent } from '@chappe/core/content/schema'
import { type Selectable, sql } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import type { FragmentVersionTable } from './tables.ts'

export interface FragmentVersionRow extends Omit<Selectable<FragmentVersionTable>, 'content'> {
  readonly content: FragmentContent
}

const read = (row: Selectable<FragmentVersionTable>): FragmentVersionRow => ({
  ...row,
  content: FragmentContent.parse(row.content),
})

export const find = async (
  db: Db,
  sandboxId: number,
  fragmentId: string,
  number: number,
): Promise<FragmentVersionRow | undefined> => {
  const row = await db
    .selectFrom('fragmentVersion')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('fragmentId', '=', fragmentId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row && read(row)
}

export const insert = (
  db: Db,
  sandboxId: number,
  version: { fragmentId: string; number: number; content: FragmentContent; attributes: readonly string[] },
  by: Pick<By, 'name' | 'at'>,
) =>
  db
    .insertInto('fragmentVersion')
    .values({
      sandboxId,
      fragmentId: version.fragmentId,
      number: version.number,
      content: JSON.stringify(version.content),
      attributes: [...version.attributes],
      publishedAt: by.at,
      publishedBy: by.name,
    })
    .execute()

/** A fragment as content that refers to it finds it. */
export interface StandingFragment {
  readonly id: string
  readonly name: string
  readonly status: FragmentStatus
  /** Null while nothing of it was ever live. */
  readonly liveVersion: number | null
  /** What is live; else what is being written. */
  readonly content: string
}

/**
 * The fragments of these ids. With `kept` none of them goes live with another version before the end of the
 * transaction: whoever freezes them is not overtaken.
 */
export async function standing(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  { kept }: { kept: boolean },
): Promise<StandingFragment[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('fragment')
    .select(['id', 'name', 'status', 'liveVersion'])
    .select(sql<string | null>`draft ->> 'content'`.as('draft'))
    .where('sandboxId', '=', sandboxId)
    .where('id', 'in', ids)
    .orderBy('id')
    .$if(kept, (q) => q.forShare())
    .execute()
  // In a statement of its own: one that waited for the rows above would not see what became live meanwhile.
  const { rows: live } = await sql<{ id: string; content: string }>`
    select v.fragment_id as id, v.content ->> 'content' as content
      from fragment_version v
      join unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ liveVersion }) => liveVersion)}::int[])
           as w(id, number) on v.fragment_id = w.id and v.number = w.number
     where v.sandbox_id = ${sandboxId}`.execute(db)
  const contents = new Map(live.map(({ id, content }) => [id, content]))
  return rows.map(({ draft, ...row }) => ({
    ...row,
    status: row.status as FragmentStatus,
    content: contents.get(row.id) ?? draft ?? '',
  }))
}
