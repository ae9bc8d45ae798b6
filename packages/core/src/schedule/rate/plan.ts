import { formatDate, hour, modulo } from '../civil.ts'
import { offsetAt } from '../zones.ts'
import { flow, type Speed } from './flow.ts'
import { capOf, type Pace, perMillisecond } from './schema.ts'
import { openTimes } from './window.ts'

export interface ToPlan {
  readonly people: number
  readonly pace: Pace
  /** Epoch milliseconds. */
  readonly start: number
  readonly zone: string
  /** Messages per second that the installation manages when nothing limits it. */
  readonly capacity?: number
  /** How many of the people are at each domain that has a rate of its own. */
  readonly byDomain?: Readonly<Record<string, number>>
}

export interface Volume {
  /** When the hour begins, on clocks in the zone; the first is when the campaign begins. */
  readonly at: number
  readonly people: number
}

export interface Plan {
  readonly hours: readonly Volume[]
  readonly days: readonly { readonly date: string; readonly people: number }[]
  /** When the last of those who are reached is; null when nobody is. */
  readonly endsAt: number | null
  /** Not reached before the deadline, or within ten years. */
  readonly left: number
}

const longestPlan = 3660 * 24 * hour
const usualCapacity = 1000

/**
 * How many people are reached in which hour, and when the last one is: an estimate, as of a stream that flows
 * evenly. Costs as much as there are hours in it, however many people; whoever the hours of one day do not reach is
 * in those of the next. In no hour are there more than the rate allows, rounded up.
 */
export function plan({ people, pace, start, zone, capacity = usualCapacity, byDomain = {} }: ToPlan): Plan {
  const rate = Math.min(
    Math.max(1, capacity) / 1000,
    pace.rate === null ? Number.POSITIVE_INFINITY : perMillisecond(pace.rate),
  )
  const stream = walker(flow(streams(people, pace, byDomain), rate), people)
  const last = start + Math.min(longestPlan, (pace.deadlineHours ?? Number.POSITIVE_INFINITY) * hour)
  const hours: Volume[] = []
  const days: { date: string; people: number }[] = []
  let ordinal = 0
  let endsAt: number | null = null
  for (const open of openTimes(pace.window, zone, start)) {
    if (stream.done() || open.from >= last) break
    const to = Math.min(open.to, last)
    const before = stream.reached()
    let cap = capOf(pace.warmUp, ordinal++)
    for (let at = Math.max(open.from, start); at < to && cap > 0 && !stream.done(); ) {
      const next = Math.min(to, hourAfter(at, zone))
      const moved = stream.move(next - at, cap)
      cap -= moved.people
      if (moved.people > 0) {
        hours.push({ at, people: moved.people })
        endsAt = Math.ceil(at + moved.time)
      }
      at = next
    }
    if (stream.reached() > before)
      days.push({ date: formatDate(open.day), people: stream.reached() - before })
  }
  return { hours, days, endsAt, left: people - stream.reached() }
}

function streams(people: number, { domains }: Pace, byDomain: Readonly<Record<string, number>>) {
  let others = people
  const own = domains.map(({ domain, rate }) => {
    const count = Math.min(others, Object.hasOwn(byDomain, domain) ? byDomain[domain]! : 0)
    others -= count
    return { people: count, most: perMillisecond(rate) }
  })
  return [...own, { people: others, most: Number.POSITIVE_INFINITY }]
}

function hourAfter(at: number, zone: string): number {
  const offset = offsetAt(at, zone)
  return at - modulo(at + offset, hour) + hour
}

/** Walks along the speeds: so much time, so many whole people, and a part of one that counts the next time. */
function walker(speeds: readonly Speed[], people: number) {
  let exact = 0
  let whole = 0
  return {
    reached: () => whole,
    done: () => whole >= people,
    /** Moves on by `time` ms or until `most` people more are reached, and says how many were and how long it took. */
    move(time: number, most: number): { people: number; time: number } {
      const stop = whole + most
      let left = time
      while (left > 0 && exact < stop - 1e-6) {
        const speed = speeds.find(({ until }) => exact < until - 1e-6)
        if (speed === undefined) break
        const step = Math.min(left, (Math.min(speed.until, stop) - exact) / speed.rate)
        exact += step * speed.rate
        left -= step
      }
      const now = Math.min(people, Math.floor(exact + 1e-4))
      const moved = now - whole
      whole = now
      return { people: moved, time: time - left }
    },
  }
}
