import { describe, expect, test } from 'vitest'
import { mathFunctions } from './math.ts'
import { casesOf, rendered } from './testing.ts'

const cases = casesOf(mathFunctions, {
  toNumber: [
    ['toNumber("1e3")', '1000'],
    ['toNumber(null)', ''],
    ['toNumber("12 €")', ''],
  ],
  toInt: [
    ['toInt(12.7)', '12'],
    ['toInt(null)', ''],
    ['toInt("x")', ''],
  ],
  toString: [
    ['toString(null)', ''],
    ['toString(context.list)', 'a, b'],
  ],
  absolute: [
    ['absolute(null)', ''],
    ['absolute("x")', ''],
  ],
  round: [
    ['round(2.5)', '3'],
    ['round(-2.5)', '-3'],
    ['round(1.005, 2)', '1.01'],
    ['round(null)', ''],
    ['round("x")', ''],
  ],
  roundUp: [
    ['roundUp(-2.9)', '-2'],
    ['roundUp(null)', ''],
    ['roundUp([])', ''],
  ],
  roundDown: [
    ['roundDown(-2.1)', '-3'],
    ['roundDown(0.29, 2)', '0.29'],
    ['roundDown(null)', ''],
    ['roundDown(true)', ''],
  ],
  toPrecision: [
    ['toPrecision(5.1, 3)', '5.10'],
    ['toPrecision(123456, 2)', '120000'],
    ['toPrecision(1, 0)', ''],
    ['toPrecision(null, 2)', ''],
    ['toPrecision("x", 2)', ''],
  ],
  toPercentage: [
    ['toPercentage(0.256, "tr")', '%25,6'],
    ['toPercentage(null)', ''],
    ['toPercentage("x")', ''],
  ],
  toHexString: [
    ['toHexString(-10.9)', '-a'],
    ['toHexString(null)', ''],
    ['toHexString("x")', ''],
  ],
  formatNumber: [
    ['formatNumber(1234567.891)', '1,234,567.891'],
    ['formatNumber(1234.5, "no locale!")', '1,234.5'],
    ['formatNumber(1234.5, "fr_FR")', '1\u202f234,5'],
    ['formatNumber(null, "fr")', ''],
    ['formatNumber("x", "fr")', ''],
  ],
  formatCurrency: [
    ['formatCurrency(1234.5, "eur", "de-DE")', '1.234,50\u00a0€'],
    ['formatCurrency(5, "JPY")', '¥5'],
    ['formatCurrency(5, "euro")', ''],
    ['formatCurrency(null, "EUR")', ''],
    ['formatCurrency("x", "EUR")', ''],
  ],
  random: [['random() = random()', 'false']],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})

test('a message draws the same numbers each time, and another message others', () => {
  const drawn = (seed: unknown) => rendered('[random(), random()]', { system: { seed } })
  expect(drawn('a')).toBe(drawn('a'))
  expect(drawn('a')).not.toBe(drawn('b'))
  expect(drawn(undefined)).toBe(drawn(''))
})

test('numbers are drawn evenly', () => {
  const tenths = new Array<number>(10).fill(0)
  for (let seed = 0; seed < 2000; seed++) {
    const index = Number(rendered('roundDown(random() * 10)', { system: { seed: `message-${seed}` } }))
    tenths[index]!++
  }
  for (const count of tenths) expect(count).toBeGreaterThan(120)
})
