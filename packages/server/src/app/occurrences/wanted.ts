import type { House } from '../../context.ts'
import * as campaigns from '../../store/campaigns.ts'
import { type Db, inTransaction } from '../../store/db.ts'
import * as store from '../../store/occurrences.ts'

/** Rolls a snapshot back that nobody wants any more. */
class Unwanted extends Error {}

type Wanted = (campaign: campaigns.CampaignRow, occurrence: store.OccurrenceRow) => boolean

/**
 * Takes the snapshot of a planned occurrence in a transaction. The campaign is not held meanwhile, so whoever stops or
 * pauses it does not wait: `take` calls `hold` when it has found the people, before it says so. An occurrence that is
 * not wanted by then is stopped, and nothing is left of its snapshot.
 */
export async function unlessUnwanted(
  house: Pick<House, 'db' | 'now'>,
  planned: store.OccurrenceRow,
  isWanted: Wanted,
  take: (db: Db, hold: () => Promise<void>) => Promise<number>,
): Promise<number> {
  const { id, sandboxId, campaignId } = planned
  const hold = async (db: Db) => {
    const campaign = await campaigns.hold(db, sandboxId, campaignId)
    const occurrence = await store.hold(db, id)
    if (occurrence?.status !== 'planned' || !isWanted(campaign, occurrence)) throw new Unwanted()
  }
  try {
    return await inTransaction(house.db, (db) => take(db, () => hold(db)))
  } catch (error) {
    if (!(error instanceof Unwanted)) throw error
    await inTransaction(house.db, async (db) => {
      await campaigns.hold(db, sandboxId, campaignId)
      if ((await store.hold(db, id))?.status === 'planned')
        await store.change(db, id, { status: 'stopped', finishedAt: house.now() })
    })
    return 0
  }
}
