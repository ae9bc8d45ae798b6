import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { day, hour, minute } from '../civil.ts'
import { plan } from './plan.ts'
import { Pace, warmUpPlan } from './schema.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const pace = (input: object = {}) => Pace.parse(input)
const start = Date.UTC(2026, 2, 27, 8, 30)
const zone = 'Europe/Paris'
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16))

test('an even rate: so many an hour, cut at full hours, the last one at the end', () => {
  const planned = plan({ people: 10_000, pace: pace({ rate: { messages: 1 } }), start, zone })
  expect(planned.hours.map(({ at, people }) => [iso(at), people])).toEqual([
    ['2026-03-27T08:30', 1800],
    ['2026-03-27T09:00', 3600],
    ['2026-03-27T10:00', 3600],
    ['2026-03-27T11:00', 1000],
  ])
  expect(iso(planned.endsAt)).toBe('2026-03-27T11:16')
  expect(planned.left).toBe(0)
})

test('whom the daily window does not reach the next one does, also on the night of the clocks', () => {
  const window = { from: '09:00', to: '11:00' }
  const planned = plan({
    people: 20_000,
    pace: pace({ rate: { messages: 60, per: 'minute' }, window }),
    start,
    zone,
  })
  expect(planned.days).toEqual([
    { date: '2026-03-27', people: 5400 },
    { date: '2026-03-28', people: 7200 },
    { date: '2026-03-29', people: 7200 },
    { date: '2026-03-30', people: 200 },
  ])
  // On Sunday clocks go forward: nine o'clock is an hour earlier.
  expect(planned.hours.map(({ at }) => iso(at)).slice(-3)).toEqual([
    '2026-03-29T07:00',
    '2026-03-29T08:00',
    '2026-03-30T07:00',
  ])
})

test('a window over midnight belongs to the day it began on, and closed days are passed over', () => {
  const window = { from: '22:00', to: '02:00', days: [5, 6] }
  const planned = plan({
    people: 40_000,
    pace: pace({ rate: { messages: 1 }, window }),
    start: Date.UTC(2026, 5, 1),
    zone,
  })
  expect(planned.days).toEqual([
    { date: '2026-06-05', people: 14_400 },
    { date: '2026-06-06', people: 14_400 },
    { date: '2026-06-12', people: 11_200 },
  ])
})

test('a warm-up caps each day that something is sent on, then lets go', () => {
  const planned = plan({
    people: 100_000,
    pace: pace({ warmUp: { caps: [50, 100, 500] } }),
    start,
    zone,
  })
  expect(planned.days.map(({ people }) => people)).toEqual([50, 100, 500, 99_350])
})

test('or keeps to its last day', () => {
  const planned = plan({
    people: 35,
    pace: pace({ warmUp: { caps: [5, 10], afterwards: 'last' } }),
    start,
    zone,
  })
  expect(planned.days.map(({ people }) => people)).toEqual([5, 10, 10, 10])
})

test('a plan of warming up grows to its target', () => {
  expect(warmUpPlan(50, 2, 1000).caps).toEqual([50, 100, 200, 400, 800, 1000])
  expect(warmUpPlan(2000, 2, 1000).caps).toEqual([1000])
})

test('a slow domain is behind while the others are not held up', () => {
  const domains = [{ domain: 'slow.example', rate: { messages: 1 } }]
  const planned = plan({
    people: 100_000,
    pace: pace({ rate: { messages: 10 }, domains }),
    start: Date.UTC(2026, 5, 1),
    zone,
    byDomain: { 'slow.example': 20_000 },
  })
  // 80,000 at nine a second beside it, then the rest at one a second.
  expect(planned.hours[0]?.people).toBe(36_000)
  expect(planned.endsAt! - Date.UTC(2026, 5, 1)).toBe(20_000_000)
  const even = plan({
    people: 100_000,
    pace: pace({ rate: { messages: 10 }, domains }),
    start: Date.UTC(2026, 5, 1),
    zone,
    byDomain: { 'slow.example': 1000 },
  })
  expect(even.endsAt! - Date.UTC(2026, 5, 1)).toBe(10_000_000)
})

