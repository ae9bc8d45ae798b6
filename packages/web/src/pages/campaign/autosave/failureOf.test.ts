import { expect, test } from 'vitest'
import { ApiProblem } from '../../../problem.ts'
import { failureOf } from './useAutosave.ts'

const problem = (type: ConstructorParameters<typeof ApiProblem>[0], status: number) =>
  new ApiProblem(type, { status })

test('a save is tried again when nobody answers, the service is down or asks for patience', () => {
  expect(failureOf(ApiProblem.unreachable()).kind).toBe('away')
  expect(failureOf(problem('server/unavailable', 503)).kind).toBe('away')
  expect(failureOf(problem('server/bug', 500)).kind).toBe('away')
  expect(failureOf(problem('auth/too-many-attempts', 429)).kind).toBe('away')
})

test('somebody else’s save is a question, a refused value is for the person', () => {
  expect(failureOf(problem('request/stale', 409)).kind).toBe('stale')
  expect(failureOf(problem('request/invalid', 400)).kind).toBe('refused')
  expect(failureOf(problem('auth/unauthenticated', 401)).kind).toBe('refused')
})

test('a mistake of ours is not tried for ever', () => {
  expect(failureOf(new TypeError('x is not a function')).kind).toBe('refused')
})
