import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { type FunctionName, functions } from './functions.ts'

const rendered = (expression: string, scope: unknown = {}) => {
  const compiled = compile(`{%= ${expression} %}`, { mode: 'text' })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.template.render(scope)
}

const context = { list: ['a', null, 'b'], object: { a: 1 }, text: ' Hé ', half: '\ud83d' }

/** For each function: what it does, then what it makes of a null and of a value of the wrong type. */
const cases: Record<FunctionName, readonly (readonly [string, string])[]> = {
  upperCase: [
    ['upperCase("été")', 'ÉTÉ'],
    ['upperCase(null)', ''],
    ['upperCase(12)', '12'],
  ],
  lowerCase: [
    ['lowerCase("ÉTÉ")', 'été'],
    ['lowerCase(null)', ''],
    ['lowerCase(context.object)', ''],
  ],
  titleCase: [
    ['titleCase("jean-luc o\'neil ÉTÉ")', "Jean-Luc O'neil Été"],
    ['titleCase(null)', ''],
    ['titleCase(true)', 'True'],
  ],
  trim: [
    ['"[" + trim(context.text) + "]"', '[Hé]'],
    ['trim(null)', ''],
    ['trim(1)', '1'],
  ],
  leftTrim: [
    ['leftTrim(context.text) + "]"', 'Hé ]'],
    ['leftTrim(null)', ''],
    ['leftTrim(1)', '1'],
  ],
  rightTrim: [
    ['"[" + rightTrim(context.text)', '[ Hé'],
    ['rightTrim(null)', ''],
    ['rightTrim(1)', '1'],
  ],
  concat: [
    ['concat("a", 1, true)', 'a1true'],
    ['concat("a", null)', 'a'],
    ['concat(context.list)', 'a, b'],
  ],
  replace: [
    ['replace("a.b.c", ".", "-")', 'a-b-c'],
    ['replace("abc", "", "-")', 'abc'],
    ['replace("a$b", "$", "$&")', 'a$&b'],
    ['replace("abc", null, "-")', ''],
    ['replace(101, 0, "-")', '1-1'],
  ],
  substring: [
    ['substring("abcdef", 1, 3)', 'bc'],
    ['substring("abcdef", 4)', 'ef'],
    ['substring(null, 1)', ''],
    ['substring("abc", "x")', ''],
  ],
  contains: [
    ['contains("abc", "b")', 'true'],
    ['contains(null, "b")', ''],
    ['contains(123, 2)', 'true'],
  ],
  startsWith: [
    ['startsWith("abc", "ab")', 'true'],
    ['startsWith("a", null)', ''],
    ['startsWith(12, 1)', 'true'],
  ],
  endsWith: [
    ['endsWith("abc", "ab")', 'false'],
    ['endsWith(null, "b")', ''],
    ['endsWith(12, 2)', 'true'],
  ],
  equalsIgnoreCase: [
    ['equalsIgnoreCase("É", "é")', 'true'],
    ['equalsIgnoreCase(null, "a")', ''],
    ['equalsIgnoreCase(1, "1")', 'true'],
  ],
  urlEncode: [
    ['urlEncode("é &/?=\'(")', '%C3%A9%20%26%2F%3F%3D%27%28'],
    ['urlEncode(context.half)', '%EF%BF%BD'],
    ['urlEncode(null)', ''],
    ['urlEncode(1)', '1'],
  ],
  toString: [
    ['toString(1) + toString(2)', '12'],
    ['toString(null)', ''],
    ['toString(context.list)', 'a, b'],
  ],
  length: [
    ['length("abc")', '3'],
    ['length(context.list)', '3'],
    ['length(null)', ''],
    ['length(12)', ''],
  ],
  count: [
    ['count(context.list)', '2'],
    ['count(null)', '0'],
    ['count("abc")', '0'],
  ],
  isEmpty: [
    ['isEmpty("")', 'true'],
    ['isEmpty([])', 'true'],
    ['isEmpty(null)', 'true'],
    ['isEmpty(0)', 'false'],
  ],
  isNotEmpty: [
    ['isNotEmpty("a")', 'true'],
    ['isNotEmpty(null)', 'false'],
    ['isNotEmpty(0)', 'true'],
  ],
  isNull: [
    ['isNull(context.nothing)', 'true'],
    ['isNull(null)', 'true'],
    ['isNull("")', 'false'],
  ],
  isNotNull: [
    ['isNotNull("")', 'true'],
    ['isNotNull(null)', 'false'],
    ['isNotNull([])', 'true'],
  ],
  toNumber: [
    ['toNumber("12.50") + 1', '13.5'],
    ['toNumber("1e3")', '1000'],
    ['toNumber(null)', ''],
    ['toNumber("12 €")', ''],
  ],
  absolute: [
    ['absolute(-3)', '3'],
    ['absolute(null)', ''],
    ['absolute("x")', ''],
  ],
  round: [
    ['round(2.5)', '3'],
    ['round(-2.5)', '-3'],
    ['round(1.005, 2)', '1.01'],
    ['round("2.345", 2)', '2.35'],
    ['round(null)', ''],
    ['round("x")', ''],
  ],
  roundUp: [
    ['roundUp(2.1)', '3'],
    ['roundUp(-2.9)', '-2'],
    ['roundUp(null)', ''],
    ['roundUp([])', ''],
  ],
  roundDown: [
    ['roundDown(2.99)', '2'],
    ['roundDown(-2.1)', '-3'],
    ['roundDown(0.29, 2)', '0.29'],
    ['roundDown(null)', ''],
    ['roundDown(true)', ''],
  ],
}

describe.each(Object.entries(cases))('%s', (_, rows) => {
  test.each(rows)('%s is %j', (source, expected) => {
    expect(rendered(source, { context })).toBe(expected)
  })
})

test('each function of the table is shown above', () => {
  expect(Object.keys(cases).sort()).toEqual([...functions.keys()].sort())
})
