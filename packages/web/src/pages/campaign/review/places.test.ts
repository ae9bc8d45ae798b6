import { expect, test } from 'vitest'
import { placeOf } from './places.ts'

const alert = {
  code: 'no-subject',
  level: 'error',
  tab: 'content',
  field: 'subject',
  message: '',
  params: {},
} as const

test('an alert leads to its tab and field, and to its place in the text', () => {
  expect(placeOf(alert)).toEqual({ view: 'draft', tab: 'content', field: 'subject' })
  expect(placeOf({ ...alert, field: 'html', line: 3, column: 7 })).toMatchObject({
    field: 'html',
    line: 3,
    column: 7,
  })
})
