import { expect, test } from 'vitest'
import { initialsOf } from './initials.ts'

test('a name gives the initials of its first and last word', () => {
  expect(initialsOf('Claude Chappe')).toBe('CC')
  expect(initialsOf('Marie de La Tour')).toBe('MT')
  expect(initialsOf('Élodie')).toBe('É')
})

test('an address gives those of its local part', () => {
  expect(initialsOf('jane.doe@example.com')).toBe('JD')
  expect(initialsOf('admin@example.com')).toBe('A')
})

test('nothing gives nothing', () => {
  expect(initialsOf('')).toBe('')
})
