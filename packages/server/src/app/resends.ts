import type { BodyOf, ReplyOf } from '@chappe/core/api/endpoint'
import type { resendOccurrence } from '@chappe/core/api/occurrences'
import type { Occurrence } from '@chappe/core/campaign/occurrence'
import { type ResendPreview, resendable, resendGroups } from '@chappe/core/campaign/resend'
import { Problem } from '@chappe/core/kit/problem'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import * as queue from '../queue/jobs.ts'
import * as campaigns from '../store/campaigns.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as occurrences from '../store/occurrences.ts'
import * as store from '../store/resends.ts'
import { definitionOf } from './occurrences/definitions.ts'
import { type ExpandResend, expandResendKind, meant } from './occurrences/expand-resend.ts'
import { get, ofCampaign } from './occurrences.ts'

/** Whom an occurrence did not reach so far. Throws campaign/not-found, occurrence/not-found. */
export async function preview(ctx: Ctx, campaignId: string, id: string): Promise<ResendPreview> {
  const root = await rootOf(ctx, campaignId, id)
  const [counted, { newest, running }] = await Promise.all([
    store.counts(ctx.db, await meant(ctx, root)),
    store.familyOf(ctx.db, root.id),
  ])
  return {
    groups: resendGroups.flatMap((group) => {
      const reasons = counted.filter((one) => one.group === group)
      const sum = (what: 'count' | 'suppressed') => reasons.reduce((all, one) => all + one[what], 0)
      const [count, suppressed] = [sum('count'), sum('suppressed')]
      return count === 0
        ? []
        : [{ group, count, suppressed, reasons: reasons.map(({ reason, count }) => ({ reason, count })) }]
    }),
    after: newest,
    running: running?.number ?? null,
  }
}

/**
 * Sends an occurrence that is over once more, to exactly those whom it and what was resent of it did not reach. One at
 * a time: what is asked while it goes on, or with an `after` that is no longer the newest, answers what is there.
 *
 * Throws occurrence/not-found, occurrence/not-over, occurrence/nobody-left, campaign/illegal-transition.
 */
export async function resend(
  ctx: Ctx,
  campaignId: string,
  id: string,
  { groups, after }: BodyOf<typeof resendOccurrence>,
): Promise<ReplyOf<typeof resendOccurrence>> {
  const root = await rootOf(ctx, campaignId, id)
  const seen = await store.familyOf(ctx.db, root.id)
  // Looked for before the campaign is held: among a million messages that takes a while.
  const said = seen.running ? [] : await store.variants(ctx.db, await meant(ctx, root), groups)
  const made = await inTransaction(ctx.db, async (db) => {
    const campaign = await campaigns.hold(db, ctx.sandboxId, campaignId)
    const { newest, running } = await store.familyOf(db, root.id)
    if (running && running.id !== root.id) return { created: false, number: running.number }
    if (newest > (after ?? seen.newest)) return { created: false, number: newest }
    if (running)
      throw new Problem('occurrence/not-over', 'It is still being sent. Wait for its end, or stop it first.')
    if (!resendable.includes(campaign.status))
      throw campaigns.illegal(campaign, 'resend an occurrence', { ...ctx.actor, at: ctx.now() })
    if (said.length === 0)
      throw new Problem(
        'occurrence/nobody-left',
        'Everybody whom it meant was reached, or is left out by a rule.',
      )
    const version = await versionFor(db, campaign, root, said)
    const planned = { id: ctx.newId(), version, at: ctx.now() }
    const number = await store.plan(db, root, { ...planned, askedBy: ctx.actor.name })
    const payload: z.infer<typeof ExpandResend> = { id: planned.id, groups }
    await queue.add(db, {
      id: ctx.newId(),
      kind: expandResendKind,
      key: planned.id,
      payload,
      runAt: ctx.now(),
    })
    return { created: true, number }
  })
  return { created: made.created, occurrence: await get(ctx, campaignId, made.number) }
}

/** The version that is live now, in which a mistake may have been mended; if it says all that has to be said. */
async function versionFor(
  db: Db,
  campaign: campaigns.CampaignRow,
  root: occurrences.OccurrenceRow,
  said: readonly (string | null)[],
): Promise<number> {
  const live = campaign.liveVersion
  if (live === null || live === root.version) return root.version
  const { variants } = await definitionOf({ db }, { ...root, version: live })
  const known = new Set<string | null>([null, ...variants.map((one) => one.id)])
  return said.every((variant) => known.has(variant)) ? live : root.version
}

/** Stops one occurrence for good: what has not left of it does not leave. Throws occurrence/not-found, …/over. */
export async function stop(ctx: Ctx, campaignId: string, id: string): Promise<Occurrence> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  const { number } = await ofCampaign(ctx, campaignId, id)
  if (!(await occurrences.stop(ctx.db, id, ctx.actor.name)))
    throw new Problem('occurrence/over', 'It is over: there is nothing to stop.')
  return get(ctx, campaignId, number)
}

async function rootOf(ctx: Ctx, campaignId: string, id: string): Promise<occurrences.OccurrenceRow> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  const found = await ofCampaign(ctx, campaignId, id)
  return found.resendsId === null ? found : ofCampaign(ctx, campaignId, found.resendsId)
}
