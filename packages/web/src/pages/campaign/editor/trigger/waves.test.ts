import { Waves } from '@chappe/core/schedule/waves'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  blankWave,
  dividedBy,
  equalPercents,
  inUnit,
  minutesOf,
  ofCount,
  timedBy,
  usualWaves,
} from './waves.ts'

const count = fc.integer({ min: 2, max: 10 })

test('equal percents add up to all, and none differs from another by more than a hundredth', () => {
  fc.assert(
    fc.property(count, (waves) => {
      const percents = equalPercents(waves)
      expect(percents.reduce((sum, one) => sum + Math.round(one * 100), 0)).toBe(10_000)
      expect(Math.max(...percents) - Math.min(...percents)).toBeLessThanOrEqual(0.011)
    }),
  )
})

test('however waves are divided, timed and counted, the server takes them', () => {
  const division = fc.constantFrom('equal' as const, 'percent' as const, 'number' as const)
  const timing = fc.constantFrom('interval' as const, 'dates' as const)
  fc.assert(
    fc.property(fc.array(fc.tuple(division, timing, count), { maxLength: 6 }), (steps) => {
      let waves = usualWaves()
      for (const [by, kind, many] of steps) {
        waves = dividedBy(waves, by, 1_000)
        waves = timedBy(waves, kind, '2026-03-29T01:30', 30)
        if (waves.division !== 'number' && waves.timing.kind === 'interval')
          waves = ofCount(waves, many, waves.waves)
      }
      expect(Waves.safeParse(waves).error?.issues ?? []).toEqual([])
    }),
  )
})

test('waves that were taken away come back as they were', () => {
  const three = { ...usualWaves(), waves: [blankWave, blankWave, { ...blankWave, name: 'Last' }] }
  const two = ofCount(three, 2, three.waves)
  expect(two.waves).toHaveLength(2)
  expect(ofCount(two, 3, three.waves)).toEqual(three)
})

test('an interval is said in its largest whole unit, and never shorter than may be', () => {
  expect(inUnit(90)).toEqual({ amount: 90, unit: 'minute' })
  expect(inUnit(120)).toEqual({ amount: 2, unit: 'hour' })
  expect(inUnit(2_880)).toEqual({ amount: 2, unit: 'day' })
  expect(minutesOf(1, 'minute')).toBe(30)
  expect(minutesOf(3, 'hour')).toBe(180)
})
