import { z } from 'zod'
import { parseLocal } from './civil.ts'
import { LocalDateTime, Recurrence, scheduleLimits, Zone } from './parts.ts'
import { parseRule } from './rrule/parse.ts'
import { closestTogether } from './spacing.ts'

/**
 * `until` is the last moment at which an occurrence may begin; `after` counts the times of the schedule from its start on,
 * missed ones too, as COUNT does (RFC 5545, 3.3.10).
 */
export const End = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('until'), at: LocalDateTime }),
  z.object({ kind: z.literal('after'), occurrences: z.int().min(1).max(scheduleLimits.occurrences) }),
])
export type End = z.infer<typeof End>

/**
 * Everyone at the same time on their own clock: the profile's zone, and for profiles without one or with one that
 * does not exist the `fallback` (null: the schedule's zone). `passed` says what becomes of those whose time is over
 * already when the occurrence begins to be sent: they get it at once, or not at all.
 */
export const ProfileTimeZone = z.object({
  fallback: Zone.nullable().default(null),
  passed: z.enum(['send', 'skip']).default('send'),
})
export type ProfileTimeZone = z.infer<typeof ProfileTimeZone>

const Now = z.object({ kind: z.literal('now') })
const At = z.object({
  kind: z.literal('at'),
  at: LocalDateTime,
  timeZone: Zone,
  profileTimeZone: ProfileTimeZone.nullable().default(null),
})
const Recurring = z
  .object({
    kind: z.literal('recurring'),
    recurrence: Recurrence,
    /** No occurrence before; it is one itself only if the recurrence says so. */
    start: LocalDateTime,
    timeZone: Zone,
    end: End.default({ kind: 'never' }),
    profileTimeZone: ProfileTimeZone.nullable().default(null),
    /** Each occurrence reaches only people whom none before has reached. */
    evergreen: z.boolean().default(false),
    /** An occurrence whose time went by (pause, late activation, machine off) is left out for the next one. */
    missed: z.literal('next').default('next'),
  })
  .superRefine((schedule, check) => {
    // What follows walks through the schedule and has to rely on its parts.
    if (check.issues.length > 0) return
    const refuse = (path: string[], message: string) => check.addIssue({ code: 'custom', path, message })
    const { recurrence, end, start } = schedule
    const from = parseLocal(start)!
    if (end.kind === 'until') {
      if (parseLocal(end.at)! < from) refuse(['end', 'at'], 'The end is before the start')
    }
    if (recurrence.every === 'rule') {
      const parsed = parseRule(recurrence.rule)
      if ('mistake' in parsed) return refuse(['recurrence', 'rule'], parsed.mistake)
      const { count, until } = parsed.rule
      if (count !== null && count > scheduleLimits.occurrences)
        refuse(['recurrence', 'rule'], `COUNT is ${scheduleLimits.occurrences} at most`)
      if ((count !== null || until !== null) && end.kind !== 'never')
        refuse(['end'], 'The rule says itself when it ends (COUNT, UNTIL): say it once')
    }
    const apart = closestTogether(recurrence, from)
    if (apart === 'never') refuse(['recurrence', 'rule'], 'The rule never comes')
    else if (apart === 'slow')
      refuse(
        ['recurrence', 'rule'],
        'The rule seeks its times second by second: say it by the day or the hour',
      )
    else if (apart < scheduleLimits.apart * 60_000)
      refuse(['recurrence'], `Two starts are ${scheduleLimits.apart} minutes apart at least`)
  })

/** When a campaign is sent. */
export const CampaignSchedule = z.discriminatedUnion('kind', [Now, At, Recurring])
export type CampaignSchedule = z.infer<typeof CampaignSchedule>
export type RecurringSchedule = z.infer<typeof Recurring>
