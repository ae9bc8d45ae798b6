import { CalendarDateTime } from '@internationalized/date'
import { expect, test } from 'vitest'
import { asInstant, inZone, isTimeZone, movedTo, timeZones } from './schedule.ts'

test('an instant is shown in its zone and comes back the same', () => {
  const date = inZone('2026-10-25T00:30:00Z', 'Europe/Paris')!
  expect([date.hour, date.minute]).toEqual([2, 30])
  expect(asInstant(date, 'UTC')).toBe('2026-10-25T00:30:00.000Z')
})

test('both halves of the hour that a night has twice can be told apart', () => {
  expect(inZone('2026-10-25T00:30:00Z', 'Europe/Paris')!.offset).toBe(7_200_000)
  expect(inZone('2026-10-25T01:30:00Z', 'Europe/Paris')!.offset).toBe(3_600_000)
})

test('a date without a zone is meant in the schedule’s', () => {
  expect(asInstant(new CalendarDateTime(2026, 12, 24, 9, 30), 'Europe/Paris')).toBe(
    '2026-12-24T08:30:00.000Z',
  )
})

test('choosing another zone keeps the time of day', () => {
  expect(movedTo('2026-12-01T08:00:00Z', 'Europe/Paris', 'America/New_York')).toBe('2026-12-01T14:00:00.000Z')
  expect(movedTo(null, 'Europe/Paris', 'UTC')).toBeNull()
})

test('seconds are none of a schedule’s business', () => {
  expect(asInstant(inZone('2026-12-01T08:00:31.5Z', 'UTC')!, 'UTC')).toBe('2026-12-01T08:00:00.000Z')
})

test('zones are listed once, those that are wanted first', () => {
  const zones = timeZones(['Europe/Paris', 'Europe/Paris'])
  expect(zones[0]).toBe('Europe/Paris')
  expect(new Set(zones).size).toBe(zones.length)
  expect(zones).toContain('UTC')
})

test('a misspelt zone is none', () => {
  expect(isTimeZone('Europe/Paris')).toBe(true)
  expect(isTimeZone('Europe/Pari')).toBe(false)
})
