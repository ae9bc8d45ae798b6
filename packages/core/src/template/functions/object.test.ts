import { describe, expect, test } from 'vitest'
import { objectFunctions } from './object.ts'
import { casesOf, rendered } from './testing.ts'

const cases = casesOf(objectFunctions, {
  isNull: [
    ['isNull(context.nothing)', 'true'],
    ['isNull("")', 'false'],
    ['isNull(context.object)', 'false'],
  ],
  isNotNull: [
    ['isNotNull(null)', 'false'],
    ['isNotNull([])', 'true'],
  ],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})
