import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holdUp, warmUpFrom } from './hold-up.ts'
import { newPacer, take } from './pacer.ts'
import { Pace } from './schema.ts'

const zone = 'Europe/Paris'
const at = (local: string) => Date.parse(`${local}+01:00`)
const pace = (input: object = {}) => Pace.parse(input)
/** What is kept once so many have left, all that may at each of these moments. */
const after = (limits: Pace, moments: readonly string[]) =>
  moments.reduce(
    (state, moment) => take(limits, zone, state, at(moment), 1_000_000).state,
    newPacer(limits, at(moments[0]!)),
  )

describe('a pace that lets nothing leave says why and until when', () => {
  const window = { from: '09:00', to: '10:00', days: [1, 2, 3, 4, 5] }

  test('outside its hours, until they begin', () => {
    const limits = pace({ window })
    // The 9th of January 2026 is a Friday.
    expect(holdUp(limits, zone, newPacer(limits, 0), at('2026-01-09T10:00'))).toEqual({
      reason: 'window',
      until: at('2026-01-12T09:00'),
    })
  })

  test('with the day’s share of the warm-up sent, until the next day opens', () => {
    const limits = pace({ window, warmUp: { caps: [5, 8] } })
    const state = after(limits, ['2026-01-09T09:00'])
    expect(holdUp(limits, zone, state, at('2026-01-09T09:30'))).toEqual({
      reason: 'warm_up',
      until: at('2026-01-12T09:00'),
    })
    expect(holdUp(limits, zone, state, at('2026-01-12T09:00'))).toBeNull()
  })

  test('at a slow rate, until the next may leave: within its hours', () => {
    const limits = pace({ window, rate: { messages: 1, per: 'hour' } })
    const state = after(limits, ['2026-01-09T09:30'])
    expect(holdUp(limits, zone, state, at('2026-01-09T09:31'))).toEqual({
      reason: 'rate',
      until: at('2026-01-12T09:00'),
    })
  })

  test('and nothing where nothing limits it', () => {
    expect(holdUp(pace(), zone, newPacer(pace(), 0), 1)).toBeNull()
  })

  test('a moment at which something may leave, and not one in which nothing does before', () => {
    const limits = fc.record({
      rate: fc.option(
        fc.record({ messages: fc.integer({ min: 1, max: 50 }), per: fc.constant('hour' as const) }),
      ),
      window: fc.option(fc.constant(window)),
      warmUp: fc.option(
        fc.record({ caps: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }) }),
      ),
    })
    const start = at('2026-03-27T08:30')
    const moments = fc.array(fc.integer({ min: 0, max: 40 * 3_600_000 }), { maxLength: 8 })
    fc.assert(
      fc.property(limits, moments, (input, gaps) => {
        const given = pace(input)
        let state = newPacer(given, start)
        let now = start
        for (const gap of [0, ...gaps]) {
          now += gap
          state = take(given, zone, state, now, 3).state
          const up = holdUp(given, zone, state, now)
          const granted = (moment: number) => take(given, zone, state, moment, 1).granted
          expect(granted(now)).toBe(up === null ? 1 : 0)
          if (up) expect(granted(up.until)).toBe(1)
        }
      }),
    )
  })
})

describe('a warm-up that has begun', () => {
  const limits = pace({ warmUp: { caps: [5, 8, 13] } })
  const state = after(limits, ['2026-01-09T09:00', '2026-01-10T09:00'])

  test('has the rest of today and the days after it', () => {
    const half = { ...state, sent: 3 }
    expect(warmUpFrom(limits, zone, half, at('2026-01-10T12:00'))?.caps).toEqual([5, 13])
    expect(warmUpFrom(limits, zone, state, at('2026-01-10T12:00'))?.caps).toEqual([0, 13])
    expect(warmUpFrom(limits, zone, state, at('2026-01-11T12:00'))?.caps).toEqual([13])
  })

  test('goes on with its last number or without limit', () => {
    const over = after(limits, ['2026-01-09T09:00', '2026-01-10T09:00', '2026-01-11T09:00'])
    const next = at('2026-01-12T09:00')
    expect(warmUpFrom(limits, zone, over, next)).toBeNull()
    const last = pace({ warmUp: { caps: [5, 8, 13], afterwards: 'last' } })
    expect(warmUpFrom(last, zone, over, next)?.caps).toEqual([13, 13])
    expect(warmUpFrom(pace(), zone, over, next)).toBeNull()
  })
})
