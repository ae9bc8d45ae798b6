import { expect, test } from 'vitest'
import { stepsOf } from './steps.ts'

const size = { width: 100, height: 50, highest: 10 }

test('the number stays until it changes, and time is to scale', () => {
  const { line, area, points } = stepsOf(
    [
      { at: '2026-11-01T00:00:00Z', members: 0 },
      { at: '2026-11-02T00:00:00Z', members: 10 },
      { at: '2026-11-05T00:00:00Z', members: 5 },
    ],
    size,
  )
  expect(line).toBe('M0 50H0V50H25V0H100V25')
  expect(area).toBe(`${line}V50H0Z`)
  expect(points.map(({ x, y }) => [x, y])).toEqual([
    [0, 50],
    [25, 0],
    [100, 25],
  ])
})

test('one evaluation alone is a level line, none is nothing', () => {
  expect(stepsOf([{ at: '2026-11-01T00:00:00Z', members: 5 }], size).line).toBe('M0 25H100V25')
  expect(stepsOf([], size)).toEqual({ points: [], line: '', area: '' })
})
