import type { Definition } from '@chappe/core/campaign/schema'
import { parseLocal, parseTime } from '@chappe/core/schedule/civil'
import type { Rate } from '@chappe/core/schedule/rate/schema'
import { rateLimits } from '@chappe/core/schedule/rate/schema'
import type { RecurringSchedule } from '@chappe/core/schedule/schema'
import type { Waves } from '@chappe/core/schedule/waves'
import { instantOf } from '@chappe/core/schedule/zones'
import { zoneOf } from '../../occurrences/definitions.ts'
import { instant } from './words.ts'

type Recurrence = RecurringSchedule['recurrence']

/** When a campaign is sent, as the published contract says it; absent for one that is called. */
export function outboundTrigger(definition: Definition) {
  const { trigger, waves } = definition
  const parts = waves && { waves: wavesOf(waves, zoneOf(definition)) }
  if (trigger.kind === 'now') return { type: 'now', userTimezone: false, ...parts }
  const { timeZone: timezone } = trigger
  const common = { timezone, userTimezone: trigger.profileTimeZone !== null, ...parts }
  if (trigger.kind === 'at') return { type: 'once', executeAt: at(trigger.at, timezone), ...common }
  const { recurrence, start, end } = trigger
  const frequencies = frequenciesOf(recurrence, start)
  const expression = expressionOf(recurrence)
  return {
    type: frequencies.length > 0 ? 'recurring' : 'cron',
    startAt: at(start, timezone),
    ...(end.kind === 'until' && { endAt: at(end.at, timezone) }),
    ...(end.kind === 'after' && { occurrences: end.occurrences }),
    ...common,
    ...(expression !== null && { expression }),
    ...(frequencies.length > 0 && { frequency: frequencies[0], frequencies }),
  }
}

const at = (local: string, zone: string): string => instant(new Date(instantOf(parseLocal(local)!, zone)))

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const dayOf = (weekday: number): string => days[weekday - 1]!

/** One for each time of day. The contract has no word for rules and weekdays of a month: `expression` tells them. */
function frequenciesOf(recurrence: Recurrence, start: string) {
  if (recurrence.every === 'rule') return []
  if (recurrence.every === 'month' && recurrence.on.by === 'weekday') return []
  const times = recurrence.times.length > 0 ? recurrence.times : [start.slice(11, 16)]
  return times.map((time) => ({ ...daysOf(recurrence), ...clock(time), interval: recurrence.interval }))
}

function daysOf(recurrence: Exclude<Recurrence, { every: 'rule' }>) {
  switch (recurrence.every) {
    case 'day':
      return { type: 'daily' }
    case 'week':
      return {
        type: 'weekly',
        ...(recurrence.days.length > 0 && { daysOfWeek: recurrence.days.map(dayOf) }),
      }
    case 'month':
      return { type: 'monthly', ...(recurrence.on.by === 'day' && { daysOfMonth: recurrence.on.days }) }
  }
}

/** `00:30` is 12:30 am, `12:30` is 12:30 pm. */
function clock(time: string) {
  const minutes = Math.floor(parseTime(time)! / 60_000)
  const hour = Math.floor(minutes / 60)
  return { hour: hour % 12 === 0 ? 12 : hour % 12, minute: minutes % 60, midday: hour < 12 ? 'am' : 'pm' }
}

const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

function expressionOf(recurrence: Recurrence): string | null {
  if (recurrence.every === 'rule') return recurrence.rule
  if (recurrence.every !== 'month' || recurrence.on.by !== 'weekday') return null
  const { nth, day } = recurrence.on
  return `FREQ=MONTHLY;INTERVAL=${recurrence.interval};BYDAY=${nth}${codes[day - 1]!}`
}

function wavesOf({ division, timing, waves }: Waves, zone: string) {
  const isNumber = division === 'number'
  const equal = Math.floor(10_000 / waves.length) / 100
  const rest = (index: number) =>
    index < waves.length - 1 ? equal : Math.round((100 - equal * (waves.length - 1)) * 100) / 100
  return {
    distributionType: isNumber ? 'NUMBER' : 'PERCENT',
    customDistribution: division !== 'equal',
    slices: waves.map(({ name, size, at: begins }, index) => ({
      id: String(index + 1),
      label: name === '' ? `Wave ${index + 1}` : name,
      // A wave that is an audience has no size before it is counted; the contract's sizes are whole numbers.
      ...(division !== 'audience' && { size: Math.round(size ?? rest(index)) }),
      ...(begins !== null && { scheduledAt: at(begins, zone) }),
    })),
    ...(timing.kind === 'dates'
      ? { schedulingMode: 'SCHEDULED' }
      : { schedulingMode: 'INTERVAL', interval: intervalOf(timing.minutes) }),
  }
}

const intervalOf = (minutes: number) => ({
  days: Math.floor(minutes / 1440),
  hours: Math.floor((minutes % 1440) / 60),
  minutes: minutes % 60,
})

const seconds = { second: 1, minute: 60, hour: 3600 } as const

/** Whole messages per second: a slower rate than one is told as one. */
export const perSecond = ({ messages, per }: Rate): number =>
  Math.min(Math.ceil(messages / seconds[per]), rateLimits.perSecond)
