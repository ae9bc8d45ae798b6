import { planLimits } from '@chappe/core/campaign/plan'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barsOf, lengthOf, mostBars } from './volumes.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 2, 28, 9)
const iso = (at: number) => new Date(at).toISOString()

test('every message is in a bar, and the bars are few enough to be seen', () => {
  const hours = fc
    .array(
      fc.record({ gap: fc.integer({ min: 0, max: 400 }), messages: fc.nat(1_000), others: fc.nat(50) }),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    .map((given) => {
      let at = start
      return given.map(({ gap, messages, others }) => ({
        at: iso((at += gap * 0.5 * hour)),
        messages,
        others,
      }))
    })
  fc.assert(
    fc.property(hours, (given) => {
      const { bars } = barsOf(given)
      const sum = (list: readonly { messages: number }[]) => list.reduce((all, one) => all + one.messages, 0)
      expect(sum(bars)).toBe(sum(given))
      expect(bars.length).toBeLessThanOrEqual(mostBars)
    }),
  )
})

test('an hour in which nothing is sent is a bar without height', () => {
  const { bars, hours } = barsOf([
    { at: iso(start), messages: 10, others: 1 },
    { at: iso(start + 2 * hour), messages: 5, others: 0 },
  ])
  expect(hours).toBe(1)
  expect(bars.map(({ messages, others }) => [messages, others])).toEqual([
    [10, 1],
    [0, 0],
    [5, 0],
  ])
})

test('what others send in an hour counts once, however many of our waves begin in it', () => {
  const { bars } = barsOf([
    { at: iso(start), messages: 1, others: 7 },
    { at: iso(start + hour / 2), messages: 1, others: 7 },
  ])
  expect(bars).toEqual([{ at: start, messages: 2, others: 7 }])
})

test('nothing sent is no bar', () => {
  expect(barsOf([])).toEqual({ bars: [], hours: 1 })
})

test('a course that is told by the day has bars of whole days, and says days', () => {
  const days = fc.integer({ min: planLimits.hours / 24, max: 3_000 })
  fc.assert(
    fc.property(days, (count) => {
      const told = Array.from({ length: count }, (_, n) => ({
        at: iso(start + n * 24 * hour),
        messages: 48,
        others: 24,
      }))
      const bars = barsOf(told)
      const length = lengthOf(bars)
      expect(length.unit).toBe('day')
      for (const bar of bars.bars.slice(0, -1))
        expect(bar).toMatchObject({ messages: 48 * length.count, others: 24 * length.count })
    }),
  )
})

test('what is shorter than a day is told in hours, and a day as one', () => {
  expect(lengthOf({ bars: [], hours: 12 })).toEqual({ unit: 'hour', count: 12 })
  expect(lengthOf({ bars: [], hours: 24 })).toEqual({ unit: 'day', count: 1 })
})
