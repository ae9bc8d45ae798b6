import { setTimeout as sleep } from 'node:timers/promises'
import { isAway } from '../store/health.ts'

// Serialization failure, deadlock, lock not available: the same transaction may well succeed the next time. Disk full,
// out of memory: somebody will make room, and until then what we know is known here alone.
const passing = new Set(['40001', '40P01', '55P03', '53100', '53200'])

const isPassing = (error: unknown): boolean =>
  isAway(error) || passing.has(String((error as { code?: unknown }).code))

/**
 * Runs a transaction until it is through, waiting while the database is away, because what we know must not be
 * lost. `work` must have the same effect done once or twice. Gives up when `abandon` says so, told how many milliseconds it took.
 */
export async function persist<T>(work: () => Promise<T>, abandon: (waited: number) => boolean): Promise<T> {
  const since = performance.now()
  for (let wait = 20; ; wait = Math.min(wait * 2, 1_000)) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || abandon(performance.now() - since)) throw error
      await sleep(wait)
    }
  }
}