test('who is not reached before the deadline is counted, not hidden; without one nobody is left', () => {
  const rate = { messages: 100, per: 'hour' as const }
  expect(plan({ people: 1000, pace: pace({ rate, deadlineHours: 4 }), start, zone })).toMatchObject({
    left: 600,
  })
  expect(plan({ people: 1000, pace: pace({ rate }), start, zone })).toMatchObject({ left: 0 })
})

test('a hundred million people at one a second are three years and two months, hour by hour', () => {
  const planned = plan({ people: 100_000_000, pace: pace({ rate: { messages: 1 } }), start, zone })
  expect(iso(planned.endsAt)).toBe('2029-05-27T18:16')
  expect(planned.hours.reduce((sum, { people }) => sum + people, 0)).toBe(100_000_000)
})

test('nobody: no hours and no end', () => {
  expect(plan({ people: 0, pace: pace(), start, zone })).toEqual({
    hours: [],
    days: [],
    endsAt: null,
    left: 0,
  })
})

const time = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => new Date(quarter * 15 * minute).toISOString().slice(11, 16))
const anyPace = fc
  .record({
    rate: fc.option(
      fc.record({
        messages: fc.integer({ min: 1, max: 2000 }),
        per: fc.constantFrom('second', 'minute', 'hour'),
      }),
    ),
    window: fc.option(
      fc.record({ from: time, to: time, days: fc.uniqueArray(fc.integer({ min: 1, max: 7 })) }),
    ),
    warmUp: fc.option(
      fc.record({ caps: fc.array(fc.integer({ min: 1000, max: 50_000 }), { minLength: 1, maxLength: 9 }) }),
    ),
  })
  .map((input) => Pace.safeParse(input))
  .filter(({ success }) => success)
  .map(({ data }) => data!)

test('everybody is in one hour or left, no hour is above the rate, and hours follow each other', () => {
  fc.assert(
    fc.property(
      anyPace,
      fc.nat(200_000),
      fc.integer({ min: 0, max: 365 * 24 * 60 }),
      (one, people, minutes) => {
        const begin = Date.UTC(2026, 0, 1) + minutes * minute
        const planned = plan({ people, pace: one, start: begin, zone, capacity: 1000 })
        expect(planned.hours.reduce((sum, hours) => sum + hours.people, planned.left)).toBe(people)
        expect(planned.days.reduce((sum, days) => sum + days.people, planned.left)).toBe(people)
        const perHour =
          one.rate === null
            ? 3_600_000
            : { second: 3600, minute: 60, hour: 1 }[one.rate.per] * one.rate.messages
        // A plan may have 87,840 hours: too many for an expectation each.
        const most = Math.min(perHour, 3_600_000) + 1
        expect(planned.hours.filter(({ people: here }) => here > most)).toEqual([])
        const times = [begin - 1, ...planned.hours.map(({ at }) => at)]
        expect(times.filter((at, index) => index > 0 && at <= times[index - 1]!)).toEqual([])
        for (const [index, { people: here }] of planned.days.entries())
          expect(here).toBeLessThanOrEqual(one.warmUp?.caps[index] ?? Number.POSITIVE_INFINITY)
        if (people > 0) expect(planned.endsAt).toBeGreaterThanOrEqual(begin)
      },
    ),
    { numRuns: 60 },
  )
})

test('nothing is planned outside the window', () => {
  const window = { from: '08:00', to: '20:00', days: [1, 2, 3, 4, 5] }
  const { hours } = plan({
    people: 2_000_000,
    pace: pace({ rate: { messages: 10 }, window }),
    start,
    zone: 'UTC',
  })
  for (const { at } of hours) {
    expect(Math.floor((at % day) / hour)).toBeGreaterThanOrEqual(8)
    expect(Math.floor((at % day) / hour)).toBeLessThan(20)
    expect([0, 6]).not.toContain(new Date(at).getUTCDay())
  }
})
