import { z } from 'zod'

const percent = z.number().min(0.1).max(100).nullable().default(null)

/**
 * Pauses the campaign when more than so many percent of what has an outcome went wrong; null: never for that. Of a
 * campaign that is over it stops what is being resent.
 */
export const AutoPause = z.object({
  errorPercent: percent,
  bouncePercent: percent,
  complaintPercent: percent,
  /** Messages of an occurrence that need an outcome before a rate means anything. */
  afterMessages: z.int().min(10).max(1_000_000).default(500),
})
export type AutoPause = z.infer<typeof AutoPause>

const watchedRates = ['error', 'bounce', 'complaint'] as const

/**
 * Why a campaign paused itself, or a resend stopped itself: `count` of `of` messages of an occurrence went wrong, more
 * than the limit allows.
 */
export const PausedReason = z.object({
  occurrence: z.int(),
  rate: z.enum(watchedRates),
  count: z.int(),
  of: z.int(),
  percent: z.number(),
  limit: z.number(),
})
export type PausedReason = z.infer<typeof PausedReason>

/** Counters of an occurrence that say how it goes. */
export const watchedCounts = ['sent', 'bounced', 'error', 'uncertain', 'laterBounces', 'complaints'] as const
export type WatchedCounts = Record<(typeof watchedCounts)[number], number>

export const noCounts: WatchedCounts = {
  sent: 0,
  bounced: 0,
  error: 0,
  uncertain: 0,
  laterBounces: 0,
  complaints: 0,
}

/**
 * The first rate above its limit, in percent with one decimal, of what was counted since `from`; null when all is well
 * or fewer than `afterMessages` have an outcome. Errors and bounces are those of all outcomes, complaints those of the
 * messages that were sent; a bounce that is reported later is a bounce.
 */
export function tooHigh(
  limits: AutoPause,
  counts: WatchedCounts,
  from: WatchedCounts = noCounts,
): Omit<PausedReason, 'occurrence'> | null {
  const since = (name: keyof WatchedCounts) => counts[name] - from[name]
  const outcomes = since('sent') + since('bounced') + since('error') + since('uncertain')
  if (outcomes < limits.afterMessages) return null
  const rates = [
    { rate: 'error', count: since('error'), of: outcomes, limit: limits.errorPercent },
    {
      rate: 'bounce',
      count: since('bounced') + since('laterBounces'),
      of: outcomes,
      limit: limits.bouncePercent,
    },
    { rate: 'complaint', count: since('complaints'), of: since('sent'), limit: limits.complaintPercent },
  ] as const
  for (const { limit, count, of, rate } of rates)
    if (limit !== null && of > 0 && (count / of) * 100 > limit)
      return { rate, count, of, limit, percent: Math.round((count / of) * 1_000) / 10 }
  return null
}
