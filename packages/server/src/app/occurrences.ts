import type { Occurrence } from '@chappe/core/campaign/occurrence'
import type { Definition } from '@chappe/core/campaign/schema'
import { planAt } from '@chappe/core/campaign/trigger'
import { giveBack, newPacer, type PacerState, take } from '@chappe/core/schedule/rate/pacer'
import { perMillisecond } from '@chappe/core/schedule/rate/schema'
import { z } from 'zod'
import type { Ctx, House } from '../context.ts'
import * as queue from '../queue/jobs.ts'
import { membersOf } from '../store/audience-expansion.ts'
import * as audiences from '../store/audiences.ts'
import * as campaigns from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/occurrences.ts'
import * as tallies from '../store/tallies.ts'
import * as versions from '../store/versions.ts'

export const expandKind = 'expand-occurrence'
export const ExpandOccurrence = z.object({ id: z.uuid() })

/**
 * Writes down the occurrences whose time has come, and that somebody is to expand them, in one transaction. Answers
 * how many; a slot is planned once, whatever crashes and however many do this.
 */
export const planDue = ({ db, now, newId }: Pick<House, 'db' | 'now' | 'newId'>): Promise<number> =>
  inTransaction(db, async (tx) => {
    const due = await store.due(tx, now(), 50)
    for (const campaign of due) {
      const { definition } = await versions.get(tx, campaign, campaign.version)
      const { slot, next } = planAt(definition.trigger, campaign.nextAt.getTime(), now().getTime())
      const id = newId()
      const times = {
        slot: slot === null ? null : new Date(slot),
        next: next === null ? null : new Date(next),
      }
      if (await store.plan(tx, campaign, { id, ...times }))
        await queue.add(tx, { id: newId(), kind: expandKind, key: id, payload: { id }, runAt: now() })
    }
    return due.length
  })

/**
 * Takes the snapshot of an occurrence: its audiences as they are at this moment, cut into batches. Done again after a
 * crash it changes nothing.
 */
export async function expand(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  { id }: z.infer<typeof ExpandOccurrence>,
): Promise<number> {
  const planned = await store.find(house.db, id)
  if (planned?.status !== 'planned') return 0
  const { sandboxId, campaignId } = planned
  const { definition } = await versions.get(house.db, { sandboxId, id: campaignId }, planned.version)
  const { id: audienceId, exclude } = definition.audience
  if (audienceId === null) throw new Error('The campaign has no audience.')
  const named = [audienceId, ...exclude]
  const usable = await audiences.usable(house.db, sandboxId, named)
  const gone = named.find((each) => !usable.has(each))
  if (gone !== undefined) throw new Error(`The audience ${gone} was deleted or archived.`)
  return inTransaction(house.db, async (db) => {
    // Whoever stops the campaign waits for us, or we see that it is stopped.
    const campaign = await campaigns.hold(db, sandboxId, campaignId)
    const occurrence = await store.hold(db, id)
    if (occurrence?.status !== 'planned') return 0
    const at = house.now()
    if (!going.has(campaign.status)) {
      await store.change(db, id, { status: 'stopped', finishedAt: at })
      return 0
    }
    const people = await store.expand(db, {
      occurrence,
      people: await membersOf(db, sandboxId, audienceId, at),
      excluded: await Promise.all(exclude.map((each) => membersOf(db, sandboxId, each, at))),
      evergreen: definition.trigger.kind === 'recurring' && definition.trigger.evergreen,
      firstId: house.newId(),
      size: pageOf(definition.pace),
    })
    await tallies.add(db, sandboxId, campaignId, at, [
      { metric: 'targeted', occurrenceId: id, count: people },
    ])
    const over = people === 0 ? ({ status: 'done', finishedAt: at } as const) : { status: 'sending' as const }
    await store.change(db, id, { ...over, targeted: people, startedAt: at })
    return people
  })
}

