import { isEmpty, isEqual, join, maxTextLength, toNumber, toText } from '../values.ts'
import { costing, row } from './row.ts'

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu
const firstOf = (text: string): string => String.fromCodePoint(text.codePointAt(0)!)

const withCapital = (text: string, rest: (text: string) => string): string => {
  const first = firstOf(text)
  return first.toUpperCase() + rest(text.slice(first.length))
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const whole = (value: number): number => Math.trunc(value)

/** At worst each place of the text is compared with all of the part; 8192 comparisons make a step. */
const searching = (text: string, part: string): number =>
  Math.max(0, ((text.length - part.length) * part.length) / 8192)

export const stringFunctions = {
  upperCase: row(['string'], ['string', 'The text in capitals.', 'upperCase("été")', 'ÉTÉ'], (text) =>
    text.toUpperCase(),
  ),
  lowerCase: row(['string'], ['string', 'The text in small letters.', 'lowerCase("ÉTÉ")', 'été'], (text) =>
    text.toLowerCase(),
  ),
  titleCase: row(
    ['string'],
    [
      'string',
      'Each word with a capital first, the rest small.',
      'titleCase("jean-luc ÉTÉ")',
      'Jean-Luc Été',
    ],
    (text) => text.replace(word, (found) => withCapital(found, (rest) => rest.toLowerCase())),
  ),
  camelCase: row(
    ['string'],
    [
      'string',
      'Each word with a capital first, the rest as it is.',
      'camelCase("ann mcDonald")',
      'Ann McDonald',
    ],
    (text) => text.replace(word, (found) => withCapital(found, (rest) => rest)),
  ),
  trim: row(['string'], ['string', 'Without space at both ends.', 'trim("  a b ")', 'a b'], (text) =>
    text.trim(),
  ),
  leftTrim: row(['string'], ['string', 'Without space at the start.', 'leftTrim("  a")', 'a'], (text) =>
    text.trimStart(),
  ),
  rightTrim: row(['string'], ['string', 'Without space at the end.', 'rightTrim("a  ")', 'a'], (text) =>
    text.trimEnd(),
  ),
  concat: row(
    ['any*'],
    ['string', 'Everything as one text; nulls are empty.', 'concat("a", 1, true)', 'a1true'],
    (values) => join(values.map(toText), ''),
  ),
  replace: costing(
    searching,
    row(
      ['string', 'string', 'string'],
      ['string', 'Each occurrence of a text replaced by another.', 'replace("a.b.c", ".", "-")', 'a-b-c'],
      (text, search, by) => {
        if (search === '') return text
        const parts = text.split(search)
        if (text.length + (parts.length - 1) * by.length > maxTextLength)
          throw new RangeError('text too long')
        return parts.join(by)
      },
    ),
  ),
  substring: row(
    ['string', 'number', 'number?'],
    ['string', 'From one place to before another, counted from 0.', 'substring("abcdef", 1, 3)', 'bc'],
    (text, start, end) => text.substring(start, end),
  ),
  charCodeAt: row(
    ['string', 'number'],
    ['number', 'The UTF-16 code of the character at a place, counted from 0.', 'charCodeAt("A", 0)', '65'],
    (text, index) => {
      const code = text.charCodeAt(index)
      return Number.isNaN(code) ? null : code
    },
  ),
  indexOf: costing(
    searching,
    row(
      ['string', 'string'],
      [
        'number',
        'Where a part first stands, counted from 0; -1 when it does not.',
        'indexOf("abcb", "b")',
        '1',
      ],
      (text, part) => text.indexOf(part),
    ),
  ),
  lastIndexOf: costing(
    searching,
    row(
      ['string', 'string'],
      [
        'number',
        'Where a part last stands, counted from 0; -1 when it does not.',
        'lastIndexOf("abcb", "b")',
        '3',
      ],
      (text, part) => text.lastIndexOf(part),
    ),
  ),
  length: row(
    ['any'],
    ['number', 'How many characters a text, or items a list, has.', 'length("abc")', '3'],
    (value) => (Array.isArray(value) || typeof value === 'string' ? value.length : null),
  ),
  split: costing(
    searching,
    row(
      ['string', 'string'],
      ['array', 'The parts between separators.', 'split("a-b-c", "-")', 'a, b, c'],
      (text, separator) => text.split(separator),
    ),
  ),
  mask: row(
    ['string', 'number', 'number'],
    [
      'string',
      'All but so many characters at the start and the end as X.',
      'mask("123456789", 1, 2)',
      '1XXXXXX89',
    ],
    (text, start, end) => {
      const from = Math.max(0, whole(start))
      const to = Math.max(from, text.length - Math.max(0, whole(end)))
      return text.slice(0, from) + 'X'.repeat(Math.max(0, to - from)) + text.slice(to)
    },
  ),
  contains: costing(
    searching,
    row(
      ['string', 'string'],
      ['boolean', 'Whether a part stands in the text.', 'contains("abc", "b")', 'true'],
      (text, part) => text.includes(part),
    ),
  ),
  doesNotContain: costing(
    searching,
    row(
      ['string', 'string'],
      ['boolean', 'Whether a part stands nowhere in the text.', 'doesNotContain("abc", "b")', 'false'],
      (text, part) => !text.includes(part),
    ),
  ),
  startsWith: row(
    ['string', 'string'],
    ['boolean', 'Whether the text starts with a part.', 'startsWith("abc", "ab")', 'true'],
    (text, part) => text.startsWith(part),
  ),
  doesNotStartWith: row(
    ['string', 'string'],
    ['boolean', 'Whether the text starts with something else.', 'doesNotStartWith("abc", "ab")', 'false'],
    (text, part) => !text.startsWith(part),
  ),
  endsWith: row(
    ['string', 'string'],
    ['boolean', 'Whether the text ends with a part.', 'endsWith("abc", "bc")', 'true'],
    (text, part) => text.endsWith(part),
  ),
  doesNotEndWith: row(
    ['string', 'string'],
    ['boolean', 'Whether the text ends with something else.', 'doesNotEndWith("abc", "bc")', 'false'],
    (text, part) => !text.endsWith(part),
  ),
  equals: row(['any', 'any'], ['boolean', 'The same as =.', 'equals("a", "A")', 'false'], isEqual),
  notEqualTo: row(
    ['any', 'any'],
    ['boolean', 'The same as !=.', 'notEqualTo("a", "A")', 'true'],
    (a, b) => !isEqual(a, b),
  ),
  equalsIgnoreCase: row(
    ['string', 'string'],
    ['boolean', 'Whether two texts are the same but for capitals.', 'equalsIgnoreCase("É", "é")', 'true'],
    same,
  ),
  notEqualWithIgnoreCase: row(
    ['string', 'string'],
    [
      'boolean',
      'Whether two texts differ in more than capitals.',
      'notEqualWithIgnoreCase("É", "é")',
      'false',
    ],
    (a, b) => !same(a, b),
  ),
  isEmpty: row(
    ['any'],
    ['boolean', 'Whether it is null, "" or an empty list.', 'isEmpty("")', 'true'],
    isEmpty,
  ),
  isNotEmpty: row(
    ['any'],
    ['boolean', 'Whether it is neither null, nor "", nor an empty list.', 'isNotEmpty(0)', 'true'],
    (value) => !isEmpty(value),
  ),
  extractEmailDomain: row(
    ['string'],
    [
      'string',
      'What stands after the last @; null without one.',
      'extractEmailDomain("ann@example.com")',
      'example.com',
    ],
    (text) => (text.includes('@') ? text.slice(text.lastIndexOf('@') + 1).trim() : null),
  ),
  stringToInteger: row(
    ['string'],
    [
      'number',
      'The whole number that a text reads as, its fraction dropped.',
      'stringToInteger("12.7")',
      '12',
    ],
    (text) => {
      const number = toNumber(text)
      return number === null ? null : Math.trunc(number) + 0
    },
  ),
  stringToNumber: row(
    ['string'],
    ['number', 'The number that a text reads as.', 'stringToNumber("12.50") + 1', '13.5'],
    toNumber,
  ),
  toBool: row(
    ['any'],
    [
      'boolean',
      'True of true, "true" and 1, false of false, "false" and 0, else null.',
      'toBool("TRUE")',
      'true',
    ],
    (value) => {
      const text = toText(value).trim().toLowerCase()
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : null
    },
  ),
} as const
