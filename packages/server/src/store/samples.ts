import { Problem } from '@chappe/core/kit/problem'
import { Sample } from '@chappe/core/simulation/schema'
import { type Insertable, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import type { SampleSetTable } from './tables.ts'

export interface SampleSetRow extends Omit<Selectable<SampleSetTable>, 'samples'> {
  readonly samples: Sample[]
}

interface Of {
  readonly sandboxId: number
  readonly campaignId: string
}

const Samples = z.array(Sample)
const read = (row: Selectable<SampleSetTable>): SampleSetRow => ({
  ...row,
  samples: Samples.parse(row.samples),
})

const all = (db: Db, { sandboxId, campaignId }: Of) =>
  db
    .selectFrom('sampleSet')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)

const notFound = () => new Problem('samples/not-found', 'The campaign has no set of samples of this id.')

/** By name. */
export const list = async (db: Db, of: Of): Promise<SampleSetRow[]> =>
  (await all(db, of).orderBy(sql`folded(name)`).execute()).map(read)

/** Throws samples/not-found. */
export async function get(db: Db, of: Of, id: string): Promise<SampleSetRow> {
  const row = await all(db, of).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return read(row)
}

export async function insert(db: Db, values: Insertable<SampleSetTable>): Promise<SampleSetRow> {
  const row = await db
    .insertInto('sampleSet')
    .values(values)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(nameTaken)
  return read(row)
}

/** Writes the set when it is still of this revision; undefined when it is not, or is no more. */
export async function save(
  db: Db,
  { sandboxId, campaignId }: Of,
  id: string,
  { revision, name, samples }: { revision: number; name: string; samples: readonly Sample[] },
  by: By,
): Promise<SampleSetRow | undefined> {
  const row = await db
    .updateTable('sampleSet')
    .set({
      name,
      samples: JSON.stringify(samples),
      revision: sql`revision + 1`,
      modifiedAt: by.at,
      modifiedBy: by.name,
    })
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returningAll()
    .executeTakeFirst()
    .catch(nameTaken)
  return row && read(row)
}

/** Throws samples/not-found. */
export async function remove(db: Db, { sandboxId, campaignId }: Of, id: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('sampleSet')
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw notFound()
}

function nameTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '23505' && constraint === 'sample_set_name')
    throw new Problem('samples/name-taken', 'Choose another name: case makes no difference.', {
      errors: [{ pointer: '/name', detail: 'Another set of samples of this campaign has this name.' }],
    })
  throw error
}
