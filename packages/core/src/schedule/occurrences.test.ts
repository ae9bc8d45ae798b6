import { expect, test, vi } from 'vitest'
import { dueOccurrence, lastOccurrence, seenAtActivation } from './due.ts'
import { nextOccurrence, occurrencesBetween } from './occurrences.ts'
import { CampaignSchedule } from './schema.ts'
import { wallAt } from './zones.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const schedule = (timeZone: string, start: string, recurrence: object, more: object = {}) =>
  CampaignSchedule.parse({ kind: 'recurring', timeZone, start, recurrence, ...more })

/** The instants as clocks in the zone show them, with their offset, from the start of the schedule on. */
function shown(one: CampaignSchedule, limit: number): string[] {
  if (one.kind !== 'recurring') throw new Error('not recurring')
  return occurrencesBetween(one, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, limit).map(({ at }) => {
    const wall = wallAt(at, one.timeZone)
    const offset = Math.abs(wall - at) / 60_000
    const sign = wall < at ? '-' : '+'
    const two = (value: number) => String(value).padStart(2, '0')
    return `${new Date(wall).toISOString().slice(0, 16)}${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`
  })
}
const daily = (timeZone: string, start: string, limit = 3) =>
  shown(schedule(timeZone, start, { every: 'day' }), limit)

test.each<[string, string, string, string[]]>([
  [
    'Paris goes to summer time: 02:30 does not exist and is 03:30 for once',
    'Europe/Paris',
    '2026-03-28T02:30',
    ['2026-03-28T02:30+01:00', '2026-03-29T03:30+02:00', '2026-03-30T02:30+02:00'],
  ],
  [
    'Paris goes back: 02:30 comes twice and the first is meant',
    'Europe/Paris',
    '2026-10-24T02:30',
    ['2026-10-24T02:30+02:00', '2026-10-25T02:30+02:00', '2026-10-26T02:30+01:00'],
  ],
  [
    'New York goes to summer time',
    'America/New_York',
    '2026-03-07T02:15',
    ['2026-03-07T02:15-05:00', '2026-03-08T03:15-04:00', '2026-03-09T02:15-04:00'],
  ],
  [
    'New York goes back',
    'America/New_York',
    '2026-10-31T01:15',
    ['2026-10-31T01:15-04:00', '2026-11-01T01:15-04:00', '2026-11-02T01:15-05:00'],
  ],
  [
    'Lord Howe leaves out half an hour',
    'Australia/Lord_Howe',
    '2026-10-03T02:10',
    ['2026-10-03T02:10+10:30', '2026-10-04T02:40+11:00', '2026-10-05T02:10+11:00'],
  ],
  [
    'Lord Howe repeats half an hour',
    'Australia/Lord_Howe',
    '2026-04-04T01:45',
    ['2026-04-04T01:45+11:00', '2026-04-05T01:45+11:00', '2026-04-06T01:45+10:30'],
  ],
  [
    'Casablanca leaves its summer time for Ramadan, before the rest of us thinks of it',
    'Africa/Casablanca',
    '2025-02-22T02:30',
    ['2025-02-22T02:30+01:00', '2025-02-23T02:30+01:00', '2025-02-24T02:30+00:00'],
  ],
  [
    'and comes back to it after',
    'Africa/Casablanca',
    '2025-04-05T02:30',
    ['2025-04-05T02:30+00:00', '2025-04-06T03:30+01:00', '2025-04-07T02:30+01:00'],
  ],
  [
    'São Paulo left out midnight when it still had summer time',
    'America/Sao_Paulo',
    '2018-11-03T00:00',
    ['2018-11-03T00:00-03:00', '2018-11-04T01:00-02:00', '2018-11-05T00:00-02:00'],
  ],
  [
    'São Paulo has none any more',
    'America/Sao_Paulo',
    '2026-10-17T00:00',
    ['2026-10-17T00:00-03:00', '2026-10-18T00:00-03:00', '2026-10-19T00:00-03:00'],
  ],
  [
    'Apia had no 30 December 2011: its occurrence is the 31st, and that one is not sent twice',
    'Pacific/Apia',
    '2011-12-29T09:00',
    ['2011-12-29T09:00-10:00', '2011-12-31T09:00+14:00', '2012-01-01T09:00+14:00'],
  ],
  [
    'Kiritimati is the first to see a day',
    'Pacific/Kiritimati',
    '2026-12-31T23:30',
    ['2026-12-31T23:30+14:00', '2027-01-01T23:30+14:00', '2027-01-02T23:30+14:00'],
  ],
  [
    'Kathmandu is a quarter of an hour off',
    'Asia/Kathmandu',
    '2026-06-01T00:10',
    ['2026-06-01T00:10+05:45', '2026-06-02T00:10+05:45', '2026-06-03T00:10+05:45'],
  ],
])('%s', (_name, zone, start, expected) => {
  expect(daily(zone, start)).toEqual(expected)
})

