import { rowReader } from '@chappe/core/import/rows'
import { cellTypes, ImportSettings } from '@chappe/core/import/schema'
import { checkAttributes, type ProfileField } from '@chappe/core/profile/fields'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { catalogs } from '../../../messages/index.ts'
import type { Words } from '../../../text.ts'
import { sayReason } from './reasons.ts'

const french: Words = Object.assign(
  (id: keyof typeof catalogs.fr, values = {}) =>
    String(new IntlMessageFormat(catalogs.fr[id], 'fr').format(values)),
  { locale: 'fr' as const },
)

const untranslated = (reasons: readonly string[]) =>
  reasons.filter((reason) => sayReason(french, reason).lang === 'en')

test('whatever is wrong with a cell is said in French', () => {
  const types = cellTypes.filter((type) => type !== 'string')
  const targets = ['identity:email', 'identity:phone', 'consent:email', 'test']
  const settings = ImportSettings.parse({
    mapping: [
      ...types.map((type, column) => ({ column, type, target: `attribute:a.${type}` })),
      ...targets.map((target, n) => ({ column: types.length + n, target })),
    ],
  })
  const reasons: string[] = []
  for (const callingCode of [null, '33']) {
    const read = rowReader(settings, { kinds: new Map(), callingCode, fields: [] })
    for (const text of ['[nothing of this', '0612', 'x'.repeat(300)]) {
      const mistakes: { column: number | null; detail: string }[] = []
      read(Array(types.length + targets.length).fill(text), mistakes)
      reasons.push(...mistakes.map(({ detail }) => detail))
    }
  }
  expect(reasons.length).toBeGreaterThan(20)
  expect(untranslated(reasons)).toEqual([])
})

test('whatever is wrong with a declared attribute is said in French', () => {
  const types = ['string', 'integer', 'number', 'boolean', 'date', 'date-time', 'object', 'array'] as const
  const field = { required: true, options: null, labels: { en: '', fr: '' }, pii: false }
  const fields: ProfileField[] = [
    ...types.map((type) => ({ ...field, type, path: type })),
    { ...field, type: 'string', path: 'tier', options: ['gold', 'silver'] },
    { ...field, type: 'string', path: 'string.inside' },
    { ...field, type: 'string', path: 'missing' },
  ]
  const wrong = Object.fromEntries(types.map((type) => [type, type === 'string' ? 1 : 'x']))
  const reasons = checkAttributes(fields, { ...wrong, tier: 'lead' }).map(({ detail }) => detail)
  expect(reasons.length).toBe(fields.length)
  expect(untranslated(reasons)).toEqual([])
})

test('a sentence keeps what it names, and one that nobody knows stays as it is', () => {
  expect(sayReason(french, 'Must be one of gold, silver').text).toContain('gold, silver')
  expect(sayReason(french, 'Another profile has the email a@b.test').text).toContain('a@b.test')
  expect(sayReason(french, 'Something new')).toEqual({ text: 'Something new', lang: 'en' })
})
