import { expect, test } from 'vitest'
import { clampWidth, narrowest, sortAfterPress, templateOf, widest } from './column.ts'
import { step } from './steps.ts'

const extent = { rows: 50, stops: 4, page: 10 }

test('arrows go one stop or one row and stay inside the grid', () => {
  expect(step('ArrowRight', false, { row: 3, stop: 1 }, extent)).toEqual({ row: 3, stop: 2 })
  expect(step('ArrowRight', false, { row: 3, stop: 3 }, extent)).toEqual({ row: 3, stop: 3 })
  expect(step('ArrowUp', false, { row: 0, stop: 2 }, extent)).toEqual({ row: -1, stop: 2 })
  expect(step('ArrowUp', false, { row: -1, stop: 2 }, extent)).toEqual({ row: -1, stop: 2 })
  expect(step('ArrowDown', false, { row: 49, stop: 2 }, extent)).toEqual({ row: 49, stop: 2 })
})

test('pages, ends and corners', () => {
  expect(step('PageDown', false, { row: 45, stop: 1 }, extent)).toEqual({ row: 49, stop: 1 })
  expect(step('PageUp', false, { row: 5, stop: 1 }, extent)).toEqual({ row: 0, stop: 1 })
  expect(step('Home', false, { row: 5, stop: 3 }, extent)).toEqual({ row: 5, stop: 0 })
  expect(step('End', false, { row: 5, stop: 0 }, extent)).toEqual({ row: 5, stop: 3 })
  expect(step('Home', true, { row: 5, stop: 3 }, extent)).toEqual({ row: 0, stop: 0 })
  expect(step('End', true, { row: 5, stop: 0 }, extent)).toEqual({ row: 49, stop: Number.POSITIVE_INFINITY })
})

test('other keys are left to the page', () => {
  for (const key of ['Tab', 'a', 'Enter', 'F5'])
    expect(step(key, false, { row: 0, stop: 0 }, extent)).toBeUndefined()
})

test('a heading sorts its own way first, then the other way, and back', () => {
  const date = { id: 'createdAt', sort: 'desc' as const }
  const first = sortAfterPress(date, { by: 'name', order: 'asc' })
  expect(first).toEqual({ by: 'createdAt', order: 'desc' })
  expect(sortAfterPress(date, first)).toEqual({ by: 'createdAt', order: 'asc' })
  expect(sortAfterPress({ id: 'tags' }, first)).toBe(first)
})

test('widths have bounds, and the last column takes what is left', () => {
  expect([clampWidth(1), clampWidth(9999), clampWidth(200.4)]).toEqual([narrowest, widest, 200])
  const columns = [
    { id: 'a', width: 100 },
    { id: 'b', width: 200 },
  ]
  expect(templateOf(columns, { a: 150 })).toBe('150px minmax(200px, 1fr)')
})
