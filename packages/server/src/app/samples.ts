import type { BodyOf } from '@chappe/core/api/endpoint'
import type { createSampleSet, saveSampleSet } from '@chappe/core/api/simulations'
import { Problem } from '@chappe/core/kit/problem'
import { type SampleSet, simulationLimits } from '@chappe/core/simulation/schema'
import type { Ctx } from '../context.ts'
import * as campaignStore from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/samples.ts'
import { by, stale } from './campaigns.ts'

export { readFile } from './samples/file.ts'

const of = (ctx: Ctx, campaignId: string) => ({ sandboxId: ctx.sandboxId, campaignId })

export async function list(ctx: Ctx, campaignId: string): Promise<{ items: SampleSet[] }> {
  await campaignStore.get(ctx.db, ctx.sandboxId, campaignId)
  return { items: (await store.list(ctx.db, of(ctx, campaignId))).map(present) }
}

/** Throws samples/name-taken, and request/invalid when the campaign has as many sets as it may have. */
export async function create(
  ctx: Ctx,
  campaignId: string,
  { name, samples }: BodyOf<typeof createSampleSet>,
): Promise<SampleSet> {
  const author = by(ctx)
  const row = await inTransaction(ctx.db, async (db) => {
    await campaignStore.hold(db, ctx.sandboxId, campaignId)
    const { length } = await store.list(db, of(ctx, campaignId))
    if (length >= simulationLimits.sampleSets)
      throw new Problem('request/invalid', `A campaign keeps ${simulationLimits.sampleSets} sets at most.`)
    return store.insert(db, {
      ...of(ctx, campaignId),
      id: ctx.newId(),
      name,
      samples: JSON.stringify(samples),
      createdAt: author.at,
      createdBy: author.name,
      modifiedAt: author.at,
      modifiedBy: author.name,
    })
  })
  return present(row)
}

/** Throws samples/not-found, samples/name-taken, and request/stale with who saved what when. */
export async function save(
  ctx: Ctx,
  campaignId: string,
  id: string,
  body: BodyOf<typeof saveSampleSet>,
): Promise<SampleSet> {
  await campaignStore.get(ctx.db, ctx.sandboxId, campaignId)
  const row = await store.save(ctx.db, of(ctx, campaignId), id, body, by(ctx))
  if (!row) throw stale(await store.get(ctx.db, of(ctx, campaignId), id))
  return present(row)
}

export async function remove(ctx: Ctx, campaignId: string, id: string): Promise<void> {
  await campaignStore.get(ctx.db, ctx.sandboxId, campaignId)
  await store.remove(ctx.db, of(ctx, campaignId), id)
}

const present = ({ sandboxId: _sandbox, campaignId: _campaign, ...row }: store.SampleSetRow): SampleSet => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  modifiedAt: row.modifiedAt.toISOString(),
})
