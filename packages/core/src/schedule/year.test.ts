import { expect, test, vi } from 'vitest'
import { grace, planAt, timeAfter } from '../campaign/trigger.ts'
import { daysInMonth, minute } from './civil.ts'
import { occurrencesBetween } from './occurrences.ts'
import { CampaignSchedule, type RecurringSchedule } from './schema.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

/**
 * A year of schedules in ten zones, checked against an oracle that knows neither Temporal nor our calendar: a clock
 * on the wall, read minute by minute. What it shows comes from `Intl`, asked every quarter of an hour, because
 * clocks have been changed on quarters only for fifty years; in between it runs. A slot rings when the clock first
 * shows it; one that the clock jumps over rings as long after the jump as it would have been into what was left out.
 */
const zones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Antarctica/Troll',
  'UTC',
]

interface Reading {
  readonly at: number
  /** Minutes since 1970 on the wall. */
  readonly shown: number
}

function wallClock(zone: string, from: number, to: number): Reading[] {
  const format = new Intl.DateTimeFormat('en-US-u-hc-h23', {
    timeZone: zone,
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const),
  })
  const readings: Reading[] = []
  for (let at = from; at < to; at += 15 * minute) {
    const [month, day, year, hours, minutes] = format.format(at).match(/\d+/g)!.map(Number)
    const shown = Date.UTC(year!, month! - 1, day, hours, minutes) / minute
    for (let later = 0; later < 15; later++) readings.push({ at: at + later * minute, shown: shown + later })
  }
  return readings
}

/** The instants at which the clock rings for minutes that `wanted` names. */
function rings(clock: readonly Reading[], wanted: (shown: number) => boolean): number[] {
  const instants = new Set<number>()
  const rung = new Set<number>()
  let latest = clock[0]!.shown - 1
  for (const { at, shown } of clock) {
    for (let left = latest + 1; left < shown; left++)
      if (wanted(left)) instants.add(at + (left - latest - 1) * minute)
    if (wanted(shown) && !rung.has(shown)) {
      rung.add(shown)
      instants.add(at)
    }
    latest = Math.max(latest, shown)
  }
  return [...instants].sort((a, b) => a - b)
}

interface Slots {
  /** Minutes of the day. */
  readonly times: readonly number[]
  readonly on: (date: Date, day: number) => boolean
}
const ringing = ({ times, on }: Slots) => {
  const wanted = new Set(times)
  return (shown: number) => wanted.has(shown % 1440) && on(new Date(shown * minute), Math.floor(shown / 1440))
}
const lengthOf = (date: Date) => daysInMonth(date.getUTCFullYear(), date.getUTCMonth() + 1)
const clock = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
const small = ['00:00', '01:45', '02:00', '02:15', '03:00', '03:15']

/** What is asked of the schedule, and the same asked of one minute on the wall. All start on Thursday, 1 January 2026. */
const cases: [string, object, Slots][] = [
  ['every day at 02:30', { every: 'day', times: ['02:30'] }, { times: [clock('02:30')], on: () => true }],
  [
    'every day in the small hours',
    { every: 'day', times: small },
    { times: small.map(clock), on: () => true },
  ],
  [
    'every third day at 00:10',
    { every: 'day', interval: 3, times: ['00:10'] },
    { times: [10], on: (_, day) => (day - 20454) % 3 === 0 },
  ],
  [
    'every other week, on Saturday and Sunday at 02:05',
    { every: 'week', interval: 2, days: [6, 7], times: ['02:05'] },
    {
      times: [clock('02:05')],
      on: (date, day) => [6, 0].includes(date.getUTCDay()) && Math.floor((day - 20451) / 7) % 2 === 0,
    },
  ],
  [
    'on the last Sunday of the month at 02:59',
    { every: 'month', on: { by: 'weekday', nth: -1, day: 7 }, times: ['02:59'] },
    {
      times: [clock('02:59')],
      on: (date) => date.getUTCDay() === 0 && lengthOf(date) - date.getUTCDate() < 7,
    },
  ],
  [
    'on the 1st, the 29th and the 31st or the day that stands for them at 23:55',
    { every: 'month', on: { by: 'day', days: [1, 29, 31] }, times: ['23:55'] },
    {
      times: [clock('23:55')],
      on: (date) => [1, Math.min(29, lengthOf(date)), lengthOf(date)].includes(date.getUTCDate()),
    },
  ],
  [
    'every half hour in March, April, October and November',
    { every: 'rule', rule: 'FREQ=MINUTELY;INTERVAL=30;BYMONTH=3,4,10,11' },
    {
      times: Array.from({ length: 48 }, (_, half) => half * 30),
      on: (date) => [2, 3, 9, 10].includes(date.getUTCMonth()),
    },
  ],
]

