import { expect, test } from 'vitest'
import { absolute, relative } from './dates.ts'

const now = Date.parse('2026-11-21T12:00:00Z')

test('near instants are told in the unit that fits, past and to come, in both languages', () => {
  expect(relative('2026-11-21T11:59:30Z', 'en-US', now)).toBe('now')
  expect(relative('2026-11-21T11:57:00Z', 'en-US', now)).toBe('3 minutes ago')
  expect(relative('2026-11-21T11:57:00Z', 'fr-FR', now)).toBe('il y a 3 minutes')
  expect(relative('2026-11-21T17:00:00Z', 'en-US', now)).toBe('in 5 hours')
  expect(relative('2026-11-20T12:00:00Z', 'fr-FR', now)).toBe('hier')
  expect(relative('2025-09-01T12:00:00Z', 'en-US', now)).toBe('last year')
})

test('an exact instant names its zone, also in the hour that a night in October has twice', () => {
  const first = absolute('2026-10-25T00:30:00Z', 'en-US', 'Europe/Paris')
  const second = absolute('2026-10-25T01:30:00Z', 'en-US', 'Europe/Paris')
  expect(first).toContain('GMT+2')
  expect(second).toContain('GMT+1')
})
