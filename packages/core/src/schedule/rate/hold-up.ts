import { type Limits, type PacerState, take } from './pacer.ts'
import { capOf, type WarmUp } from './schema.ts'
import { openAt } from './window.ts'

/** Why a pace lets nothing leave at this moment, and until when (epoch milliseconds). */
export interface HoldUp {
  readonly reason: 'window' | 'warm_up' | 'rate'
  readonly until: number
}

/** What keeps the next message back; null: nothing does. */
export function holdUp(limits: Limits, zone: string, state: PacerState, now: number): HoldUp | null {
  const opens = (at: number) => openAt(limits.window, zone, at).from
  const open = openAt(limits.window, zone, now)
  if (now < open.from) return { reason: 'window', until: open.from }
  if (take({ ...limits, rate: null }, zone, state, now, 1).granted === 0)
    return { reason: 'warm_up', until: opens(open.to) }
  const { granted, waitMs } = take(limits, zone, state, now, 1)
  return granted > 0 ? null : { reason: 'rate', until: Math.max(now + waitMs, opens(now + waitMs)) }
}

/** What a warm-up has left: of the day that is open or opens next, and of those after it. Null: no limit any more. */
export function warmUpFrom(
  { window, warmUp }: Limits,
  zone: string,
  { day, ordinal, sent }: PacerState,
  now: number,
): WarmUp | null {
  if (warmUp === null) return null
  const isToday = day !== null && openAt(window, zone, now).day <= day
  const at = isToday || sent === 0 ? ordinal : ordinal + 1
  const cap = capOf(warmUp, at)
  if (cap === Number.POSITIVE_INFINITY) return null
  const rest = at < warmUp.caps.length ? warmUp.caps.slice(at + 1) : warmUp.caps.slice(-1)
  return { ...warmUp, caps: [Math.max(0, cap - (isToday ? sent : 0)), ...rest] }
}
