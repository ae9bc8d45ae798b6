import { z } from 'zod'
import { exclusionReasons } from '../message/schema.ts'
import { campaignStatuses } from './lifecycle.ts'

const instant = z.iso.datetime({ offset: true })

export const planLimits = {
  /** What an installation is taken to manage when nothing limits it; messages per second. */
  perSecond: 1_000,
  /** Seconds that counting may take. */
  seconds: 10,
  /** Seconds for which what was counted is answered again. */
  kept: 30,
  conflicts: 20,
  next: 5,
  /** Hours that are told one by one. */
  hours: 90 * 24,
} as const

const reasons = Object.keys(exclusionReasons) as [keyof typeof exclusionReasons]

/** Where the number of people is from: counted now, known from the last evaluation of the audience, or not at all. */
const countings = ['counted', 'evaluated', 'unknown'] as const

/** The people of the next occurrence, as they would be if it began now. */
export const PlannedPeople = z.object({
  /** In the audience, and how many of them are left out before anybody is targeted. */
  audience: z.int(),
  inExcluded: z.int(),
  alreadyReached: z.int(),
  /** Whom the occurrence would mean; of them, who would be excluded for what, and who would be written to. */
  targeted: z.int(),
  reasons: z.array(z.object({ reason: z.enum(reasons), people: z.int() })),
  reached: z.int(),
})
export type PlannedPeople = z.infer<typeof PlannedPeople>

/** What an activation would bring: whom it reaches, when, how fast, and what else happens then. */
export const CampaignPlan = z.object({
  version: z.int(),
  at: instant,
  counting: z.enum(countings),
  /** Counting took too long: the audience is too large to tell quickly. */
  tooLarge: z.boolean(),
  /** Only of people who were counted. */
  people: PlannedPeople.nullable(),
  /** People whom the occurrence means, however they are known; null: not known. */
  targeted: z.int().nullable(),
  /** Messages that each of them gets. */
  messagesEach: z.int(),
  /** The zone in which hours and days are. */
  timeZone: z.string(),
  /** When the first is sent; null: never, as it was sent or all its times have passed. */
  startsAt: instant.nullable(),
  /** The waves, or those who have the time together by their own time zones. */
  parts: z.array(
    z.object({
      name: z.string(),
      zones: z.array(z.string()),
      startsAt: instant,
      /** Before it began their time had passed: they get it at once, or not at all. */
      passed: z.enum(['send', 'skip']).nullable(),
      people: z.int().nullable(),
      endsAt: instant.nullable(),
    }),
  ),
  /** Messages by the hour, of more than 2,160 hours by the day; an hour with none is left out. */
  hours: z.array(z.object({ at: instant, messages: z.int(), others: z.int() })),
  endsAt: instant.nullable(),
  /**
   * Of people who get it by their own clocks: how many have no time zone, and how many one that does not exist. They get
   * it by the fallback's clock. Null: all begin by the same clock, or nobody was counted.
   */
  fellBack: z.object({ missing: z.int(), unknown: z.int() }).nullable(),
  /** People whom the deadline leaves out. */
  late: z.int(),
  /** Messages per second that were reckoned with. */
  capacity: z.number(),
  /** The next times as the schedule names them, in its zone. */
  next: z.array(instant),
  /** Other campaigns that are sent at the same hours, or to the same audience within a day. */
  conflicts: z.array(
    z.object({
      campaignId: z.uuid(),
      name: z.string(),
      status: z.enum(campaignStatuses),
      startsAt: instant,
      endsAt: instant.nullable(),
      sameAudience: z.boolean(),
      /** People whom both mean, by the last evaluation of the other's audience; null: there may be some. */
      inCommon: z.int().nullable(),
    }),
  ),
})
export type CampaignPlan = z.infer<typeof CampaignPlan>
