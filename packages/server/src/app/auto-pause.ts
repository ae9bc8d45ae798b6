import { AutoPause, type PausedReason, tooHigh } from '@chappe/core/campaign/watch'
import type { House } from '../context.ts'
import * as store from '../store/auto-pause.ts'
import * as campaigns from '../store/campaigns.ts'
import { type Db, inTransaction } from '../store/db.ts'

/** A campaign that was paused because too much went wrong. */
export interface Paused extends PausedReason {
  readonly sandboxId: number
  readonly campaign: string
}

/**
 * Pauses the campaigns of whose messages more went wrong than they allow, in what is being sent or in what was sent of
 * late; answers which, and why.
 */
export async function pauseFailing(
  { db, now }: Pick<House, 'db' | 'now'>,
  looking: store.Looking,
): Promise<Paused[]> {
  const paused: Paused[] = []
  const suspects = new Map((await failing(db, now(), looking)).map((one) => [one.campaign, one]))
  for (const { sandboxId, campaign } of suspects.values()) {
    const reason = await inTransaction(db, async (tx) => {
      await campaigns.hold(tx, sandboxId, campaign)
      // Asked again now that nobody can resume it: what was before a resumption does not count.
      const [found] = await failing(tx, now(), looking, campaign)
      return found && (await store.pause(tx, { sandboxId, campaignId: campaign }, reasonOf(found)))
        ? found
        : null
    })
    if (reason) paused.push(reason)
  }
  return paused
}

async function failing(db: Db, now: Date, looking: store.Looking, campaignId?: string): Promise<Paused[]> {
  const watched = await store.watched(db, now, looking, campaignId)
  return watched.flatMap(({ sandboxId, campaignId: campaign, number, limits, counts, from }) => {
    const reason = tooHigh(AutoPause.parse(limits), counts, from ?? undefined)
    return reason ? [{ ...reason, sandboxId, campaign, occurrence: number }] : []
  })
}

const reasonOf = ({ sandboxId: _sandbox, campaign: _campaign, ...reason }: Paused): PausedReason => reason
