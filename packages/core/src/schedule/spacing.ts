import type { Wall } from './civil.ts'
import { patternOf, wallsOf } from './recurrence.ts'
import type { Recurrence } from './schema.ts'

const looked = 400

/**
 * The least time in milliseconds between two of the recurrence's first wall times; Infinity when it comes once,
 * null when it never comes or cannot be read.
 */
export function closestTogether(recurrence: Recurrence, start: Wall): number | null {
  let before: Wall | null = null
  let closest = Number.POSITIVE_INFINITY
  let seen = 0
  for (const wall of wallsOf(patternOf(recurrence, start), start)) {
    if (before !== null) closest = Math.min(closest, wall - before)
    before = wall
    if (++seen === looked) break
  }
  return seen === 0 ? null : closest
}
