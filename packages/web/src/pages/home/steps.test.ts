import { expect, test } from 'vitest'
import { doneSteps, isDismissed, keep, nextStep, steps } from './steps.ts'

const nothing = { targeted: 0, created: 0, hasRelay: false, kept: [] }

test('a newcomer begins at the first step', () => {
  const done = doneSteps(nothing)
  expect(done.size).toBe(0)
  expect(nextStep(done)).toBe('send')
})

test('what the server has counts as done, whoever did it and however', () => {
  expect([...doneSteps({ ...nothing, targeted: 1, hasRelay: true })]).toEqual(['send', 'relay'])
})

test('visits are remembered, and the next step is the first that is left', () => {
  const kept = keep(keep([], 'inbox'), 'inbox')
  expect(kept).toEqual(['inbox'])
  expect(nextStep(doneSteps({ ...nothing, targeted: 1, kept }))).toBe('report')
})

test('at the end nothing is left', () => {
  const done = doneSteps({ targeted: 1, created: 1, hasRelay: true, kept: ['inbox', 'report'] })
  expect([...done]).toEqual([...steps])
  expect(nextStep(done)).toBeUndefined()
})

test('a tour that was put away can be taken out again, with its steps', () => {
  const away = keep(['inbox'], 'dismiss')
  expect(isDismissed(away)).toBe(true)
  expect(isDismissed(keep(away, 'recall'))).toBe(false)
  expect(keep(away, 'recall')).toEqual(['inbox'])
})
