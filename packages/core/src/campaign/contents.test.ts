import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyzeDefinition } from './content.ts'
import { contentsOf, fragmentIdsOf, fragmentsOf, localeFor, untranslated } from './contents.ts'
import { Definition } from './schema.ts'

const footer = '01970000-0000-7000-8000-0000000000f1'
const fragments = fragmentsOf({
  [footer]: { number: 3, name: 'Footer', content: 'Bye {{profile.nick}} <a href="https://a.test">a</a>' },
})
const languages = { locales: ['en', 'fr-FR', 'de'], defaultLocale: 'en', fallbacks: { 'fr-CA': 'fr-FR' } }
const french = { subject: 'Bonjour', html: `<p>{{fragment id="${footer}"}}</p>` }
const definition = Definition.parse({
  content: { subject: 'Hello', html: '<p>{{context.order}}</p>' },
  languages,
  translations: { 'fr-FR': french, it: { subject: 'Ciao' } },
})

describe('the contents of a definition', () => {
  test('are one without a name when it has no languages', () => {
    const plain = Definition.parse({ content: { subject: 'Hello' }, translations: { fr: french } })
    expect(contentsOf(plain).map(({ locale, content }) => [locale, content.subject])).toEqual([
      [null, 'Hello'],
    ])
  })

  test('begin with the default locale; what is not translated or not a locale of the settings is left out', () => {
    expect(contentsOf(definition, fragments).map(({ locale }) => locale)).toEqual(['en', 'fr-FR'])
    expect(untranslated(definition)).toEqual(['de'])
  })

  test('go on with those of the variants, in their order; what was there before keeps its place', () => {
    const more = Definition.parse({
      ...definition,
      variants: [
        { id: 'b', name: 'B', content: { subject: 'B' }, translations: { 'fr-FR': french, it: french } },
        { id: 'a', name: 'A', content: { subject: 'A', text: `{{fragment id="${footer}"}}` } },
      ],
    })
    const told = contentsOf(more, fragments)
    expect(told.map(({ variant, locale }) => [variant, locale])).toEqual([
      [null, 'en'],
      [null, 'fr-FR'],
      ['b', 'en'],
      ['b', 'fr-FR'],
      ['a', 'en'],
    ])
    expect(told.slice(0, 2)).toEqual(contentsOf(definition, fragments))
    expect(told[4]!.content.text).toContain('Bye')
    expect(untranslated(more)).toEqual(['de'])
  })

  test('hold their fragments, and their variables with the place where the author refers to them', () => {
    const [, content] = contentsOf(definition, fragments)
    expect(content!.content.html).toContain('Bye {{profile.nick}}')
    expect(fragmentIdsOf(definition)).toEqual([footer])
    const { variables, contents } = analyzeDefinition(definition, fragments)
    expect(variables.map(({ namespace, path }) => [namespace, ...path])).toEqual([
      ['context', 'order'],
      ['profile', 'nick'],
    ])
    expect(contents[1]!.variables[0]!.uses).toEqual([
      { part: 'html', line: 1, column: 4, offset: 3, end: french.html.length - 4 },
    ])
  })

  test('tell a fragment that is not there where it is referred to', () => {
    expect(analyzeDefinition(definition).contents[1]!.problems).toEqual([
      expect.objectContaining({ code: 'unknown-fragment', part: 'html', column: 4 }),
    ])
  })
})

describe('the locale of a person', () => {
  const told = contentsOf(definition).map(({ locale }) => locale)
  const of = (preferredLanguage: unknown) => localeFor(definition.languages, told, { preferredLanguage })

  test.each([
    ['fr-FR', 'fr-FR'],
    ['FR_fr', 'fr-FR'],
    ['fr-CA', 'fr-FR'],
    ['fr', 'fr-FR'],
    ['de', 'en'],
    ['it', 'en'],
    [null, 'en'],
    [{ language: 'fr' }, 'en'],
  ])('%s gives %s', (asked, given) => expect(of(asked)).toBe(given))

  test('is read at a dotted path, of own properties only', () => {
    const at = { ...languages, settingsId: null, attribute: 'person.language' }
    expect(localeFor(at, told, { person: { language: 'fr' } })).toBe('fr-FR')
    expect(localeFor({ ...at, attribute: 'constructor.name' }, ['Function', 'en'], {})).toBe('en')
  })

  test('is none without languages', () => expect(localeFor(null, [null], {})).toBeNull())

  test('always has content', () => {
    fc.assert(
      fc.property(fc.anything(), (profile) => {
        expect(told).toContain(localeFor(definition.languages, told, profile))
      }),
    )
  })
})
