import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentsOf } from './contents.ts'
import { Definition, Variant } from './schema.ts'
import {
  intoVariant,
  isUsed,
  usesOf,
  variantIdFor,
  variantOf,
  withoutVariant,
  withVariant,
} from './variants.ts'

const own = '01970000-0000-7000-8000-000000000001'
const other = '01970000-0000-7000-8000-000000000002'
const definition = Definition.parse({
  channelConfigurationId: own,
  content: { subject: 'Own' },
  languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
  translations: { fr: { subject: 'À nous' } },
  variants: [
    { id: 'second', name: 'Second', content: { subject: 'Two' }, translations: { fr: { subject: 'Deux' } } },
    { id: 'third', name: 'Third', channelConfigurationId: other, content: { subject: 'Three' } },
    { id: 'fourth', name: 'Fourth' },
  ],
  actions: ['third'],
  waves: {
    division: 'equal',
    timing: { kind: 'interval', minutes: 60 },
    waves: [{}, { variantId: 'second' }, { variantId: 'third' }],
  },
})
const subjects = (shown: Definition | undefined) => contentsOf(shown!).map(({ content }) => content.subject)

describe('a definition seen as one of its variants', () => {
  test('says what that says, in its languages, and is sent with its channel configuration', () => {
    expect(subjects(withVariant(definition, 'second'))).toEqual(['Two', 'Deux'])
    expect(withVariant(definition, 'second')!.channelConfigurationId).toBe(own)
    expect(subjects(withVariant(definition, 'third'))).toEqual(['Three'])
    expect(withVariant(definition, 'third')!.channelConfigurationId).toBe(other)
  })

  test('is its own content without a name, and nothing where there is no such variant', () => {
    expect(subjects(withVariant(definition, null))).toEqual(['Own', 'À nous'])
    expect(withVariant(definition, 'fifth')).toBeUndefined()
  })

  test('is changed in its place', () => {
    const variants = intoVariant(definition, 'second', { name: 'Zwei' })
    expect(variants.map(({ name }) => name)).toEqual(['Zwei', 'Third', 'Fourth'])
    expect(variants[0]!.content.subject).toBe('Two')
  })
})

describe('the uses of a variant', () => {
  test('are the waves that say it and its place among the actions', () => {
    expect(usesOf(definition, 'second')).toEqual({ waves: [1], action: null })
    expect(usesOf(definition, 'third')).toEqual({ waves: [2], action: 1 })
    expect(isUsed(definition, 'fourth')).toBe(false)
  })

  test.each(['second', 'third', 'fourth'])('end with it: %s', (id) => {
    const left = Definition.parse(withoutVariant(definition, id))
    expect(variantOf(left, id)).toBeUndefined()
    expect(isUsed(left, id)).toBe(false)
    expect(left.waves!.waves).toHaveLength(3)
  })
})

test.each([
  ['Été 2026 !', [], 'ete-2026'],
  ['Second', ['second'], 'second-2'],
  ['提醒', [], 'variant'],
])('the id of a variant comes from its name: %s', (name, taken, id) => {
  expect(variantIdFor(name, taken)).toBe(id)
})

test('an id from a name is always a possible one, and never taken', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 8 }), (names) => {
      const taken: string[] = []
      for (const name of names) {
        const id = variantIdFor(name, taken)
        expect(Variant.shape.id.safeParse(id).success).toBe(true)
        expect(taken).not.toContain(id)
        taken.push(id)
      }
    }),
  )
})
