import fc from 'fast-check'
import { expect, test } from 'vitest'
import { match, regex } from './match.ts'
import { Unusable } from './syntax.ts'

const found = (pattern: string, text: string): (string | undefined)[] | null => {
  const program = regex(pattern)
  if (program instanceof Unusable) throw program
  const codes = Array.from(text, (char) => char.codePointAt(0)!)
  const places = match(program, { text: codes, from: 0, whole: false, spend: () => {} })
  if (!places) return null
  return Array.from({ length: places.length / 2 }, (_, i) => {
    const [from, to] = [places[i * 2], places[i * 2 + 1]]
    return from === undefined ? undefined : String.fromCodePoint(...codes.slice(from, to))
  })
}

test.each<[string, string, (string | undefined)[] | null]>([
  ['b+', 'abbc', ['bb']],
  ['b+?', 'abbc', ['b']],
  ['a|ab', 'ab', ['a']],
  ['(a|ab)(c|bcd)', 'abcd', ['abcd', 'a', 'bcd']],
  ['(\\d{2,3})-(\\d)?', '1-12-x', ['12-', '12', undefined]],
  ['^a$', 'ab', null],
  ['a$', 'ba\n', ['a']],
  ['a\\z', 'ba\n', null],
  ['(?m)^b$', 'a\nb\nc', ['b']],
  ['a.c', 'a\nc', null],
  ['(?s)a.c', 'a\nc', ['a\nc']],
  ['(?i)straße', 'STRAßE', ['STRAßE']],
  ['(?i:a)b', 'AB', null],
  ['(?i:a)b', 'Ab', ['Ab']],
  ['\\bcat\\b', 'concat cat', ['cat']],
  ['\\Bcat', 'concat', ['cat']],
  ['[^\\d\\s-]+', '1- ab', ['ab']],
  ['[]a]+', 'x]a', [']a']],
  ['[a-]+', 'x-a', ['-a']],
  ['\\p{Lu}\\p{L}+', 'été Ève', ['Ève']],
  ['\\P{IsLatin}', 'aж', ['ж']],
  ['\\Qa.b\\E+', 'a.bb', ['a.bb']],
  ['\\x41\\u00e9\\t', 'Aé\t', ['Aé\t']],
  ['.', '😀', ['😀']],
  ['(?<year>\\d{4})', 'in 2026', ['2026', '2026']],
  ['', 'a', ['']],
])('%s in %j', (pattern, text, expected) => {
  expect(found(pattern, text)).toEqual(expected)
})

const atom = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\d',
  '(a)',
  '(a|b)',
  '(?:ab)',
  '(b|ab)',
  '^',
  '$',
  '\\b',
)
const repetition = fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?')
const simple = fc
  .array(
    fc.tuple(atom, repetition).map(([part, times]) => (/^(\^|\$|\\b)$/.test(part) ? part : part + times)),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''))
const pattern = fc.array(simple, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|'))

test('finds what a backtracking matcher finds first', () => {
  fc.assert(
    fc.property(
      pattern,
      fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 8 }),
      (source, text) => {
        const expected = new RegExp(source, 'u').exec(text)
        expect(found(source, text)?.[0]).toBe(expected?.[0])
      },
    ),
    { numRuns: 3000 },
  )
})
