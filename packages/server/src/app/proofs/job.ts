import { contentsOf } from '@chappe/core/campaign/contents'
import { isUsed, withVariant } from '@chappe/core/campaign/variants'
import { z } from 'zod'
import type { Ctx } from '../../context.ts'
import * as jobs from '../../queue/jobs.ts'
import type { By } from '../../store/campaigns.ts'
import * as configurations from '../../store/configurations.ts'
import type { Db } from '../../store/db.ts'
import * as store from '../../store/proofs.ts'
import type { VersionRow } from '../../store/versions.ts'

/** Kind of the job by which a worker sends the proofs of one proof job. */
export const sendProofsKind = 'send-proofs'
export const SendProofs = z.object({ sandboxId: z.int(), jobId: z.uuid() })
export type SendProofs = z.infer<typeof SendProofs>

/** A version, and which of its contents; null: the campaign's own. */
type Saying = Pick<VersionRow, 'sandboxId' | 'campaignId' | 'number'> & { readonly variant: string | null }

/** Writes a proof job with its messages and queues what sends them: call it in one transaction. */
export async function addJob(
  { newId, now }: Pick<Ctx, 'newId' | 'now'>,
  db: Db,
  { sandboxId, campaignId, number, variant }: Saying,
  purpose: 'proof' | 'seed',
  proofs: readonly Omit<store.NewProof, 'id'>[],
  by: Pick<By, 'at' | 'name'>,
): Promise<string> {
  const jobId = newId()
  const job = { sandboxId, id: jobId, campaignId, version: number, variant, purpose }
  await store.create(
    db,
    { ...job, createdAt: by.at, createdBy: by.name },
    proofs.map((proof) => ({ ...proof, id: newId() })),
  )
  const payload: SendProofs = { sandboxId, jobId }
  await jobs.add(db, { id: newId(), kind: sendProofsKind, payload, runAt: now() })
  return jobId
}

/**
 * Queues a copy of each locale of each content that is sent, for everybody on the seed list of the channel
 * configuration that it is sent with, with values inferred from it, in the transaction that activates the version.
 */
export async function addSeeds(
  ctx: Pick<Ctx, 'newId' | 'now'>,
  db: Db,
  version: VersionRow,
  by: Pick<By, 'at' | 'name'>,
): Promise<void> {
  const { definition } = version
  const used = definition.variants.map(({ id }) => id).filter((id) => isUsed(definition, id))
  for (const variant of [null, ...used]) {
    const said = withVariant(definition, variant)!
    const id = said.channelConfigurationId
    const { seedList = [] } = (id && (await configurations.find(db, version.sandboxId, id))?.settings) || {}
    if (seedList.length === 0) continue
    const sample = { name: '' }
    const proofs = contentsOf(said).flatMap(({ locale }) =>
      [...new Set(seedList)].map((address) => ({ locale, address, sample, subjectPrefix: '' })),
    )
    await addJob(ctx, db, { ...version, variant }, 'seed', proofs, by)
  }
}
