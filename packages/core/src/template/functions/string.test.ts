import { describe, expect, test } from 'vitest'
import { stringFunctions } from './string.ts'
import { casesOf, rendered } from './testing.ts'

const cases = casesOf(stringFunctions, {
  upperCase: [
    ['upperCase(null)', ''],
    ['upperCase(12)', '12'],
  ],
  lowerCase: [
    ['lowerCase(null)', ''],
    ['lowerCase(context.object)', ''],
  ],
  titleCase: [
    ['titleCase("jean-luc o\'neil ÉTÉ")', "Jean-Luc O'neil Été"],
    ['titleCase(null)', ''],
    ['titleCase(true)', 'True'],
  ],
  camelCase: [
    ['camelCase("rue du 4 août")', 'Rue Du 4 Août'],
    ['camelCase(null)', ''],
    ['camelCase(false)', 'False'],
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
    ['concat("a", null)', 'a'],
    ['concat(context.list)', 'a, b'],
    ['concat()', ''],
  ],
  replace: [
    ['replace("abc", "", "-")', 'abc'],
    ['replace("a$b", "$", "$&")', 'a$&b'],
    ['replace("abc", null, "-")', ''],
    ['replace(101, 0, "-")', '1-1'],
  ],
  substring: [
    ['substring("abcdef", 4)', 'ef'],
    ['substring(null, 1)', ''],
    ['substring("abc", "x")', ''],
    ['substring("abc", -5, 99)', 'abc'],
  ],
  charCodeAt: [
    ['charCodeAt("A", 7)', ''],
    ['charCodeAt(null, 0)', ''],
    ['charCodeAt("A", "x")', ''],
  ],
  indexOf: [
    ['indexOf("abc", "x")', '-1'],
    ['indexOf(null, "x")', ''],
    ['indexOf(1234, 3)', '2'],
  ],
  lastIndexOf: [
    ['lastIndexOf("abc", "x")', '-1'],
    ['lastIndexOf("abc", null)', ''],
    ['lastIndexOf(1231, 1)', '3'],
  ],
  length: [
    ['length(context.list)', '3'],
    ['length(null)', ''],
    ['length(12)', ''],
  ],
  split: [
    ['length(split("a-b-c", "-"))', '3'],
    ['split(null, "-")', ''],
    ['split(123, 2)', '1, 3'],
  ],
  mask: [
    ['mask("abc", 5, 5)', 'abc'],
    ['mask("abc", 0, 0)', 'XXX'],
    ['mask("abcd", -1, 1)', 'XXXd'],
    ['mask(null, 1, 1)', ''],
    ['mask(1234, 1, "x")', ''],
  ],
  contains: [
    ['contains(null, "b")', ''],
    ['contains(123, 2)', 'true'],
  ],
  doesNotContain: [
    ['doesNotContain("abc", "x")', 'true'],
    ['doesNotContain(null, "x")', ''],
    ['doesNotContain(123, 4)', 'true'],
  ],
  startsWith: [
    ['startsWith("a", null)', ''],
    ['startsWith(12, 1)', 'true'],
  ],
  doesNotStartWith: [
    ['doesNotStartWith("abc", "b")', 'true'],
    ['doesNotStartWith(null, "b")', ''],
    ['doesNotStartWith(12, 1)', 'false'],
  ],
  endsWith: [
    ['endsWith("abc", "ab")', 'false'],
    ['endsWith(null, "b")', ''],
    ['endsWith(12, 2)', 'true'],
  ],
  doesNotEndWith: [
    ['doesNotEndWith("abc", "b")', 'true'],
    ['doesNotEndWith("abc", null)', ''],
    ['doesNotEndWith(12, 2)', 'false'],
  ],
  equals: [
    ['equals(1, "1")', 'true'],
    ['equals(null, context.nothing)', 'true'],
    ['equals(context.list, 1)', 'false'],
  ],
  notEqualTo: [
    ['notEqualTo(1, "1")', 'false'],
    ['notEqualTo(null, "")', 'true'],
    ['notEqualTo(context.object, 1)', 'true'],
  ],
  equalsIgnoreCase: [
    ['equalsIgnoreCase(null, "a")', ''],
    ['equalsIgnoreCase(1, "1")', 'true'],
  ],
  notEqualWithIgnoreCase: [
    ['notEqualWithIgnoreCase("a", "b")', 'true'],
    ['notEqualWithIgnoreCase("a", null)', ''],
    ['notEqualWithIgnoreCase(1, "1")', 'false'],
  ],
  isEmpty: [
    ['isEmpty([])', 'true'],
    ['isEmpty(null)', 'true'],
    ['isEmpty(0)', 'false'],
  ],
  isNotEmpty: [
    ['isNotEmpty("a")', 'true'],
    ['isNotEmpty(null)', 'false'],
    ['isNotEmpty([])', 'false'],
  ],
  extractEmailDomain: [
    ['extractEmailDomain("\\"a@b\\"@example.org")', 'example.org'],
    ['extractEmailDomain(null)', ''],
    ['extractEmailDomain(12)', ''],
  ],
  stringToInteger: [
    ['stringToInteger("-0.5")', '0'],
    ['stringToInteger(null)', ''],
    ['stringToInteger("twelve")', ''],
  ],
  stringToNumber: [
    ['stringToNumber(null)', ''],
    ['stringToNumber("12 €")', ''],
  ],
  toBool: [
    ['toBool("0")', 'false'],
    ['toBool(1)', 'true'],
    ['toBool(null)', ''],
    ['toBool("perhaps")', ''],
  ],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})
