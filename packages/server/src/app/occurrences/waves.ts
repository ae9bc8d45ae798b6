import type { ReplyOf } from '@chappe/core/api/endpoint'
import type { listWaves as endpoint } from '@chappe/core/api/occurrences'
import type { Occurrence, WaveCounts } from '@chappe/core/campaign/occurrence'
import { remember } from '@chappe/core/kit/remember'
import type { Ctx } from '../../context.ts'
import * as campaigns from '../../store/campaigns.ts'
import * as store from '../../store/waves.ts'
import { get, ofCampaign } from '../occurrences.ts'
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
 * What became of each wave of an occurrence. Of a million messages this reads a million rows, so a wave that is over is
 * counted once, and nothing more often than every two seconds. Throws campaign/not-found, occurrence/not-found.
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
  const occurrence = await get(ctx, campaignId, number)
  const [only, ...others] = occurrence.waves
  // All of it: the counters know.
  if (only && others.length === 0 && only.targeted === occurrence.targeted) {
    const { sent, excluded, failed, uncertain, pending, left } = occurrence
    return { countedAt, items: [{ ...only, left, sent, excluded, failed, uncertain, pending }] }
  }
  return { countedAt, items: await read(ctx, campaignId, occurrence, before?.items.filter(isOver) ?? []) }
}

/** Reads the ledger for the waves of an occurrence that are not `known`. */
async function read(
  ctx: Ctx,
  campaignId: string,
  { id, version }: Pick<Occurrence, 'id' | 'version'>,
  known: readonly WaveCounts[],
): Promise<WaveCounts[]> {
  const { actions } = await definitionOf(ctx, { sandboxId: ctx.sandboxId, campaignId, version })
  const ids = await store.idsOfActions(ctx.db, id, 1 + actions.length)
  const rows = await store.counts(
    ctx.db,
    id,
    ids,
    known.map(({ number }) => number),
  )
  return rows.map(
    ({ startsAt, ...row }) =>
      known.find(({ number }) => number === row.number) ?? {
        ...row,
        startsAt: startsAt.toISOString(),
        pending: row.targeted - row.left - row.sent - row.excluded - row.failed - row.uncertain,
      },
  )
}
