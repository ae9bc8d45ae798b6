import { expect, test } from 'vitest'
import { columnIds, shownColumns } from './column-choice.ts'

test('a person who chose nothing sees the usual columns', () => {
  expect(shownColumns(undefined)).toEqual(shownColumns([]))
  expect(shownColumns(undefined)[0]).toBe('name')
})

test('the name is always shown, and columns keep their order whatever the order of choosing', () => {
  expect(shownColumns(['tags', 'status'])).toEqual(['name', 'status', 'tags'])
})

test('columns of another release are passed over', () => {
  expect(shownColumns(['tags', 'audience'])).toEqual(['name', 'tags'])
  expect(shownColumns([...columnIds])).toEqual([...columnIds])
})
