import { z } from 'zod'
import { parseLocal, parseTime } from './civil.ts'
import { canonicalZone, isZone } from './zones.ts'

/** Every limit of a schedule stands here. */
export const scheduleLimits = {
  interval: 999,
  timesADay: 48,
  occurrences: 10_000,
  rule: 500,
  /** Minutes between two starts, so that a rule is no burst. */
  apart: 5,
} as const

/** An IANA time zone; another name of one becomes today's (`Europe/Kiev` → `Europe/Kyiv`). */
export const Zone = z
  .string()
  .min(1)
  .max(60)
  .overwrite((name) => canonicalZone(name) ?? name)
  .refine(isZone, { error: ({ input }) => `There is no time zone ${input}: name one such as Europe/Paris` })

const text = (is: (text: string) => boolean, error: string) => z.string().max(30).refine(is, { error })

/** `2026-03-29T02:30`, read on a clock in a zone that is said apart; years 1900 to 2199. */
export const LocalDateTime = text(
  (value) => parseLocal(value) !== null,
  'Write a local date and time such as 2026-03-29T09:30, without an offset',
)
/** `09:30` */
export const TimeOfDay = text((value) => parseTime(value) !== null, 'Write a time of day such as 09:30')

/** 1 (Monday) to 7 (ISO 8601). */
export const Weekday = z.int().min(1).max(7)

const unique = <T>(values: readonly T[]): boolean => new Set(values).size === values.length
const set = <T extends z.ZodType>(of: T, most: number) =>
  z.array(of).min(1).max(most).refine(unique, { error: 'Name each once' })

const Interval = z.int().min(1).max(scheduleLimits.interval).default(1)
/** Times of day; empty: the one of the start. */
const Times = z
  .array(TimeOfDay)
  .max(scheduleLimits.timesADay)
  .refine(unique, { error: 'Name each once' })
  .default([])

/** Which weekday of the month: 1 is the first, -1 the last; a month with four has no fifth. */
const Nth = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(-1)])

/**
 * How a campaign comes again. Days and weeks are counted from the start. A day of the month that a month has not
 * (the 31st in April) is its last day, so that no month is left out; a custom rule leaves it out, as RFC 5545 says.
 */
export const Recurrence = z.discriminatedUnion('every', [
  z.object({ every: z.literal('day'), interval: Interval, times: Times }),
  /** No days: the weekday of the start. */
  z.object({
    every: z.literal('week'),
    interval: Interval,
    days: z.array(Weekday).max(7).refine(unique, { error: 'Name each once' }).default([]),
    times: Times,
  }),
  z.object({
    every: z.literal('month'),
    interval: Interval,
    on: z.discriminatedUnion('by', [
      /** -1 is the last day of the month. */
      z.object({ by: z.literal('day'), days: set(z.union([z.int().min(1).max(31), z.literal(-1)]), 32) }),
      z.object({ by: z.literal('weekday'), nth: Nth, day: Weekday }),
    ]),
    times: Times,
  }),
  /** RFC 5545, 3.3.10: `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`. */
  z.object({ every: z.literal('rule'), rule: z.string().min(1).max(scheduleLimits.rule) }),
])
export type Recurrence = z.infer<typeof Recurrence>
