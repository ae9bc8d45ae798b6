import { describe, expect, test } from 'vitest'
import { TemplateLimit } from '../limits.ts'
import { patternFault, patternFunctions } from './pattern.ts'
import { casesOf, rendered } from './testing.ts'

const cases = casesOf(patternFunctions, {
  matches: [
    ['matches("xCH-1042", "CH-\\\\d+")', 'false'],
    ['matches("été", "(?i)ÉTÉ")', 'true'],
    ['matches(null, "a")', ''],
    ['matches(12, "\\\\d+")', 'true'],
    ['matches("aa", "(a)\\\\1")', ''],
  ],
  like: [
    ['like("a%b", "a\\\\%b")', 'false'],
    ['like("a.b", "a.b")', 'true'],
    ['like("axb", "a.b")', 'false'],
    ['like("line\nline", "line%")', 'true'],
    ['like(null, "%")', ''],
    ['like(12, "1_")', 'true'],
  ],
  replaceAll: [
    ['replaceAll("aaa", "x*", "-")', '-a-a-a-'],
    ['replaceAll("a1b22", "\\\\d+", "<$0>")', 'a<1>b<22>'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what Java writes.
    ['replaceAll("a-b", "(?<one>\\\\w)-(\\\\w)", "${one}$2$3\\\\$")', 'ab$3$'],
    ['replaceAll("abc", "[", "-")', ''],
    ['replaceAll(null, "a", "-")', ''],
    ['replaceAll(101, 0, "-")', '1-1'],
  ],
  regexGroup: [
    ['regexGroup("a=1", "(\\\\w)=(\\\\d)", 2)', '1'],
    ['regexGroup("ab", "(a)|(b)", 2)', ''],
    ['regexGroup("ab", "a", 7)', ''],
    ['regexGroup(null, "a", 0)', ''],
    ['regexGroup("ab", "(a", 0)', ''],
    ['regexGroup(12, "2", "x")', ''],
  ],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})

describe('no pattern hangs', () => {
  const long = 'a'.repeat(50_000)

  test.each(['(a+)+$', '(a|a)*b', '(a|aa)+$', '(.*)*x', '(a*)*b', '(a?){200}b', '((a{0,9}){0,9}){0,9}b'])(
    '%s',
    (pattern) => {
      const answer = () => rendered(`matches(context.text, "${pattern}")`, { context: { text: `${long}!` } })
      try {
        expect(answer()).toBe('false')
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateLimit)
      }
    },
  )

  test('and many searches of a long text come to the limit of steps', () => {
    const scope = { context: { text: long } }
    expect(() => rendered('replaceAll(context.text, "(a*b|a)", "c")', scope)).toThrow(TemplateLimit)
  })
})

test.each([
  ['(a)\\1', 'backreferences'],
  ['(?=a)', 'looking around'],
  ['(?<!a)b', 'looking around'],
  ['a++', 'possessive'],
  ['(?>a)', 'begins no group'],
  ['[a', 'too early'],
  ['(a', 'never closed'],
  ['a)', 'closes nothing'],
  ['*', 'repeats nothing'],
  ['a**', 'repeated'],
  ['a{3,1}', 'no repetition'],
  ['a{x}', 'begins no repetition'],
  ['(a{1000}){1000}', 'too complex'],
  ['[z-a]', 'upside down'],
  ['[a&&b]', 'classes in classes'],
  ['\\p{Nonsense}', 'unknown'],
  ['\\y', 'no meaning'],
  ['('.repeat(60), 'too deep'],
  ['a'.repeat(1001), 'longer'],
])('%s is refused: %s', (pattern, reason) => {
  expect(patternFault(pattern)).toContain(reason)
})
