import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { day, formatLocal, minute } from './civil.ts'
import { dueOccurrence, lastOccurrence } from './due.ts'
import { nextOccurrence, occurrencesBetween } from './occurrences.ts'
import { scheduleLimits } from './parts.ts'
import { CampaignSchedule } from './schema.ts'
import { canonicalZone, instantOf, placeOf, wallAt } from './zones.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const zone = fc.constantFrom(
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'America/St_Johns',
  'UTC',
)
const first = Date.UTC(2009, 0, 1)
const last = Date.UTC(2030, 0, 1)
const instant = fc.integer({ min: first / minute, max: last / minute }).map((minutes) => minutes * minute)
const local = instant.map(formatLocal)
const time = fc.integer({ min: 0, max: 287 }).map((five) => formatLocal(five * 5 * minute).slice(11))
const times = fc.uniqueArray(time, { maxLength: 4 })
const interval = fc.integer({ min: 1, max: 5 })
const weekday = fc.integer({ min: 1, max: 7 })

const recurrence = fc.oneof(
  fc.record({ every: fc.constant('day'), interval, times }),
  fc.record({ every: fc.constant('week'), interval, days: fc.uniqueArray(weekday, { maxLength: 7 }), times }),
  fc.record({
    every: fc.constant('month'),
    interval,
    on: fc.oneof(
      fc.record({
        by: fc.constant('day'),
        days: fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(-1)), {
          minLength: 1,
          maxLength: 5,
        }),
      }),
      fc.record({ by: fc.constant('weekday'), nth: fc.constantFrom(1, 2, 3, 4, 5, -1), day: weekday }),
    ),
    times,
  }),
  fc.record({
    every: fc.constant('rule'),
    rule: fc.constantFrom(
      'FREQ=HOURLY;INTERVAL=7',
      'FREQ=MINUTELY;INTERVAL=1441',
      'FREQ=YEARLY;BYWEEKNO=1,13,44,53;BYDAY=SU;BYHOUR=1,2,3;BYMINUTE=30',
      'FREQ=MONTHLY;BYDAY=SU;BYHOUR=0,1,2,3;BYMINUTE=0,30;BYSETPOS=1,-1,5',
      'FREQ=DAILY;BYHOUR=2;BYMINUTE=0,10,20,30,40,50',
    ),
  }),
)
const end = fc.oneof(
  fc.constant({ kind: 'never' }),
  fc.record({ kind: fc.constant('after'), occurrences: fc.integer({ min: 1, max: 40 }) }),
)
const schedule = fc
  .record({ kind: fc.constant('recurring'), recurrence, start: local, timeZone: zone, end })
  .map((input) => CampaignSchedule.safeParse(input))
  .filter(({ success }) => success)
  .map(({ data }) => data!)

const runs = { numRuns: 60 }

test('each next occurrence is later, and nothing lies between two', () => {
  fc.assert(
    fc.property(schedule, instant, (one, from) => {
      let at = from
      for (let step = 0; step < 6; step++) {
        const next = nextOccurrence(one, at)
        if (next === null) return
        expect(next.at).toBeGreaterThan(at)
        expect(occurrencesBetween(one, at + 1, next.at)).toEqual([])
        expect(lastOccurrence(one, next.at)).toEqual(next)
        at = next.at
      }
    }),
    runs,
  )
})

test('a range cut anywhere gives the same occurrences, none twice and none lost', () => {
  fc.assert(
    fc.property(schedule, instant, fc.nat(400), fc.nat(400), (one, from, cut, length) => {
      const middle = from + Math.min(cut, length) * day + 17 * minute
      const to = from + length * day + 18 * minute
      const whole = occurrencesBetween(one, from, to, 100_000)
      expect([
        ...occurrencesBetween(one, from, middle, 100_000),
        ...occurrencesBetween(one, middle, to, 100_000),
      ]).toEqual(whole)
      expect(new Set(whole.map(({ at }) => at)).size).toBe(whole.length)
    }),
    runs,
  )
})

