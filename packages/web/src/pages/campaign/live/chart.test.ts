import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastHours, linePath, rate, ticks } from './chart.ts'

describe('the last hours', () => {
  const now = Date.parse('2026-11-20T10:30:00Z')

  test('hours in which nothing happened are zeros, the running hour is the last', () => {
    const hours = lastHours([{ hour: '2026-11-20T09:00:00Z', sent: 4, opens: 2, clicks: 1 }], now, 3)
    expect(hours.map(({ hour, sent }) => [hour, sent])).toEqual([
      ['2026-11-20T08:00:00.000Z', 0],
      ['2026-11-20T09:00:00Z', 4],
      ['2026-11-20T10:00:00.000Z', 0],
    ])
  })

  test('the night on which clocks go back has its 25 hours', () => {
    const night = lastHours([], Date.parse('2026-10-25T23:00:00+01:00'), 25)
    expect(new Set(night.map(({ hour }) => hour)).size).toBe(25)
  })
})

describe('ticks', () => {
  test('are round numbers that reach the highest value', () => {
    expect(ticks(0)).toEqual([0, 1])
    expect(ticks(3)).toEqual([0, 1, 2, 3])
    expect(ticks(38_000)).toEqual([0, 10_000, 20_000, 30_000, 40_000])
  })

  test('whatever the height, there are few, they are whole and they cover it', () => {
    fc.assert(
      fc.property(fc.nat(), (highest) => {
        const values = ticks(highest)
        expect(values.at(-1)).toBeGreaterThanOrEqual(highest)
        expect(values.length).toBeLessThanOrEqual(6)
        expect(values.every(Number.isInteger)).toBe(true)
      }),
    )
  })
})

test('a line goes from the left edge to the right, high values up', () => {
  expect(linePath([0, 10, 5], 10, 100, 50)).toBe('M0 50L50 0L100 25')
})

test('a rate of nothing is no number', () => {
  expect(rate(0, 0)).toBeNull()
  expect(rate(1, 4)).toBe(0.25)
})
