import type { Plan } from './usePlan.ts'

const hour = 3_600_000

export interface Bar {
  /** Epoch milliseconds at which it begins. */
  readonly at: number
  readonly messages: number
  readonly others: number
}

export interface Bars {
  readonly bars: readonly Bar[]
  /** Hours that one stands for. */
  readonly hours: number
}

/** What one bar stands for as it is told: whole days are days. */
export const lengthOf = ({ hours }: Bars): { unit: 'day' | 'hour'; count: number } =>
  hours % 24 === 0 ? { unit: 'day', count: hours / 24 } : { unit: 'hour', count: hours }

/** At most so many bars are drawn: of a longer course each stands for some hours, or days. */
export const mostBars = 72

/**
 * The hours of a plan as bars of equal length from the first to the last, with zeros where nothing is sent. A course
 * so long that the plan tells it by the day has bars of several days, so that none cuts an entry.
 */
export function barsOf(hours: Plan['hours']): Bars {
  if (hours.length === 0) return { bars: [], hours: 1 }
  const first = Math.floor(Date.parse(hours[0]!.at) / hour)
  const last = Math.floor(Date.parse(hours.at(-1)!.at) / hour)
  const span = last - first + 1
  const each =
    [1, 2, 3, 6, 12, 24].find((one) => span / one <= mostBars) ?? 24 * Math.ceil(span / 24 / mostBars)
  const bars = Array.from({ length: Math.ceil(span / each) }, (_, n) => ({
    at: (first + n * each) * hour,
    messages: 0,
    others: 0,
  }))
  const seen = new Set<number>()
  for (const { at, messages, others } of hours) {
    const clock = Math.floor(Date.parse(at) / hour)
    const bar = bars[Math.floor((clock - first) / each)]!
    bar.messages += messages
    // Two waves that begin within an hour have it twice; the others are sent in it once.
    if (!seen.has(clock)) bar.others += others
    seen.add(clock)
  }
  return { bars, hours: each }
}
