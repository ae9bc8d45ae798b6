import type { Definition } from '@chappe/core/campaign/schema'
import { weekdayCodes } from '@chappe/core/schedule/rrule/rule'
import { type DateValue, now, parseDateTime, toCalendarDateTime } from '@internationalized/date'

export type Trigger = Definition['trigger']
export type Recurring = Extract<Trigger, { kind: 'recurring' }>
export type Recurrence = Recurring['recurrence']
export type Every = Recurrence['every']
export type Monthly = Extract<Recurrence, { every: 'month' }>
export type Waves = NonNullable<Definition['waves']>
export type Wave = Waves['waves'][number]
export type Pace = Definition['pace']
export type Rate = NonNullable<Pace['rate']>

/** The zone in which times are meant that name none of their own. */
export const zoneOf = ({ trigger, schedule }: Pick<Definition, 'trigger' | 'schedule'>): string =>
  trigger.kind === 'now' ? schedule.timezone : trigger.timeZone

/** `2026-03-29T09:30` as the date field holds it, and back. */
export const asDate = (local: string) => parseDateTime(local)
export const asLocal = (date: DateValue): string => toCalendarDateTime(date).toString().slice(0, 16)

/** Tomorrow at nine, in the zone. */
const tomorrow = (timeZone: string): string =>
  asLocal(
    toCalendarDateTime(now(timeZone).add({ days: 1 }).set({ hour: 9, minute: 0, second: 0, millisecond: 0 })),
  )

/** The same campaign sent in another way: what was said about times is kept where it can be. */
export function inKind(trigger: Trigger, kind: Trigger['kind'], timeZone: string): Trigger {
  if (kind === trigger.kind) return trigger
  if (kind === 'now') return { kind }
  const zone = trigger.kind === 'now' ? timeZone : trigger.timeZone
  const start = trigger.kind === 'now' ? tomorrow(zone) : trigger.kind === 'at' ? trigger.at : trigger.start
  const profileTimeZone = trigger.kind === 'now' ? null : trigger.profileTimeZone
  if (kind === 'at') return { kind, at: start, timeZone: zone, profileTimeZone }
  return {
    kind,
    recurrence: recurrenceOf('week', start),
    start,
    timeZone: zone,
    end: { kind: 'never' },
    profileTimeZone,
    evergreen: false,
    missed: 'next',
  }
}

/** What comes again as the start says: its weekday, its day of the month, its time. */
export function recurrenceOf(every: Every, start: string, interval = 1): Recurrence {
  if (every === 'day') return { every, interval, times: [] }
  if (every === 'week') return { every, interval, days: [], times: [] }
  if (every === 'month') return { every, interval, on: { by: 'day', days: [asDate(start).day] }, times: [] }
  return { every, rule: 'FREQ=WEEKLY' }
}

const frequencyOf = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY' } as const

/** What a recurrence says, as a rule of RFC 5545 to go on from; times of day that no one rule says are left out. */
export function ruleOf(recurrence: Recurrence): string {
  if (recurrence.every === 'rule') return recurrence.rule
  const { every, interval } = recurrence
  const parts = [`FREQ=${frequencyOf[every]}`]
  if (interval > 1) parts.push(`INTERVAL=${interval}`)
  if (recurrence.every === 'week' && recurrence.days.length > 0)
    parts.push(`BYDAY=${recurrence.days.map((day) => weekdayCodes[day - 1]).join(',')}`)
  if (recurrence.every === 'month') {
    const { on } = recurrence
    parts.push(
      on.by === 'day' ? `BYMONTHDAY=${on.days.join(',')}` : `BYDAY=${on.nth}${weekdayCodes[on.day - 1]}`,
    )
  }
  const minutes = new Set(recurrence.times.map((time) => time.slice(3)))
  if (minutes.size === 1) {
    const hours = recurrence.times.map((time) => Number(time.slice(0, 2)))
    parts.push(`BYHOUR=${hours.join(',')}`, `BYMINUTE=${Number([...minutes][0])}`)
  }
  return parts.join(';')
}
