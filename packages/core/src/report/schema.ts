import { z } from 'zod'

const Count = z.int().nonnegative()
const ByReason = z.array(z.object({ reason: z.string(), count: Count }))

/** The counters of a campaign, equal to its ledger: targeted = excluded + sent + failed + pending + uncertain. */
export const Report = z.object({
  targeted: Count,
  excluded: Count,
  excludedByReason: ByReason,
  sent: Count,
  delivered: Count,
  failed: Count,
  bounced: Count,
  bouncedByReason: ByReason,
  /** Sent and reported back later: they are sent but not delivered. */
  laterBounces: Count,
  laterBouncesByReason: ByReason,
  errors: Count,
  errorsByReason: ByReason,
  uncertain: Count,
  pending: Count,
  retries: Count,
  opens: Count,
  uniqueOpens: Count,
  clicks: Count,
  uniqueClicks: Count,
  unsubscribes: Count,
  complaints: Count,
  links: z.array(z.object({ url: z.string(), label: z.string(), clicks: Count, uniqueClicks: Count })),
  /** Sums per hour (UTC), oldest first; hours in which nothing happened are left out. */
  hours: z.array(
    z.object({ hour: z.iso.datetime({ offset: true }), sent: Count, opens: Count, clicks: Count }),
  ),
})
export type Report = z.infer<typeof Report>
