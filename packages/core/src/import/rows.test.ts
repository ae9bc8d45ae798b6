import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProfileField } from '../profile/fields.ts'
import { type IdentityRules, type NamespaceKind, readIdentity } from '../profile/namespaces.ts'
import { type RowMistake, rowReader, settingsMistakes } from './rows.ts'
import { ImportSettings, type ImportSettingsInput } from './schema.ts'

const kinds = new Map<string, NamespaceKind>([
  ['fax', 'phone'],
  ['work-email', 'email'],
])
const rules: IdentityRules = { kinds, callingCode: '33' }
const settings = (given: ImportSettingsInput) => ImportSettings.parse(given)
const mapping = (...targets: string[]) => targets.map((target, column) => ({ column, target }))
const field = (path: string, type: ProfileField['type']): ProfileField => ({
  path,
  type,
  required: false,
  options: null,
  labels: { en: '', fr: '' },
  pii: false,
})

function read(given: ImportSettingsInput, cells: string[], fields: ProfileField[] = []) {
  const mistakes: RowMistake[] = []
  const row = rowReader(settings(given), { ...rules, fields })(cells, mistakes)
  return { ...row, mistakes }
}

test('an identity is read as everywhere else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('crmid', 'phone', 'fax', 'email', 'work-email', 'own'),
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.stringMatching(/^(\+|00|0)?[1-9][\d .]{6,14}$/),
        fc.emailAddress(),
        fc.string({ unit: fc.constantFrom('É', 'e\u0301', 'A', 'z', '@', '.', '１'), maxLength: 9 }),
      ),
      (namespace, text) => {
        const value = text.trim()
        const { identities, mistakes } = read({ mapping: mapping(`identity:${namespace}`) }, [text])
        const wanted = readIdentity(rules, { namespace, value })
        if (value === '') expect([identities, mistakes]).toEqual([[], []])
        else if (identities.length > 0) expect(wanted).toEqual({ ok: true, identity: identities[0] })
        else expect(mistakes).toHaveLength(1)
      },
    ),
  )
})

test('cells become what their columns are', () => {
  const fields = [field('shop.visits', 'integer')]
  const targets = mapping(
    'identity:email',
    'attribute:shop.visits',
    'attribute:constructor.prototype',
    'consent:email/news',
    'test',
    'attribute:loyalty.points',
  )
  const row = read(
    { mapping: targets, decimal: ',' },
    [' A@x.fr ', '1 234', 'x', 'Désinscrit', 'oui', '1,5'],
    fields,
  )
  expect(row).toMatchObject({
    mistakes: [],
    identities: [{ namespace: 'email', value: 'a@x.fr' }],
    consents: [{ channel: 'email', topic: 'news', choice: 'out' }],
    test: true,
  })
  expect(row.attributes).toEqual({
    shop: { visits: 1234 },
    constructor: { prototype: 'x' },
    loyalty: { points: 1.5 },
  })
  expect(({} as Record<string, unknown>).prototype).toBeUndefined()
  const wrong = read({ mapping: targets }, ['nobody', 'many', '', 'perhaps', 'so-so'], fields)
  expect(wrong.mistakes.map(({ column }) => column)).toEqual([0, 1, 3, 4])
})

test('an empty cell says nothing, or takes an attribute away', () => {
  const targets = mapping('identity:email', 'attribute:a.b', 'consent:email')
  expect(read({ mapping: targets }, ['a@x.fr', ' ']).attributes).toEqual({})
  const removing = read({ mapping: targets, emptyCells: 'remove' }, ['a@x.fr', ' '])
  expect(removing).toMatchObject({ attributes: { a: { b: null } }, consents: [] })
})

test.each([
  ['no column leads to anybody', { mapping: mapping('attribute:a') }, ['/mapping']],
  [
    'the namespace that decides is no column',
    { mapping: mapping('identity:email'), matchBy: 'crmid' },
    ['/mapping'],
  ],
  [
    'two columns are the same',
    { mapping: mapping('identity:email', 'attribute:a', 'attribute:a', 'test', 'test') },
    ['/mapping/2/target', '/mapping/2/target', '/mapping/4/target'],
  ],
  [
    'one attribute is inside another',
    { mapping: mapping('identity:email', 'attribute:a', 'attribute:a.b') },
    ['/mapping/2/target'],
  ],
  ['a name is none', { mapping: mapping('identity:email', 'attribute:a.__proto__') }, ['/mapping/1/target']],
  [
    'a type is not the declared one',
    {
      mapping: [...mapping('identity:email'), { column: 1, target: 'attribute:n', type: 'string' as const }],
    },
    ['/mapping/1/type'],
  ],
  ['an object is no cell', { mapping: mapping('identity:email', 'attribute:o') }, ['/mapping/1/target']],
])('settings are refused when %s', (_, given, pointers) => {
  const fields = [field('n', 'integer'), field('o', 'object')]
  const found = settingsMistakes(settings(given), 'csv', fields)
  expect(
    found
      .map(({ pointer }) => pointer)
      .filter((pointer, n) => pointers[n] === pointer || pointers.includes(pointer)),
  ).toEqual(expect.arrayContaining([...new Set(pointers)]))
  expect(
    settingsMistakes(settings({ mapping: mapping('identity:email', 'identity:email') }), 'csv', fields),
  ).toEqual([])
})