test('a Friday that Apia left out is a Saturday, not a week without', () => {
  expect(shown(schedule('Pacific/Apia', '2011-12-23T09:00', { every: 'week' }), 3)).toEqual([
    '2011-12-23T09:00-10:00',
    '2011-12-31T09:00+14:00',
    '2012-01-06T09:00+14:00',
  ])
})

test('what a gap moves keeps the order of time, and two that fall together are one', () => {
  const times = ['02:00', '02:15', '03:00', '03:10', '04:00']
  const one = schedule('Europe/Paris', '2026-03-29T00:00', { every: 'day', times })
  expect(shown(one, 5)).toEqual([
    '2026-03-29T03:00+02:00',
    '2026-03-29T03:10+02:00',
    '2026-03-29T03:15+02:00',
    '2026-03-29T04:00+02:00',
    '2026-03-30T02:00+02:00',
  ])
  const names = occurrencesBetween(one, 0, Number.POSITIVE_INFINITY, 3).map(({ local }) => local)
  expect(names).toEqual(['2026-03-29T03:00', '2026-03-29T03:10', '2026-03-29T02:15'])
})

test('an end after three occurrences is after three starts, also when a gap makes one of two', () => {
  const end = { end: { kind: 'after', occurrences: 3 } }
  const one = schedule('Europe/Paris', '2026-03-29T00:00', { every: 'day', times: ['02:00', '03:00'] }, end)
  expect(shown(one, 10)).toEqual([
    '2026-03-29T03:00+02:00',
    '2026-03-30T02:00+02:00',
    '2026-03-30T03:00+02:00',
  ])
})

test('the last moment of a schedule is part of it', () => {
  const end = { end: { kind: 'until', at: '2026-01-03T09:00' } }
  expect(shown(schedule('UTC', '2026-01-01T09:00', { every: 'day' }, end), 10)).toHaveLength(3)
})

test('weeks are counted from the one of the start, days from the start itself', () => {
  const weeks = schedule('UTC', '2026-01-07T09:00', { every: 'week', interval: 2, days: [1, 3] })
  expect(shown(weeks, 4).map((text) => text.slice(0, 10))).toEqual([
    '2026-01-07',
    '2026-01-19',
    '2026-01-21',
    '2026-02-02',
  ])
})

test('the 31st is the last day of a shorter month; a custom rule leaves that month out', () => {
  const on = { by: 'day', days: [31] }
  const days = (recurrence: object) =>
    shown(schedule('UTC', '2027-01-31T09:00', recurrence), 4).map((text) => text.slice(5, 10))
  expect(days({ every: 'month', on })).toEqual(['01-31', '02-28', '03-31', '04-30'])
  expect(days({ every: 'month', on: { by: 'day', days: [30, 31, -1] } })).toEqual([
    '01-31',
    '02-28',
    '03-30',
    '03-31',
  ])
  expect(days({ every: 'rule', rule: 'FREQ=MONTHLY;BYMONTHDAY=31' })).toEqual([
    '01-31',
    '03-31',
    '05-31',
    '07-31',
  ])
})

test('the last Friday of every third month', () => {
  const one = schedule('UTC', '2026-01-01T09:00', {
    every: 'month',
    interval: 3,
    on: { by: 'weekday', nth: -1, day: 5 },
  })
  expect(shown(one, 3).map((text) => text.slice(0, 10))).toEqual(['2026-01-30', '2026-04-24', '2026-07-31'])
})

test('an instant ends a rule as an instant, a date as the whole of that day', () => {
  const until = (text: string) =>
    shown(
      schedule('America/New_York', '2026-01-01T21:00', { every: 'rule', rule: `FREQ=DAILY;UNTIL=${text}` }),
      9,
    )
  expect(until('20260103T015959Z')).toHaveLength(1)
  expect(until('20260103T020000Z')).toHaveLength(2)
  expect(until('20260103')).toHaveLength(3)
})

test('what is sent once comes once, what is sent now has no slot', () => {
  const once = CampaignSchedule.parse({ kind: 'at', at: '2026-03-29T02:30', timeZone: 'Europe/Paris' })
  const at = Date.UTC(2026, 2, 29, 1, 30)
  expect(nextOccurrence(once, at - 1)).toEqual({ at, local: '2026-03-29T02:30' })
  expect(nextOccurrence(once, at)).toBeNull()
  expect(nextOccurrence(CampaignSchedule.parse({ kind: 'now' }), 0)).toBeNull()
})