// A zone's 1 January begins up to 14 hours before UTC's; the year is looked at from the second day to the last but one.
const from = Date.UTC(2026, 0, 2)
const to = Date.UTC(2026, 11, 30)

test.each(zones)(
  'a year in %s: each slot rings once, at its time, on both nights of the clocks too',
  (zone) => {
    const wall = wallClock(zone, from - 24 * 60 * minute, to + 24 * 60 * minute)
    for (const [name, recurrence, slots] of cases) {
      const schedule = CampaignSchedule.parse({
        kind: 'recurring',
        start: '2026-01-01T00:00',
        timeZone: zone,
        recurrence,
      })
      const expected = rings(wall, ringing(slots)).filter((at) => at >= from && at < to)
      const found = occurrencesBetween(schedule, from, to, 100_000).map(({ at }) => at)
      expect(found, name).toEqual(expected)
      expect(expected.length, name).toBeGreaterThan(10)
    }
  },
)

/** The planner of a campaign for a year: begins what `planAt` says, as it is woken. */
function planned(schedule: RecurringSchedule, late: (due: number) => number): number[] {
  const begun: number[] = []
  for (let due = timeAfter(schedule, from - 1); due !== null && due < to; ) {
    const { slot, next } = planAt(schedule, due, due + late(due))
    if (slot !== null) begun.push(slot)
    due = next
  }
  return begun
}
const recurring = (timeZone: string, recurrence: object) =>
  CampaignSchedule.parse({
    kind: 'recurring',
    start: '2026-01-01T00:00',
    timeZone,
    recurrence,
  }) as RecurringSchedule

test.each(zones)('a year of plans in %s begins every slot once, when woken within its grace', (zone) => {
  for (const [name, recurrence] of cases.slice(0, -1)) {
    const schedule = recurring(zone, recurrence)
    const all = occurrencesBetween(schedule, from, to, 100_000).map(({ at }) => at)
    // Never later than the next slot: a quarter of an hour apart is the closest that they have.
    const begun = planned(schedule, (due) => ((due / minute) % 10) * minute)
    expect(begun, name).toEqual(all)
  }
})

test.each(zones)(
  'a planner in %s that is asleep now and then begins the last slot it finds, unless that is long gone',
  (zone) => {
    const schedule = recurring(zone, { every: 'day', times: small })
    const all = occurrencesBetween(schedule, from, to, 100_000).map(({ at }) => at)
    // By turns awake, asleep for a part of the small hours, and for longer than their grace.
    const naps = [1, 100, 1, 300].map((minutes) => minutes * minute)
    let [woken, turn] = [0, 0]
    const begun = planned(schedule, () => naps[woken++ % 4]!)
    const expected: number[] = []
    for (let first = 0; first < all.length; ) {
      const now = all[first]! + naps[turn++ % 4]!
      const found = all.slice(first, first + 7).filter((at) => at <= now)
      if (now - found.at(-1)! <= grace) expected.push(found.at(-1)!)
      first += found.length
    }
    expect(begun).toEqual(expected)
    expect(new Set(begun).size).toBe(begun.length)
    expect(all.length - begun.length).toBeGreaterThan(100)
  },
)
