import { expect, test } from 'vitest'
import { fieldIn, localeOfField } from './fields.ts'

test('a field of a translation is found in that translation only', () => {
  expect(localeOfField('translations.fr-FR.subject')).toBe('fr-FR')
  expect(localeOfField('subject')).toBeUndefined()
  expect(fieldIn('translations.fr-FR.subject', 'fr-FR')).toBe('subject')
  expect(fieldIn('translations.fr-FR.subject', 'de')).toBeUndefined()
  expect(fieldIn('translations.fr-FR.subject', null)).toBeUndefined()
  expect(fieldIn('subject', null)).toBe('subject')
  expect(fieldIn('subject', 'fr-FR')).toBeUndefined()
})
