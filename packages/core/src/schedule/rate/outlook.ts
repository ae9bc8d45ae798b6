import { hour } from '../civil.ts'
import { type Plan, plan, type Volume } from './plan.ts'
import type { Pace, WarmUp } from './schema.ts'

/** People of an occurrence who begin together: a wave, or those of some time zones. */
export interface Part {
  /** Epoch milliseconds. */
  readonly start: number
  readonly people: number
}

export interface ToLookAt {
  /** In the order of their starts. */
  readonly parts: readonly Part[]
  readonly pace: Pace
  readonly zone: string
  readonly capacity?: number
  /** How many of all the people are at each domain that has a rate of its own. */
  readonly byDomain?: Readonly<Record<string, number>>
}

export interface Outlook {
  readonly hours: readonly Volume[]
  /** When the last of those who are reached is; null: nobody is. */
  readonly endsAt: number | null
  /** Not reached before the deadline. */
  readonly left: number
  /** When the last person of each part is reached; null: nobody of it is. */
  readonly ends: readonly (number | null)[]
}

/**
 * How an occurrence that is sent in parts goes on, as `plan` has it for one: parts share the pace, so one that begins
 * while the one before it is still being sent waits for its turn. Its deadline counts from the first start, and a day
 * of the warm-up that one part used is not there for the next one.
 */
export function outlook({ parts, pace, zone, capacity, byDomain = {} }: ToLookAt): Outlook {
  const all = parts.reduce((sum, { people }) => sum + people, 0)
  const first = parts[0]?.start ?? 0
  const hours: Volume[] = []
  const ends: (number | null)[] = []
  let left = 0
  let days = 0
  const deadline = pace.deadlineHours === null ? Number.POSITIVE_INFINITY : first + pace.deadlineHours * hour
  /** As far as `end`, or to its own. */
  const planOf = (people: number, start: number, end = Number.POSITIVE_INFINITY): Plan => {
    const share = all === 0 ? 0 : people / all
    const last = Math.min(deadline, end)
    const deadlineHours = last === Number.POSITIVE_INFINITY ? null : Math.max(0, (last - start) / hour)
    return plan({
      people,
      start,
      zone,
      pace: { ...pace, deadlineHours, warmUp: afterDays(pace.warmUp, days) },
      byDomain: Object.fromEntries(
        Object.entries(byDomain).map(([domain, count]) => [domain, Math.round(count * share)]),
      ),
      ...(capacity !== undefined && { capacity }),
    })
  }
  for (let from = 0; from < parts.length; ) {
    const { start } = parts[from]!
    let until = from + 1
    let people = parts[from]!.people
    const isWaitedFor = (at: number) => at < deadline && planOf(people, start, at).left > 0
    // Whoever comes before the last one was reached joins the queue; what is beyond that is planned once.
    while (until < parts.length && isWaitedFor(parts[until]!.start)) people += parts[until++]!.people
    const planned = planOf(people, start)
    ends.push(...endsOf(parts.slice(from, until), planned))
    hours.push(...planned.hours)
    left += planned.left
    days += planned.days.length
    from = until
  }
  const reached = ends.filter((end) => end !== null)
  return { hours, endsAt: reached.length === 0 ? null : Math.max(...reached), left, ends }
}

function afterDays(warmUp: WarmUp | null, days: number): WarmUp | null {
  if (warmUp === null || days === 0) return warmUp
  const caps = warmUp.caps.slice(days)
  if (caps.length > 0) return { ...warmUp, caps }
  return warmUp.afterwards === 'last' ? { ...warmUp, caps: warmUp.caps.slice(-1) } : null
}

/** When each part of one queue is through: within an hour people are reached evenly. */
function endsOf(parts: readonly Part[], { hours, endsAt }: Plan): (number | null)[] {
  const reached = hours.reduce((sum, { people }) => sum + people, 0)
  let upTo = 0
  return parts.map(({ people }) => {
    const before = upTo
    upTo += people
    if (people === 0 || before >= reached || endsAt === null) return null
    return upTo >= reached ? endsAt : instantOf(upTo, hours, endsAt)
  })
}

function instantOf(place: number, hours: readonly Volume[], endsAt: number): number {
  let before = 0
  for (const [index, { at, people }] of hours.entries()) {
    if (before + people >= place) {
      const end = index === hours.length - 1 ? endsAt : Math.min(at + hour, hours[index + 1]!.at)
      return Math.ceil(at + ((end - at) * (place - before)) / people)
    }
    before += people
  }
  return endsAt
}
