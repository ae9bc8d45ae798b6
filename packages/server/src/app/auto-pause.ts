import { AutoPause, type PausedReason, tooHigh } from '@chappe/core/campaign/watch'
import type { House } from '../context.ts'
import * as store from '../store/auto-pause.ts'
import * as sets from '../store/campaign-sets.ts'
import { inTransaction } from '../store/db.ts'

/** A campaign that was paused because too much went wrong. */
export interface Paused extends PausedReason {
  readonly sandboxId: number
  readonly campaign: string
}

/**
 * Pauses the campaigns of whose messages more went wrong than they allow, in what is being sent or in what was sent of
 * late; answers which, and why. One that somebody holds waits for the next time, as does one that this cannot be done
 * for, of which `tell` hears why: neither keeps the others waiting.
 */
export async function pauseFailing(
  house: Pick<House, 'db' | 'now'>,
  looking: store.Looking,
  tell: (error: unknown, campaign: string) => void = () => {},
): Promise<Paused[]> {
  const paused: Paused[] = []
  const suspects = new Map((await failing(house, looking)).map((one) => [one.campaign, one]))
  for (const suspect of suspects.values())
    try {
      const found = await pauseOne(house, looking, suspect)
      if (found) paused.push(found)
    } catch (error) {
      tell(error, suspect.campaign)
    }
  return paused
}

const pauseOne = (
  { db, now }: Pick<House, 'db' | 'now'>,
  looking: store.Looking,
  { sandboxId, campaign }: Paused,
): Promise<Paused | null> =>
  inTransaction(db, async (tx) => {
    const [held] = await sets.holdFree(tx, sandboxId, [campaign])
    if (!held) return null
    // Asked again now that nobody can resume it: what was before a resumption does not count.
    const [found] = await failing({ db: tx, now }, looking, campaign)
    if (!found) return null
    return (await store.pause(tx, { sandboxId, campaignId: campaign }, reasonOf(found))) ? found : null
  })

async function failing(
  { db, now }: Pick<House, 'db' | 'now'>,
  looking: store.Looking,
  campaignId?: string,
): Promise<Paused[]> {
  const watched = await store.watched(db, now(), looking, campaignId)
  return watched.flatMap(({ sandboxId, campaignId: campaign, number, limits, counts, from }) => {
    const reason = tooHigh(AutoPause.parse(limits), counts, from ?? undefined)
    return reason ? [{ ...reason, sandboxId, campaign, occurrence: number }] : []
  })
}

const reasonOf = ({ sandboxId: _sandbox, campaign: _campaign, ...reason }: Paused): PausedReason => reason
