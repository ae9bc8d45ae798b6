import { expect, test } from 'vitest'
import { isNested, isText } from './names.ts'

test('texts of several lines are compared line by line, short values as a whole', () => {
  expect(isText('a\nb', 'a\nc')).toBe(true)
  expect(isText('', '<p>\n</p>')).toBe(true)
  expect(isText('one', 'two')).toBe(false)
  expect(isText(true, false)).toBe(false)
})

test('objects are shown as JSON, nothing at all is not', () => {
  expect(isNested({ type: 'object' })).toBe(true)
  expect(isNested(null)).toBe(false)
})
