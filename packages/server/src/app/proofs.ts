import type { BodyOf, ReplyOf } from '@chappe/core/api/endpoint'
import type { getProofJob, sendProofs } from '@chappe/core/api/simulations'
import { contentsOf } from '@chappe/core/campaign/contents'
import { Problem } from '@chappe/core/kit/problem'
import type { ProofJob, Sample } from '@chappe/core/simulation/schema'
import type { Ctx } from '../context.ts'
import * as campaignStore from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/proofs.ts'
import type { VersionRow } from '../store/versions.ts'
import { by, iso } from './campaigns.ts'
import { configurationToSend, refuseBroken, saidIn } from './preview.ts'
import { addJob } from './proofs/job.ts'

/** Messages of one job, and jobs that a list shows. */
const limits = { proofs: 3_000, listed: 100 } as const

/** A proof before it has an id; no locale named: each that the content has. */
interface Wanted {
  readonly sample: store.StoredSample
  readonly subjectPrefix: string
  readonly addresses: readonly string[]
}

/**
 * Queues proofs of a version (the draft, else the live one): each sample in each locale to each of its addresses.
 * Throws campaign/not-ready with the template's errors or without a channel configuration.
 */
export const send = (ctx: Ctx, id: string, body: BodyOf<typeof sendProofs>): Promise<ProofJob> =>
  request(ctx, id, {
    version: body.version,
    variant: body.variant,
    locales: body.locales,
    wanted: body.recipients.map(({ addresses, ...sample }) => ({
      sample: stored(sample),
      subjectPrefix: body.subjectPrefix,
      addresses,
    })),
  })

/** As `send`, with a prefix for each recipient. */
export async function request(
  ctx: Ctx,
  id: string,
  given: {
    version: number | undefined
    variant?: string | undefined
    locales: readonly string[]
    wanted: readonly Wanted[]
  },
): Promise<ProofJob> {
  const said = await saidIn(ctx, id, given)
  const { version } = said
  await configurationToSend(ctx, version)
  await refuseBroken(ctx, said)
  const locales = localesOf(version, given.locales)
  const proofs = given.wanted.flatMap(({ addresses, ...rest }) =>
    locales.flatMap((locale) => [...new Set(addresses)].map((address) => ({ ...rest, locale, address }))),
  )
  if (proofs.length > limits.proofs)
    throw new Problem(
      'request/invalid',
      `That would be ${proofs.length} messages; ${limits.proofs} are sent at once. Name fewer locales or recipients.`,
    )
  const jobId = await inTransaction(ctx.db, (db) =>
    addJob(ctx, db, { ...version, variant: given.variant ?? null }, 'proof', proofs, by(ctx)),
  )
  return present(await store.get(ctx.db, version, jobId))
}

function localesOf({ definition }: VersionRow, wanted: readonly string[]): (string | null)[] {
  const told = contentsOf(definition).map(({ locale }) => locale)
  const unknown = wanted.filter((locale) => !told.includes(locale))
  if (unknown.length > 0)
    throw new Problem('request/invalid', `The content says nothing in ${unknown.join(', ')}.`, {
      errors: [{ pointer: '/locales', detail: `No content in ${unknown.join(', ')}` }],
    })
  return wanted.length > 0 ? told.filter((locale) => wanted.includes(locale!)) : told
}

export const stored = ({ name, identity, profile, context }: Sample): store.StoredSample => ({
  name: name || (identity?.value ?? ''),
  ...(identity && { namespace: identity.namespace, userId: identity.value }),
  ...(profile && { profile }),
  ...(context && { context }),
})

export async function list(ctx: Ctx, campaignId: string): Promise<{ items: ProofJob[] }> {
  await campaignStore.get(ctx.db, ctx.sandboxId, campaignId)
  const rows = await store.list(ctx.db, { sandboxId: ctx.sandboxId, campaignId }, limits.listed)
  return { items: rows.map(present) }
}

/** Throws proof/not-found. */
export async function get(ctx: Ctx, campaignId: string, jobId: string): Promise<ReplyOf<typeof getProofJob>> {
  await campaignStore.get(ctx.db, ctx.sandboxId, campaignId)
  const job = await store.get(ctx.db, { sandboxId: ctx.sandboxId, campaignId }, jobId)
  const proofs = await store.proofsOf(ctx.db, ctx.sandboxId, jobId)
  return {
    ...present(job),
    proofs: proofs.map(({ id, address, locale, sample, status, reason, reply, settledAt }) => ({
      id,
      address,
      locale,
      sampleName: sample.name,
      status,
      reason,
      reply,
      settledAt: iso(settledAt),
    })),
  }
}

const present = ({ sandboxId: _sandbox, campaignId: _campaign, ...row }: store.ProofJobRow): ProofJob => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  finishedAt: iso(row.finishedAt),
})