/** The last attempt to expand failed: the occurrence is over, and so is the campaign, with the reason. */
export const giveUp = (
  { db, now }: Pick<House, 'db' | 'now'>,
  { id }: z.infer<typeof ExpandOccurrence>,
  failure: string,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const planned = await store.find(tx, id)
    if (!planned) return
    await campaigns.hold(tx, planned.sandboxId, planned.campaignId)
    if ((await store.hold(tx, id))?.status !== 'planned') return
    const at = now()
    await store.change(tx, id, { status: 'failed', failure, finishedAt: at })
    await campaigns.fail(tx, planned.sandboxId, planned.campaignId, failure, at)
  })

/** In these statuses a campaign sends, or will again. */
const going: ReadonlySet<string> = new Set(['live', 'paused', 'completed'])

/** People with the workers at a time, of one occurrence: campaigns take turns, and a pause need not wait for long. */
const ahead = 20_000

/** Gives the workers the next people of every occurrence that is being sent, and ends those that are through. */
export async function release(house: Pick<House, 'db' | 'now'>): Promise<void> {
  for (const occurrence of await store.sending(house.db)) {
    const { id, campaignStatus, targeted, released, open } = occurrence
    if (campaignStatus === 'paused') continue
    const sends = going.has(campaignStatus)
    if (targeted === released && open === 0)
      await store.change(house.db, id, { status: sends ? 'done' : 'stopped', finishedAt: house.now() })
    else if (sends) await releaseNext(house, occurrence)
    // Of a campaign that was stopped the workers write down who was not reached.
    else await store.release(house.db, id, (held) => ({ people: held.targeted - held.released }))
  }
}

async function releaseNext({ db, now }: Pick<House, 'db' | 'now'>, occurrence: store.Sending): Promise<void> {
  const { id, sandboxId, campaignId, version, open } = occurrence
  const { pace, trigger } = (await versions.get(db, { sandboxId, id: campaignId }, version)).definition
  const most = pace.rate === null ? ahead : Math.min(ahead, 2 * pageOf(pace))
  const zone = trigger.kind === 'now' ? 'UTC' : trigger.timeZone
  await store.release(db, id, (held) => {
    const wanted = Math.min(held.targeted - held.released, most - open)
    if (wanted <= 0) return { people: 0 }
    const at = now().getTime()
    const before = (held.pace as PacerState | null) ?? newPacer(pace, at)
    const { granted, state } = take(pace, zone, before, at, wanted)
    return { people: granted, paced: (left) => giveBack(pace, state, granted - left) }
  })
}

/** People in a batch of a campaign: no more than a second of its rate, or a day of its warm-up, has. */
const pageOf = ({ rate, warmUp }: Definition['pace']): number => {
  const second = rate === null ? store.batchSize : Math.floor(perMillisecond(rate) * 1_000)
  return Math.max(1, Math.min(store.batchSize, second, ...(warmUp?.caps ?? [])))
}

/** The occurrences of a campaign, newest first. Throws campaign/not-found. */
export async function list(ctx: Ctx, campaignId: string, limit: number): Promise<{ items: Occurrence[] }> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  const rows = await store.list(ctx.db, ctx.sandboxId, campaignId, limit)
  return { items: rows.map((row) => present(row, ctx.now())) }
}

function present(row: Awaited<ReturnType<typeof store.list>>[number], now: Date): Occurrence {
  const { id, number, version, status, failure, startedAt, targeted, left } = row
  const { sent, excluded, failed, uncertain, pending } = row
  const seconds = startedAt === null ? 0 : (now.getTime() - startedAt.getTime()) / 1_000
  const over = targeted - left - pending
  const rate = status === 'sending' && seconds > 0 && over > 0 ? over / seconds : null
  return {
    id,
    number,
    version,
    status,
    failure,
    ...{ targeted, left, sent, excluded, failed, uncertain, pending },
    plannedAt: row.plannedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    rate,
    secondsLeft: rate === null ? null : Math.ceil((left + pending) / rate),
  }
}
