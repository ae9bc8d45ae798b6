import { randomFillSync } from 'node:crypto'
import { uuidV7 } from '@chappe/core/kit/ids'

// Asking the system for random bytes costs more than making an id, so they are drawn by the page.
const pool = Buffer.allocUnsafe(8_000)
let used = pool.length

/** A new UUID v7 (RFC 9562). */
export function newId(): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.toString('hex', used, used + 10)
  used += 10
  return uuidV7(Date.now(), random)
}
