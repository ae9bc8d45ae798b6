import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, formatLocal, parseLocal } from './civil.ts'
import { isMovable, movedSchedule } from './move.ts'
import { occurrencesBetween } from './occurrences.ts'
import { CampaignSchedule } from './schema.ts'

const weekly = {
  kind: 'recurring',
  start: '2026-03-02T09:00',
  timeZone: 'Europe/Paris',
  recurrence: { every: 'week', days: [1, 4] },
}
const monthly = (on: object) => ({
  ...weekly,
  recurrence: { every: 'month', on, times: ['09:00', '18:00'] },
})
const moved = (schedule: object, from: string, to: string) =>
  movedSchedule(CampaignSchedule.parse(schedule), from, to)

test('what is sent once is sent at the new time', () => {
  const at = { kind: 'at', at: '2026-03-10T09:00', timeZone: 'Europe/Paris', profileTimeZone: null }
  expect(moved(at, at.at, '2026-03-12T14:30')).toEqual({ ...at, at: '2026-03-12T14:30' })
})

test('a series moves as a whole', () => {
  expect(moved(weekly, '2026-03-05T09:00', '2026-03-06T08:15')).toMatchObject({
    start: '2026-03-03T08:15',
    recurrence: { days: [2, 5] },
  })
})

test('of several times of day only the one that is moved changes', () => {
  const first = monthly({ by: 'day', days: [10, 15] })
  expect(moved(first, '2026-03-10T18:00', '2026-03-12T17:00')).toMatchObject({
    start: '2026-03-04T09:00',
    recurrence: { times: ['09:00', '17:00'], on: { days: [12, 17] } },
  })
})

test('the second Tuesday, a week later, is the third', () => {
  const second = monthly({ by: 'weekday', nth: 2, day: 2 })
  expect(moved(second, '2026-03-10T09:00', '2026-03-17T09:00')).toMatchObject({
    recurrence: { on: { nth: 3 } },
  })
  expect(moved(second, '2026-03-10T09:00', '2026-03-10T10:00')).toMatchObject({
    recurrence: { on: { nth: 2 }, times: ['10:00', '18:00'] },
  })
})

test.each([
  [
    'another weekday of the month',
    monthly({ by: 'weekday', nth: 2, day: 2 }),
    '2026-03-10T09:00',
    '2026-03-11T09:00',
  ],
  [
    'a day that not every month has',
    monthly({ by: 'day', days: [27] }),
    '2026-03-27T09:00',
    '2026-03-29T09:00',
  ],
  ['the last day of the month', monthly({ by: 'day', days: [-1] }), '2026-03-31T09:00', '2026-03-30T09:00'],
  [
    'days of two weeks where every second one is left out',
    { ...weekly, recurrence: { every: 'week', interval: 2, days: [1, 6] } },
    '2026-03-02T09:00',
    '2026-03-04T09:00',
  ],
  [
    'a rule of somebody’s own',
    { ...weekly, recurrence: { every: 'rule', rule: 'FREQ=WEEKLY' } },
    '2026-03-02T09:00',
    '2026-03-03T09:00',
  ],
  ['what is sent at once', { kind: 'now' }, '2026-03-02T09:00', '2026-03-03T09:00'],
  [
    'beyond its own end',
    { ...weekly, end: { kind: 'until', at: '2026-03-09T00:00' } },
    '2026-03-02T09:00',
    '2026-03-12T09:00',
  ],
])('%s cannot be moved so', (_, schedule, from, to) => {
  expect(moved(schedule, from, to)).toBeNull()
})

test('what is nobody’s to move says so beforehand', () => {
  expect(isMovable(CampaignSchedule.parse(weekly))).toBe(true)
  expect(isMovable(CampaignSchedule.parse({ kind: 'now' }))).toBe(false)
  const rule = { ...weekly, recurrence: { every: 'rule', rule: 'FREQ=WEEKLY' } }
  expect(isMovable(CampaignSchedule.parse(rule))).toBe(false)
})

test('whatever comes every day or week comes at the new time, and nothing is there but as much later', () => {
  const base = parseLocal('2026-03-02T00:00')!
  fc.assert(
    fc.property(
      fc.constantFrom({ every: 'day' }, { every: 'week', days: [] }, { every: 'week', days: [1, 3, 7] }),
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: 0, max: 24 * 60 - 1 }),
      fc.nat(5),
      (recurrence, days, minute, which) => {
        const schedule = CampaignSchedule.parse({
          ...weekly,
          recurrence,
          timeZone: 'UTC',
          end: { kind: 'after', occurrences: 9 },
        })
        const before = occurrencesBetween(schedule, 0, Number.POSITIVE_INFINITY)
        const from = before[which]!
        const to = formatLocal(Math.floor(from.at / day) * day + days * day + minute * 60_000)
        const after = movedSchedule(schedule, from.local, to)
        const shift = parseLocal(to)! - from.at
        expect(base).toBeLessThan(from.at)
        expect(occurrencesBetween(after!, 0, Number.POSITIVE_INFINITY).map(({ at }) => at)).toEqual(
          before.map(({ at }) => at + shift),
        )
      },
    ),
  )
})