test('an end after so many occurrences is after exactly so many, wherever one looks from', () => {
  fc.assert(
    fc.property(schedule, instant, (one, at) => {
      if (one.kind !== 'recurring' || one.end.kind !== 'after') return
      const all = occurrencesBetween(one, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1000)
      expect(all).toHaveLength(one.end.occurrences)
      expect(occurrencesBetween(one, at, Number.POSITIVE_INFINITY, 1000)).toEqual(
        all.filter((o) => o.at >= at),
      )
    }),
    runs,
  )
})

test('an end cuts the schedule without end and changes nothing before', () => {
  fc.assert(
    fc.property(schedule, instant, fc.nat(300), (one, from, days) => {
      if (one.kind !== 'recurring' || one.end.kind !== 'never') return
      const limit = Math.max(from, instantOf(Date.parse(`${one.start}Z`), one.timeZone)) + days * day
      const at = formatLocal(wallAt(limit, one.timeZone))
      const ended = CampaignSchedule.parse({ ...one, end: { kind: 'until', at } })
      const over = instantOf(Date.parse(`${at}Z`), one.timeZone) + 1
      expect(occurrencesBetween(ended, from, last, 1000)).toEqual(
        occurrencesBetween(one, from, Math.min(over, last), 1000),
      )
    }),
    runs,
  )
})

test('looked at now and then, each occurrence is begun or missed, once', () => {
  fc.assert(
    fc.property(
      schedule,
      instant,
      fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 30 }),
      (one, from, gaps) => {
        const dealtWith: number[] = []
        let seen = from
        for (const gap of gaps) {
          const now = seen + gap * minute
          const { occurrence, missed } = dueOccurrence(one, seen, now, 30 * minute)
          dealtWith.push(...missed.map(({ at }) => at), ...(occurrence === null ? [] : [occurrence.at]))
          seen = now
        }
        const wanted = occurrencesBetween(one, from + 1, seen + 1, 100_000).map(({ at }) => at)
        expect(dealtWith.sort((a, b) => a - b)).toEqual(wanted)
      },
    ),
    runs,
  )
})

test('two starts are never closer than the limit where no clock is changed', () => {
  fc.assert(
    fc.property(schedule, instant, (one, from) => {
      if (one.kind !== 'recurring') return
      const fixed = CampaignSchedule.parse({ ...one, timeZone: 'UTC' })
      const all = occurrencesBetween(fixed, from, from + 40 * day, 1000)
      for (const [index, { at }] of all.entries())
        if (index > 0) expect(at - all[index - 1]!.at).toBeGreaterThanOrEqual(scheduleLimits.apart * minute)
    }),
    runs,
  )
})

test('a clock shows at its instant the wall time that was asked for, or a gap moved it forward', () => {
  fc.assert(
    fc.property(instant, zone, (wall, name) => {
      const { at, moved } = placeOf(wall, name)
      const shown = wallAt(at, name)
      if (moved) expect(shown).toBeGreaterThan(wall)
      else expect(shown).toBe(wall)
      // Of an overlap the first: no earlier instant shows the same.
      for (const back of [30, 60, 120, 24 * 60]) expect(wallAt(at - back * minute, name)).not.toBe(wall)
    }),
    { numRuns: 400 },
  )
})

test('what is remembered of a zone is what Intl says of it', () => {
  const format = new Map<string, Intl.DateTimeFormat>()
  fc.assert(
    fc.property(instant, zone, (at, name) => {
      const one =
        format.get(name) ??
        new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'short' })
      format.set(name, one)
      expect(formatLocal(wallAt(at, name)).replace('T', ' ')).toBe(one.format(at))
    }),
    { numRuns: 500 },
  )
})

test('a canonical name stays what it is', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    const canonical = canonicalZone(name)!
    expect(canonicalZone(canonical)).toBe(canonical)
    expect(canonicalZone(name.toUpperCase())).toBe(canonical)
  }
})
