import { expect, test } from 'vitest'
import { canonicalZone, instantOf, placeOf, wallAt } from './zones.ts'

test.each([
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Europe/Kyiv', 'Europe/Kyiv'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['asia/kolkata', 'Asia/Kolkata'],
  ['US/Eastern', 'America/New_York'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['Europe/Oslo', 'Europe/Oslo'],
  ['Etc/UTC', 'UTC'],
  ['GMT', 'UTC'],
  ['Etc/GMT+5', 'Etc/GMT+5'],
])('%s is %s, on a runtime of any age', (name, canonical) => {
  expect(canonicalZone(name)).toBe(canonical)
})

test.each([
  '',
  'Europe/Pairs',
  '+02:00',
  'UTC+2',
  'Paris',
  'europe/paris ',
  '../etc/passwd',
  'x'.repeat(100),
])('“%s” is no zone', (name) => {
  expect(canonicalZone(name)).toBeNull()
})

test('another name of a zone has the same clocks', () => {
  for (const month of [0, 3, 6, 9])
    expect(instantOf(Date.UTC(2026, month, 15), 'Europe/Kiev')).toBe(
      instantOf(Date.UTC(2026, month, 15), 'Europe/Kyiv'),
    )
})

test('at the very instant of a change clocks show what they show after it, a millisecond before not', () => {
  const change = Date.UTC(2026, 2, 29, 1)
  expect(wallAt(change, 'Europe/Paris') - change).toBe(2 * 3_600_000)
  expect(wallAt(change - 1, 'Europe/Paris') - change).toBe(3_600_000 - 1)
})

test('a gap has its length and no more: its ends are not moved together', () => {
  const at = (text: string) => placeOf(Date.parse(`${text}Z`), 'Europe/Paris')
  expect(at('2026-03-29T01:59:59')).toEqual({ at: Date.UTC(2026, 2, 29, 0, 59, 59), moved: false })
  expect(at('2026-03-29T02:00')).toEqual({ at: Date.UTC(2026, 2, 29, 1), moved: true })
  expect(at('2026-03-29T03:00')).toEqual({ at: Date.UTC(2026, 2, 29, 1), moved: false })
})
