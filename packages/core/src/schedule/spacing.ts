import type { Wall } from './civil.ts'
import type { Recurrence } from './parts.ts'
import { patternOf, wallsOf } from './recurrence.ts'

const looked = 400
// More than the rarest rule that makes sense needs: 29 February until the calendar ends.
const mostWork = 1_000_000

/**
 * The least time in milliseconds between two of the recurrence's first wall times; Infinity when it comes once.
 * `never` when it never comes; `slow` when it looks at far more seconds or minutes than it names.
 */
export function closestTogether(recurrence: Recurrence, start: Wall): number | 'never' | 'slow' {
  const budget = { left: mostWork }
  let before: Wall | null = null
  let closest = Number.POSITIVE_INFINITY
  let seen = 0
  for (const wall of wallsOf(patternOf(recurrence, start), start, {}, budget)) {
    if (before !== null) closest = Math.min(closest, wall - before)
    before = wall
    if (++seen === looked) return closest
  }
  if (budget.left < 0) return 'slow'
  return seen === 0 ? 'never' : closest
}
