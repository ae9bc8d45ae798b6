import type { Occurrence } from '@chappe/core/campaign/occurrence'
import { waitOf, waitOfPlanned } from '@chappe/core/campaign/waits'
import { warmUpFrom } from '@chappe/core/schedule/rate/hold-up'
import { outlook } from '@chappe/core/schedule/rate/outlook'
import { newPacer } from '@chappe/core/schedule/rate/pacer'
import type { Ctx } from '../../context.ts'
import { type OccurrenceCounts, type OccurrenceRow, standingOf } from '../../store/occurrences.ts'
import * as store from '../../store/waits.ts'
import type * as waves from '../../store/waves.ts'
import { definitionOf, zoneOf } from './definitions.ts'
import { going, type Paced } from './release.ts'
import { configurationsOf, standingOfRow, told } from './standing.ts'

export type Course = Pick<Occurrence, 'rate' | 'secondsLeft' | 'waits'>
type Counted = OccurrenceRow & OccurrenceCounts
type Wave = Awaited<ReturnType<typeof waves.list>>[number]

const nothing: Course = { rate: null, secondsLeft: null, waits: null }
const hour = 3_600_000

/** How fast an occurrence goes, for how long still, and what it waits for when it does not go at all. */
export async function courseOf(ctx: Ctx, row: Counted, parts: readonly Wave[]): Promise<Course> {
  if (row.status !== 'planned' && row.status !== 'sending') return nothing
  const now = ctx.now().getTime()
  const standing = await standingOf(ctx.db, row.id)
  const isPaused = standing === 'paused'
  if (row.status === 'planned' || row.startedAt === null) {
    const wait = isPaused ? null : waitOfPlanned(row.plannedAt.getTime(), now)
    return { ...nothing, waits: told(wait) }
  }
  const rate = await rateOf(ctx, row, parts)
  if (isPaused || !going.has(standing))
    return { rate, secondsLeft: secondsAt(rate, row, parts, now), waits: null }
  const paced = await pacedOf(ctx, row, now)
  return {
    rate,
    secondsLeft: isSimple(paced, parts)
      ? secondsAt(rate, row, parts, now)
      : secondsBy(paced, row, parts, now),
    waits: told(await waiting(ctx, row, parts, paced)),
  }
}

/** People done with per second while it was not paused; of waves, since the one that is being sent began. */
async function rateOf(
  ctx: Ctx,
  { sandboxId, campaignId, startedAt, targeted, left, pending }: Counted,
  parts: readonly Wave[],
): Promise<number | null> {
  const now = ctx.now()
  const begun = parts.filter(({ startsAt }) => startsAt <= now)
  const current = begun.at(-1)
  const isLater = begun.length > 1 && begun.slice(0, -1).every((one) => one.left === 0)
  const [over, since] =
    isLater && current && current.left > 0
      ? [current.targeted - current.left, current.startsAt]
      : [targeted - left - pending, startedAt!]
  const paused = await store.pausedSeconds(ctx.db, sandboxId, campaignId, since, now)
  const seconds = (now.getTime() - since.getTime()) / 1_000 - paused
  return seconds > 0 && over > 0 ? over / seconds : null
}

/** At the rate that it had so far; whatever that is, not before the last wave has begun. */
function secondsAt(
  rate: number | null,
  { left, pending }: Counted,
  parts: readonly Wave[],
  now: number,
): number | null {
  const waiting = parts.filter((one) => one.left > 0).map(({ startsAt }) => startsAt.getTime() - now)
  const least = Math.max(0, ...waiting) / 1_000
  return rate === null ? null : Math.ceil(Math.max((left + pending) / rate, least))
}

type PacedRow = Awaited<ReturnType<typeof pacedOf>>

async function pacedOf(ctx: Ctx, row: Counted, now: number) {
  const definition = await definitionOf(ctx, row)
  const { pace } = definition
  const paces = await store.pacesOf(ctx.db, row.sandboxId, [row.campaignId])
  const kept = (paces.get(row.campaignId) ?? null) as Paced | null
  return { definition, pace, zone: zoneOf(definition), pacer: kept?.all ?? newPacer(pace, now) }
}

const isSimple = ({ pace }: PacedRow, parts: readonly Wave[]): boolean =>
  pace.window === null &&
  pace.warmUp === null &&
  parts.every(({ startsAt }) => startsAt <= parts[0]!.startsAt)

/** As the calendar has it: what went while it waited for its hours says nothing of what is to come. */
function secondsBy(
  { pace, zone, pacer }: PacedRow,
  { startedAt, pending }: Counted,
  parts: readonly Wave[],
  now: number,
): number | null {
  const deadline = pace.deadlineHours === null ? null : startedAt!.getTime() + pace.deadlineHours * hour
  const { endsAt } = outlook({
    parts: parts
      .filter(({ left }) => left > 0)
      .map(({ startsAt, left }) => ({ start: Math.max(now, startsAt.getTime()), people: left })),
    pace: {
      ...pace,
      warmUp: warmUpFrom(pace, zone, pacer, now),
      deadlineHours: deadline === null ? null : Math.max(0, (deadline - now) / hour),
    },
    zone,
  })
  if (endsAt === null) return pending > 0 ? 1 : null
  return Math.max(1, Math.ceil((endsAt - now) / 1_000))
}

async function waiting(ctx: Ctx, row: Counted, parts: readonly Wave[], paced: PacedRow) {
  const [open, active] = await Promise.all([
    store.openBatches(ctx.db, [row.id]),
    store.activeAmong(ctx.db, row.sandboxId, configurationsOf(paced.definition)),
  ])
  return waitOf(standingOfRow(ctx.now().getTime(), row, { ...paced, parts, open, active }))
}
