import { randomFillSync } from 'node:crypto'
import { uuidV7 } from '@chappe/core/kit/ids'

/**
 * Makes UUIDs of version 7 (RFC 9562) by a clock of milliseconds. Those of one millisecond count on from a random
 * number (section 6.2, method 1), so that they sort in the order in which they were made.
 */
export function idsBy(clock: () => number): () => string {
  // Asking the system for random bytes costs more than making an id, so they are drawn by the page.
  const pool = Buffer.allocUnsafe(8_000)
  let used = pool.length
  let born = 0
  let number = 0
  return () => {
    if (used + 10 > pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const random = pool.toString('hex', used, used + 10)
    used += 10
    const now = clock()
    // A clock that is put right by a little keeps the order; one that is set back is believed.
    if (now > born || now < born - 1000) {
      born = now
      number = Number.parseInt(random.slice(0, 3), 16) >> 1
    } else if (++number > 0xfff) {
      born += 1
      number = 0
    }
    return uuidV7(born, number.toString(16).padStart(3, '0') + random.slice(3))
  }
}

/** A new id; a process's ids sort in the order in which it made them. */
export const newId = idsBy(() => Date.now())
