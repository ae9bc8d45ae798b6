import { AutoPause, type PausedReason, tooHigh } from '@chappe/core/campaign/watch'
import type { House } from '../context.ts'
import * as store from '../store/auto-pause.ts'
import * as sets from '../store/campaign-sets.ts'
import { inTransaction } from '../store/db.ts'

/** What was paused or stopped because too much of it went wrong, and which rate was too high. */
export interface Alert extends PausedReason {
  readonly sandboxId: number
  readonly campaign: string
  /** A campaign that is over cannot be paused: of it the resend that is under way is stopped. */
  readonly what: 'campaign' | 'resend'
}

interface Suspect {
  readonly watched: store.Watched
  readonly reason: PausedReason
}

/**
 * Pauses the campaigns of whose messages more went wrong than they allow, in what is being sent or in what was sent of
 * late, and stops resends of campaigns that are over; answers which, and why. A campaign that somebody holds waits for
 * the next time, as does one that this cannot be done for, of which `tell` hears why: neither keeps the others waiting.
 */
export async function pauseFailing(
  house: Pick<House, 'db' | 'now'>,
  looking: store.Looking,
  tell: (error: unknown, campaign: string) => void = () => {},
): Promise<Alert[]> {
  const alerts: Alert[] = []
  const suspects = new Map(
    (await failing(house, looking)).map(({ watched }) => [watched.campaignId, watched]),
  )
  for (const { sandboxId, campaignId } of suspects.values())
    try {
      alerts.push(...(await haltOne(house, looking, sandboxId, campaignId)))
    } catch (error) {
      tell(error, campaignId)
    }
  return alerts
}

const haltOne = (
  { db, now }: Pick<House, 'db' | 'now'>,
  looking: store.Looking,
  sandboxId: number,
  campaignId: string,
): Promise<Alert[]> =>
  inTransaction(db, async (tx) => {
    const [held] = await sets.holdFree(tx, sandboxId, [campaignId])
    if (!held) return []
    const alerts: Alert[] = []
    // Asked again now that nobody can resume it: what was before a resumption does not count. The first one pauses a
    // campaign, which is then not paused again; of one that is over each resend is stopped.
    for (const { watched, reason } of await failing({ db: tx, now }, looking, campaignId)) {
      const what = watched.isOver ? 'resend' : 'campaign'
      const done = watched.isOver ? store.stopResend : store.pause
      if (await done(tx, watched, reason)) alerts.push({ ...reason, sandboxId, campaign: campaignId, what })
    }
    return alerts
  })

async function failing(
  { db, now }: Pick<House, 'db' | 'now'>,
  looking: store.Looking,
  campaignId?: string,
): Promise<Suspect[]> {
  const found = await store.watched(db, now(), looking, campaignId)
  return found.flatMap((watched) => {
    const { number, limits, counts, from } = watched
    const reason = tooHigh(AutoPause.parse(limits), counts, from ?? undefined)
    return reason ? [{ watched, reason: { ...reason, occurrence: number } }] : []
  })
}
