import type { Span } from './ast.ts'
import type { Environment } from './functions/row.ts'
import type { Rendering } from './limits.ts'
import { property, toText } from './values.ts'

/**
 * What a call may use of its rendering. `system.now` (a Date, or milliseconds since 1970) is the instant of the
 * message and `system.seed` (a text, such as the message's id) where its random numbers come from: both are the
 * same for all parts of a message, so that a preview can be repeated. Without `now`, functions that need a clock
 * are null.
 */
export function environmentOf(rendering: Rendering, at: Span): Environment {
  const system = property(rendering.scope, 'system')
  const now = property(system, 'now')
  const millis = now instanceof Date ? +now : now
  return {
    now: typeof millis === 'number' && Number.isFinite(millis) ? millis : null,
    random: () => drawn(toText(property(system, 'seed')), rendering.draws++),
    spend: (steps) => rendering.charge(Math.ceil(steps), at),
  }
}

/** Number `turn` of the sequence of a seed, from 0 up to 1: FNV-1a over both, finished as in MurmurHash3. */
function drawn(seed: string, turn: number): number {
  let hash = 0x811c9dc5
  for (const char of `${seed.slice(0, 100)}/${turn}`) {
    hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** For the functions that need nothing but their arguments. */
export const noEnvironment: Environment = { now: null, random: () => 0, spend: () => {} }
