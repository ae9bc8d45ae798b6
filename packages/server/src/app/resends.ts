import type { BodyOf, ReplyOf } from '@chappe/core/api/endpoint'
import type { resendOccurrence } from '@chappe/core/api/occurrences'
import type { Occurrence } from '@chappe/core/campaign/occurrence'
import { ResendGroup, type ResendPreview, resendable, resendGroups } from '@chappe/core/campaign/resend'
import { Problem } from '@chappe/core/kit/problem'
import { z } from 'zod'
import type { Ctx, House } from '../context.ts'
import * as queue from '../queue/jobs.ts'
import * as campaigns from '../store/campaigns.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as occurrences from '../store/occurrences.ts'
import * as store from '../store/resends.ts'
import * as tallies from '../store/tallies.ts'
import * as waves from '../store/waves.ts'
import { definitionOf } from './occurrences/definitions.ts'
import { inSecond, pageOf } from './occurrences/release.ts'
import { get, ofCampaign } from './occurrences.ts'

export const expandResendKind = 'expand-resend'
export const ExpandResend = z.object({ id: z.uuid(), groups: z.array(ResendGroup) })

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
    const payload = { id: planned.id, groups }
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

/** Takes the snapshot of those who are to be sent to again. Done again after a crash it changes nothing. */
export const expandResend = (
  house: Pick<House, 'db' | 'now' | 'newId'>,
  { id, groups }: z.infer<typeof ExpandResend>,
): Promise<number> =>
  inTransaction(house.db, async (db) => {
    const planned = await occurrences.find(db, id)
    if (planned?.status !== 'planned') return 0
    const { sandboxId, campaignId, resendsId: rootId } = planned
    const campaign = await campaigns.hold(db, sandboxId, campaignId)
    const occurrence = await occurrences.hold(db, id)
    if (occurrence?.status !== 'planned' || rootId === null) return 0
    const at = house.now()
    if (!resendable.includes(campaign.status) || occurrence.stoppedBy !== null) {
      await occurrences.change(db, id, { status: 'stopped', finishedAt: at })
      return 0
    }
    await occurrences.keepPeople(db, sandboxId)
    const root = await occurrences.find(db, rootId)
    const { pace } = await definitionOf({ db }, occurrence)
    const size = pageOf(pace)
    const domains = pace.domains.map(({ domain, rate }) => ({ domain, size: Math.min(size, inSecond(rate)) }))
    const targeted = await store.expand(db, {
      occurrence,
      root: await meant({ db }, root!),
      groups,
      firstId: house.newId(),
      size,
      domains,
    })
    await waves.insert(db, id, [{ number: 1, startsAt: at, targeted }])
    await tallies.add(db, sandboxId, campaignId, at, [
      { metric: 'targeted', occurrenceId: id, count: targeted },
    ])
    const over =
      targeted === 0 ? ({ status: 'done', finishedAt: at } as const) : { status: 'sending' as const }
    await occurrences.change(db, id, { ...over, targeted, startedAt: at })
    return targeted
  })

/** The last attempt to take the snapshot failed: the occurrence is over, the campaign goes on. */
export const giveUpResend = (
  { db, now }: Pick<House, 'db' | 'now'>,
  { id }: Pick<z.infer<typeof ExpandResend>, 'id'>,
  failure: string,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    if ((await occurrences.hold(tx, id))?.status === 'planned')
      await occurrences.change(tx, id, { status: 'failed', failure, finishedAt: now() })
  })

/** Stops one occurrence for good: what has not left of it does not leave. Throws occurrence/not-found, …/over. */
export async function stop(ctx: Ctx, campaignId: string, id: string): Promise<Occurrence> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  const { number } = await ofCampaign(ctx, campaignId, id)
  if (!(await occurrences.stop(ctx.db, id, ctx.actor.name)))
    throw new Problem('occurrence/over', 'It is over: there is nothing to stop.')
  return get(ctx, campaignId, number)
}

/** Whose people are looked for. Evergreen is what the version says that they were meant by. */
async function meant(house: Pick<House, 'db'>, root: occurrences.OccurrenceRow): Promise<store.Root> {
  const { trigger } = await definitionOf(house, root)
  return { ...root, evergreen: trigger.kind === 'recurring' && trigger.evergreen }
}

async function rootOf(ctx: Ctx, campaignId: string, id: string): Promise<occurrences.OccurrenceRow> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  const found = await ofCampaign(ctx, campaignId, id)
  return found.resendsId === null ? found : ofCampaign(ctx, campaignId, found.resendsId)
}
