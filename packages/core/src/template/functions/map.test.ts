import { describe, expect, test } from 'vitest'
import { mapFunctions } from './map.ts'
import { casesOf, rendered } from './testing.ts'

const cases = casesOf(mapFunctions, {
  get: [
    ['get(context.labels, "fr")', 'Bonjour'],
    ['context.labels.get("fr")', 'Bonjour'],
    ['context.labels.get(concat("f", "r"))', 'Bonjour'],
    ['get(context.labels, null)', ''],
    ['get(null, "fr")', ''],
    ['get("abc", 0)', ''],
    ['get(context.labels, ["fr"])', ''],
  ],
  keys: [
    ['keys(null)', ''],
    ['keys("abc")', ''],
    ['keys(["a", "b"])', '0, 1'],
  ],
  values: [
    ['values(null)', ''],
    ['values(12)', ''],
  ],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no key', (name) => {
  expect(rendered(`get(context.labels, "${name}")`)).toBe('')
  expect(rendered(`context.labels.get("${name}")`)).toBe('')
})