test('a schedule that starts in ten years, or began long ago, is asked about any instant', () => {
  const one = schedule('Europe/Paris', '2036-01-01T09:00', { every: 'month', on: { by: 'day', days: [1] } })
  expect(nextOccurrence(one, 0)?.local).toBe('2036-01-01T09:00')
  expect(nextOccurrence(one, Number.NEGATIVE_INFINITY)?.local).toBe('2036-01-01T09:00')
  expect(nextOccurrence(one, Date.UTC(2150, 5, 2))?.local).toBe('2150-07-01T09:00')
  expect(nextOccurrence(one, Date.UTC(2400, 0, 1))).toBeNull()
})

const everyDay = schedule('Europe/Paris', '2026-01-01T09:00', { every: 'day' })
const nine = (day: number) => Date.UTC(2026, 0, day, 8)
const minutes = (count: number) => count * 60_000

test('nothing is due before its time', () => {
  expect(dueOccurrence(everyDay, nine(1), nine(2) - 1, minutes(15))).toEqual({ occurrence: null, missed: [] })
})

test('what has just come is due once', () => {
  const due = { occurrence: { at: nine(2), local: '2026-01-02T09:00' }, missed: [] }
  expect(dueOccurrence(everyDay, nine(1), nine(2), minutes(15))).toEqual(due)
  expect(dueOccurrence(everyDay, nine(1), nine(2) + minutes(15), minutes(15))).toEqual(due)
  expect(dueOccurrence(everyDay, nine(2), nine(2) + minutes(15), minutes(15)).occurrence).toBeNull()
})

test('after a week off, what was missed is named and left out: one is due at most', () => {
  const late = dueOccurrence(everyDay, nine(1), nine(9) + minutes(16), minutes(15))
  expect(late.occurrence).toBeNull()
  expect(late.missed).toHaveLength(8)
  const inTime = dueOccurrence(everyDay, nine(1), nine(9) + minutes(1), minutes(15))
  expect(inTime.occurrence?.at).toBe(nine(9))
  expect(inTime.missed).toHaveLength(7)
})

test('ten years off are no burst and no long search', () => {
  const often = schedule('UTC', '2026-01-01T00:00', { every: 'rule', rule: 'FREQ=MINUTELY;INTERVAL=5' })
  const now = Date.UTC(2036, 0, 1, 0, 1)
  const due = dueOccurrence(often, Date.UTC(2026, 0, 1), now, minutes(5))
  expect(due.occurrence?.local).toBe('2036-01-01T00:00')
  expect(due.missed).toHaveLength(1000)
})

test('the one before is found however long ago it was', () => {
  const rare = schedule('UTC', '2000-02-29T09:00', {
    every: 'rule',
    rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
  })
  expect(lastOccurrence(rare, Date.UTC(2023, 0, 1))?.local).toBe('2020-02-29T09:00')
  expect(lastOccurrence(rare, Date.UTC(1999, 0, 1))).toBeNull()
})

test('by profile time zone it begins on the first clock on earth, and is missed only after the last', () => {
  const local = CampaignSchedule.parse({
    kind: 'at',
    at: '2026-06-15T09:00',
    timeZone: 'Europe/Paris',
    profileTimeZone: {},
  })
  const first = Date.UTC(2026, 5, 14, 19)
  const last = Date.UTC(2026, 5, 15, 21)
  const due = (now: number) => dueOccurrence(local, 0, now, 0)
  const occurrence = { at: first, local: '2026-06-15T09:00' }
  expect(due(first - 1)).toEqual({ occurrence: null, missed: [] })
  expect(due(first)).toEqual({ occurrence, missed: [] })
  expect(due(last)).toEqual({ occurrence, missed: [] })
  expect(due(last + 1)).toEqual({ occurrence: null, missed: [occurrence] })
})

test('activated at the minute of an occurrence it is due; by profile time zone while a clock is still to show it', () => {
  const seen = seenAtActivation(everyDay, nine(2))
  expect(dueOccurrence(everyDay, seen, nine(2), minutes(15)).occurrence?.at).toBe(nine(2))
  expect(dueOccurrence(everyDay, seenAtActivation(everyDay, nine(2) + 1), nine(2) + 1, minutes(15))).toEqual({
    occurrence: null,
    missed: [],
  })
  const local = schedule('Europe/Paris', '2026-01-01T09:00', { every: 'day' }, { profileTimeZone: {} })
  const noon = Date.UTC(2026, 0, 2, 11)
  expect(dueOccurrence(local, seenAtActivation(local, noon), noon, 0).occurrence?.local).toBe(
    '2026-01-02T09:00',
  )
})
