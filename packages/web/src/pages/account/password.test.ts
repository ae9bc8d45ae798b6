import { changePassword } from '@chappe/core/api/session'
import { expect, test } from 'vitest'
import { passwordFaults, shortestPassword } from './password.ts'

const good = { current: 'the former one', next: 'the next one, longer', repeated: 'the next one, longer' }

test('a good change has no faults', () => {
  expect(passwordFaults(good)).toEqual({})
})

test('each field is told its own fault', () => {
  expect(passwordFaults({ current: '', next: 'short', repeated: '' })).toEqual({
    current: 'current',
    next: 'short',
    repeated: 'repeat',
  })
  expect(passwordFaults({ ...good, next: good.current, repeated: good.current })).toEqual({ next: 'same' })
  expect(passwordFaults({ ...good, repeated: 'another one' })).toEqual({ repeated: 'repeat' })
})

test('the shortest password is the one that the server takes', () => {
  const takes = (length: number) =>
    changePassword.body.safeParse({ current: 'x', next: 'p'.repeat(length) }).success
  expect(takes(shortestPassword)).toBe(true)
  expect(takes(shortestPassword - 1)).toBe(false)
})
