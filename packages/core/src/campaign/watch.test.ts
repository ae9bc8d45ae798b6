import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AutoPause, noCounts, tooHigh, type WatchedCounts, watchedCounts } from './watch.ts'

const limits = (given: Partial<AutoPause>) => AutoPause.parse({ afterMessages: 100, ...given })
const counts = (given: Partial<WatchedCounts>): WatchedCounts => ({ ...noCounts, ...given })

test('a rate that is its limit is not above it, and one message more is', () => {
  const five = limits({ errorPercent: 5 })
  expect(tooHigh(five, counts({ sent: 95, error: 5 }))).toBeNull()
  expect(tooHigh(five, counts({ sent: 95, error: 6 }))).toEqual({
    rate: 'error',
    count: 6,
    of: 101,
    percent: 5.9,
    limit: 5,
  })
})

test('few outcomes say nothing, however bad they are', () => {
  expect(tooHigh(limits({ bouncePercent: 1 }), counts({ bounced: 99 }))).toBeNull()
  expect(tooHigh(limits({ bouncePercent: 1 }), counts({ bounced: 100 }))).not.toBeNull()
})

test('bounces reported later are bounces, and complaints are those of what was sent', () => {
  expect(tooHigh(limits({ bouncePercent: 2 }), counts({ sent: 100, laterBounces: 3 }))?.rate).toBe('bounce')
  expect(
    tooHigh(limits({ complaintPercent: 0.3 }), counts({ sent: 1_000, bounced: 9_000, complaints: 4 })),
  ).toEqual({ rate: 'complaint', count: 4, of: 1_000, percent: 0.4, limit: 0.3 })
})

const anyCounts = fc.record(
  Object.fromEntries(watchedCounts.map((name) => [name, fc.nat(10_000)])) as Record<
    keyof WatchedCounts,
    fc.Arbitrary<number>
  >,
)

test('what went wrong before the resumption counts no more, whatever it was', () => {
  fc.assert(
    fc.property(anyCounts, anyCounts, (before, after) => {
      const all = Object.fromEntries(watchedCounts.map((name) => [name, before[name] + after[name]]))
      const strict = limits({ errorPercent: 1, bouncePercent: 1, complaintPercent: 1 })
      expect(tooHigh(strict, all as WatchedCounts, before)).toEqual(tooHigh(strict, after))
      expect(tooHigh(strict, before, before)).toBeNull()
    }),
  )
})

test('nothing is watched without a limit', () => {
  fc.assert(
    fc.property(anyCounts, (counted) => {
      expect(tooHigh(limits({}), counted)).toBeNull()
    }),
  )
})
