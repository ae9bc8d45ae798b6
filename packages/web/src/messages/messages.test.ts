import { problemReasons, problems } from '@chappe/core/kit/problem'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import { catalogs } from './index.ts'

const ids = (locale: 'en' | 'fr') => Object.keys(catalogs[locale]).sort()

/** The names of a message's placeholders, each with how it is used. */
function placeholders(elements: readonly MessageFormatElement[]): string[] {
  const found = elements.flatMap((element): string[] => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return []
      case TYPE.plural:
      case TYPE.select:
        return [element.value, ...Object.values(element.options).flatMap(({ value }) => placeholders(value))]
      case TYPE.tag:
        return [`<${element.value}>`, ...placeholders(element.children)]
      default:
        return [element.value]
    }
  })
  return [...new Set(found)].sort()
}

test('both languages have every message', () => {
  expect(ids('fr')).toEqual(ids('en'))
})

test('a message takes the same values in both languages', () => {
  for (const id of ids('en') as (keyof typeof catalogs.en)[])
    expect(placeholders(parse(catalogs.fr[id])), id).toEqual(placeholders(parse(catalogs.en[id])))
})

test('French puts a no-break space before double punctuation, or a narrow one, never a plain one', () => {
  const careless = Object.entries(catalogs.fr).filter(([, words]) => / [?!;:»]|« /.test(words))
  expect(careless).toEqual([])
})

test('no message begins or ends with a space', () => {
  for (const locale of ['en', 'fr'] as const)
    for (const [id, words] of Object.entries(catalogs[locale]))
      expect(words, `${locale} ${id}`).toMatch(/^(\S(.*\S)?)?$/s)
})

/** Each reason with its type, as messages are named. */
const reasoned = Object.entries(problemReasons).flatMap(([type, reasons]) =>
  reasons.map((reason) => `${type}.${reason}`),
)

test('every problem that has words of ours is one of the server’s', () => {
  const told = ids('en')
    .filter((id) => id.startsWith('problem.'))
    .map((id) => id.slice('problem.'.length).replace(/\.detail$/, ''))
  const known = [...Object.keys(problems), ...reasoned, 'network/unreachable']
  expect(told.filter((type) => !known.includes(type))).toEqual([])
})

/** Only programs call what answers these. */
const isForPrograms = (type: string) => type.startsWith('execution/') && type !== 'execution/not-found'

test('every problem that a person can meet has words in both languages', () => {
  for (const locale of ['en', 'fr'] as const) {
    const wordless = Object.keys(problems).filter(
      (type) => !isForPrograms(type) && !Object.hasOwn(catalogs[locale], `problem.${type}`),
    )
    expect(wordless, locale).toEqual([])
  }
})

test('every reason of a problem has words in both languages', () => {
  for (const locale of ['en', 'fr'] as const)
    for (const reason of reasoned)
      expect(Object.hasOwn(catalogs[locale], `problem.${reason}.detail`), `${locale} ${reason}`).toBe(true)
})
