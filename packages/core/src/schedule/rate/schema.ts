import { z } from 'zod'
import { parseTime } from '../civil.ts'
import { TimeOfDay, Weekday, Zone } from '../parts.ts'

export const rateLimits = {
  /** Messages per second that may be asked for; what an installation manages is another matter. */
  perSecond: 20_000,
  warmUpDays: 90,
  warmUpCap: 100_000_000,
  domains: 100,
  deadlineHours: 24 * 90,
} as const

export const milliseconds = { second: 1000, minute: 60_000, hour: 3_600_000 } as const

/** At most so many messages per second, minute or hour. */
export const Rate = z
  .object({
    messages: z
      .int()
      .min(1)
      .max(rateLimits.perSecond * 3600),
    per: z.enum(['second', 'minute', 'hour']).default('second'),
  })
  .refine(({ messages, per }) => (messages / milliseconds[per]) * 1000 <= rateLimits.perSecond, {
    path: ['messages'],
    error: `A rate is ${rateLimits.perSecond} messages per second at most`,
  })
export type Rate = z.infer<typeof Rate>

/**
 * The hours in which messages leave. `to` before `from` is over midnight, and belongs to the day it began on. What
 * is not reached goes on in the next window.
 */
export const DailyWindow = z
  .object({
    from: TimeOfDay,
    to: TimeOfDay,
    /** Weekdays on which it opens; empty: every day. */
    days: z.array(Weekday).max(7).default([]),
    /** Null: the schedule's. */
    timeZone: Zone.nullable().default(null),
  })
  .refine(({ from, to }) => parseTime(from) !== parseTime(to), {
    path: ['to'],
    error: 'The window ends when it begins: leave it out to send at any time',
  })
export type DailyWindow = z.infer<typeof DailyWindow>

/** So many messages on the first day that something is sent, on the second … and then the last number, or no limit. */
export const WarmUp = z.object({
  caps: z.array(z.int().min(1).max(rateLimits.warmUpCap)).min(1).max(rateLimits.warmUpDays),
  afterwards: z.enum(['last', 'unlimited']).default('unlimited'),
})
export type WarmUp = z.infer<typeof WarmUp>

/** How fast a campaign is sent; null is without limit. */
export const Pace = z.object({
  rate: Rate.nullable().default(null),
  window: DailyWindow.nullable().default(null),
  warmUp: WarmUp.nullable().default(null),
  domains: z
    .array(z.object({ domain: z.string().trim().toLowerCase().min(1).max(253), rate: Rate }))
    .max(rateLimits.domains)
    .default([])
    .refine((domains) => new Set(domains.map(({ domain }) => domain)).size === domains.length, {
      error: 'Name each domain once',
    }),
  /** Whoever is not reached so many hours after the start is left out. Null: nobody ever is. */
  deadlineHours: z.int().min(1).max(rateLimits.deadlineHours).nullable().default(null),
})
export type Pace = z.infer<typeof Pace>

/** Messages per millisecond. */
export const perMillisecond = ({ messages, per }: Rate): number => messages / milliseconds[per]

/** The cap of the day, counted from 0; Infinity when there is none. */
export function capOf(warmUp: WarmUp | null, ordinal: number): number {
  if (warmUp === null) return Number.POSITIVE_INFINITY
  const after = warmUp.afterwards === 'last' ? warmUp.caps.at(-1)! : Number.POSITIVE_INFINITY
  return warmUp.caps[ordinal] ?? after
}

/**
 * A warm-up plan that begins with `first` messages a day and grows by `factor` (1.5 is half as many again) until it
 * reaches `target` a day; the last day is the target.
 */
export function warmUpPlan(first: number, factor: number, target: number): WarmUp {
  const caps: number[] = []
  for (
    let cap = first;
    cap < target && caps.length < rateLimits.warmUpDays - 1;
    cap *= Math.max(factor, 1.01)
  )
    caps.push(Math.round(cap))
  return { caps: [...caps, target], afterwards: 'unlimited' }
}
