import type { Occurrence } from '@chappe/core/campaign/occurrence'
import { planAt } from '@chappe/core/campaign/trigger'
import { Problem } from '@chappe/core/kit/problem'
import type { z } from 'zod'
import type { Ctx, House } from '../context.ts'
import * as queue from '../queue/jobs.ts'
import * as campaigns from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/occurrences.ts'
import * as waves from '../store/waves.ts'
import { type Course, courseOf } from './occurrences/course.ts'
import { definitionOf } from './occurrences/definitions.ts'
import { type ExpandOccurrence, expandKind } from './occurrences/expand.ts'

/**
 * Writes down the occurrences whose time has come, and that somebody is to expand them. Answers how many campaigns were
 * dealt with; a slot is planned once, whatever crashes and however many do this. A campaign that it cannot be done for
 * keeps nobody else waiting; `tell` hears why.
 */
export async function planDue(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  tell: (error: unknown, campaign: string) => void = () => {},
): Promise<number> {
  let planned = 0
  for (const campaign of await store.due(house.db, house.now(), 50))
    try {
      if (await plan(house, campaign)) planned++
    } catch (error) {
      tell(error, campaign)
    }
  return planned
}

const plan = (
  { db, now, newId }: Pick<House, 'db' | 'now' | 'newId'>,
  campaignId: string,
): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const campaign = await store.holdDue(tx, campaignId, now())
    if (!campaign) return false
    const { trigger } = await definitionOf({ db: tx }, { ...campaign, campaignId })
    const { slot, next } = planAt(trigger, campaign.nextAt.getTime(), now().getTime())
    const id = newId()
    const times = {
      slot: slot === null ? null : new Date(slot),
      next: next === null ? null : new Date(next),
    }
    if (await store.plan(tx, campaign, { id, ...times }))
      await queue.add(tx, { id: newId(), kind: expandKind, key: id, payload: { id }, runAt: now() })
    return true
  })

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

/** The occurrences of a campaign, newest first. Throws campaign/not-found. */
export async function list(ctx: Ctx, campaignId: string, limit: number): Promise<{ items: Occurrence[] }> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  return { items: await shown(ctx, await store.list(ctx.db, ctx.sandboxId, campaignId, limit)) }
}

/** The occurrence of this number, which is there. */
export async function get(ctx: Ctx, campaignId: string, number: number): Promise<Occurrence> {
  const rows = await store.list(ctx.db, ctx.sandboxId, campaignId, 1, number)
  return (await shown(ctx, rows))[0]!
}

/** The occurrence of this id, if it is one of the campaign's. Throws occurrence/not-found. */
export async function ofCampaign(ctx: Ctx, campaignId: string, id: string): Promise<store.OccurrenceRow> {
  const found = await store.find(ctx.db, id)
  if (found?.sandboxId !== ctx.sandboxId || found.campaignId !== campaignId)
    throw new Problem('occurrence/not-found', 'The campaign has no occurrence of this id.')
  return found
}

async function shown(ctx: Ctx, rows: Awaited<ReturnType<typeof store.list>>): Promise<Occurrence[]> {
  const parts = await waves.list(
    ctx.db,
    rows.map(({ id }) => id),
  )
  return Promise.all(
    rows.map(async (row) => {
      const own = parts.filter(({ occurrenceId }) => occurrenceId === row.id)
      return {
        ...present(row),
        ...(await courseOf(ctx, row, own)),
        waves: own.map(({ number, startsAt, targeted, left }) => ({
          number,
          startsAt: startsAt.toISOString(),
          targeted,
          left,
        })),
      }
    }),
  )
}

function present(
  row: Awaited<ReturnType<typeof store.list>>[number],
): Omit<Occurrence, 'waves' | keyof Course> {
  const { id, number, version, status, failure, startedAt, targeted, left, resends, askedBy, stoppedBy } = row
  const { sent, excluded, failed, uncertain, pending } = row
  return {
    id,
    number,
    version,
    status,
    failure,
    kind: row.kind as Occurrence['kind'],
    ...{ resends, askedBy, stoppedBy },
    stoppedReason: row.stoppedReason as Occurrence['stoppedReason'],
    ...{ targeted, left, sent, excluded, failed, uncertain, pending },
    plannedAt: row.plannedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
