import type { ReplyOf } from '@chappe/core/api/endpoint'
import type { listWaves as endpoint } from '@chappe/core/api/occurrences'
import type { WaveCounts } from '@chappe/core/campaign/occurrence'
import { remember } from '@chappe/core/kit/remember'
import type { Ctx } from '../../context.ts'
import * as campaigns from '../../store/campaigns.ts'
import { atOneInstant } from '../../store/db.ts'
import * as occurrences from '../../store/occurrences.ts'
import * as store from '../../store/waves.ts'
import { ofCampaign } from '../occurrences.ts'
import { turns } from '../turns.ts'
import { definitionOf } from './definitions.ts'

type Told = ReplyOf<typeof endpoint>

interface Kept {
  /** Milliseconds; null while it is being counted. */
  until: number | null
  readonly told: Promise<Told>
}

const kept = new Map<string, Kept>()
const most = 500
/** Each has a connection for as long as it takes to read a part of the ledger. */
const inTurn = turns(2)

/** An answer is kept so many times as long as counting took, so that it never takes more than a twentieth of the time. */
const patience = 20
const leastKept = 2_000

/**
 * What became of each wave of an occurrence. While one wave moves and the others are to come, or were counted before,
 * its counters say so. Else the ledger is read, which of a million messages are a million rows: once for a wave that is
 * over, and never more often than every two seconds. Throws campaign/not-found, occurrence/not-found.
 */
export async function listWaves(ctx: Ctx, campaignId: string, id: string): Promise<Told> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  const { number } = await ofCampaign(ctx, campaignId, id)
  const known = kept.get(id)
  // What is being counted is fresh enough for everybody who asks meanwhile.
  if (known && (known.until === null || ctx.now().getTime() < known.until)) return known.told
  const made: Kept = {
    until: null,
    told: inTurn(async () => count(ctx, campaignId, number, await known?.told)),
  }
  remember(kept, id, made, most)
  const from = ctx.now().getTime()
  made.told.then(
    ({ items }) => {
      const now = ctx.now().getTime()
      made.until =
        items.length > 0 && items.every(isOver)
          ? Number.POSITIVE_INFINITY
          : now + Math.max(leastKept, patience * (now - from))
    },
    () => kept.get(id) === made && kept.delete(id),
  )
  return made.told
}

/** An outcome is for good: of such a wave nothing changes any more. */
const isOver = ({ left, pending }: WaveCounts) => left + pending === 0

async function count(ctx: Ctx, campaignId: string, number: number, before?: Told): Promise<Told> {
  const countedAt = ctx.now().toISOString()
  const { occurrence, parts } = await atOneInstant(ctx.db, async (db) => {
    const [occurrence] = await occurrences.list(db, ctx.sandboxId, campaignId, 1, number)
    return { occurrence: occurrence!, parts: await store.list(db, [occurrence!.id]) }
  })
  const over = before?.items.filter(isOver) ?? []
  const isKnown = ({ number }: store.WaveRow) => over.some((one) => one.number === number)
  const moving = parts.filter((part) => part.left < part.targeted && !isKnown(part))
  const counted =
    moving.length > 1 ? await read(ctx, occurrence, over) : alone(occurrence, parts, over, moving)
  return {
    countedAt,
    items: parts.map((part) => {
      const known = over.find(({ number }) => number === part.number)
      return known ?? told(counted.find(({ number }) => number === part.number) ?? { ...part, ...none })
    }),
  }
}

type Counts = Pick<WaveCounts, 'sent' | 'excluded' | 'failed' | 'uncertain'>
const none: Counts = { sent: 0, excluded: 0, failed: 0, uncertain: 0 }

const told = ({ number, startsAt, targeted, left, ...row }: store.WaveCountsRow): WaveCounts => {
  const { sent, excluded, failed, uncertain } = row
  const pending = targeted - left - sent - excluded - failed - uncertain
  return {
    number,
    startsAt: startsAt.toISOString(),
    targeted,
    left,
    sent,
    excluded,
    failed,
    uncertain,
    pending,
  }
}

/** All that the counters of the occurrence have and no other wave is of the only one that moves. */
function alone(
  occurrence: Counts & { readonly targeted: number; readonly left: number },
  parts: Awaited<ReturnType<typeof store.list>>,
  over: readonly WaveCounts[],
  moving: typeof parts,
): store.WaveCountsRow[] {
  const inWaves = (what: 'targeted' | 'left') => parts.reduce((sum, part) => sum + part[what], 0)
  const leftOut = occurrence.targeted - inWaves('targeted') - (occurrence.left - inWaves('left'))
  const own = (what: keyof Counts) => over.reduce((rest, one) => rest - one[what], occurrence[what])
  const counts = {
    sent: own('sent'),
    excluded: own('excluded') - leftOut,
    failed: own('failed'),
    uncertain: own('uncertain'),
  }
  return moving.map((part) => ({ ...part, ...counts }))
}

/** Reads the ledger for the waves of an occurrence that are not over. */
async function read(
  ctx: Ctx,
  { id, sandboxId, campaignId, version }: occurrences.OccurrenceRow,
  over: readonly WaveCounts[],
): Promise<store.WaveCountsRow[]> {
  const { actions } = await definitionOf(ctx, { sandboxId, campaignId, version })
  const ids = await store.idsOfActions(ctx.db, id, 1 + actions.length)
  return store.counts(
    ctx.db,
    id,
    ids,
    over.map(({ number }) => number),
  )
}
