import { Definition, EmailContent } from '@chappe/core/campaign/schema'
import type { LanguageSetting } from '@chappe/core/content/schema'
import { expect, test } from 'vitest'
import {
  completenessOf,
  contentOf,
  isOutdated,
  lostBy,
  withContent,
  withLanguages,
  withoutLocale,
} from './translations.ts'

const saying = (subject: string, html = `<p>${subject}</p>`) => EmailContent.parse({ subject, html })
const setting = (defaultLocale: string, locales: string[]): LanguageSetting => ({
  id: '0199aaaa-0000-7000-8000-000000000000',
  name: 'Europe',
  attribute: 'preferredLanguage',
  locales,
  defaultLocale,
  fallbacks: { 'fr-BE': 'fr' },
  revision: 1,
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'x',
  modifiedAt: '2026-01-01T00:00:00Z',
  modifiedBy: 'x',
})
const plain = Definition.parse({ content: saying('Bonjour') })
const spoken: Definition = { ...plain, ...withLanguages(plain, setting('fr', ['fr', 'en', 'de'])) }

test('a campaign that gets languages says what it said in the default one', () => {
  expect(contentOf(spoken, 'fr').subject).toBe('Bonjour')
  expect(contentOf(spoken, null).subject).toBe('Bonjour')
  expect(completenessOf(spoken, 'en')).toEqual({ state: 'empty', lacks: ['subject', 'html'] })
})

test('each locale says its own', () => {
  const next = { ...spoken, ...withContent(spoken, 'en', saying('Hello')) }
  expect(contentOf(next, 'en').subject).toBe('Hello')
  expect(contentOf(next, 'fr').subject).toBe('Bonjour')
  expect(completenessOf(next, 'en').state).toBe('complete')
  const half = { ...spoken, ...withContent(spoken, 'en', saying('Hello', '')) }
  expect(completenessOf(half, 'en')).toEqual({ state: 'partial', lacks: ['html'] })
})

test('another default locale takes its own content along, and loses none', () => {
  const told: Definition = { ...spoken, ...withContent(spoken, 'en', saying('Hello')) }
  const changed: Definition = { ...told, ...withLanguages(told, setting('en', ['fr', 'en'])) }
  expect(changed.content.subject).toBe('Hello')
  expect(contentOf(changed, 'fr').subject).toBe('Bonjour')
  expect(Object.keys(changed.translations)).toEqual(['fr'])
})

test('what would be lost is told, and only that', () => {
  const told: Definition = { ...spoken, ...withContent(spoken, 'en', saying('Hello')) }
  expect(lostBy(told, setting('fr', ['fr']))).toEqual(['en'])
  expect(lostBy(told, setting('fr', ['fr', 'en']))).toEqual([])
})

test('a locale goes with what it says; the default one stays', () => {
  const told: Definition = { ...spoken, ...withContent(spoken, 'en', saying('Hello')) }
  const next: Definition = { ...told, ...withoutLocale(told, 'en') }
  expect(next.languages?.locales).toEqual(['fr', 'de'])
  expect(next.translations).toEqual({})
  expect(withoutLocale(told, 'fr')).toEqual({})
})

test('settings that changed are noticed, whatever their order', () => {
  expect(isOutdated(spoken.languages!, setting('fr', ['de', 'en', 'fr']))).toBe(false)
  expect(isOutdated(spoken.languages!, setting('fr', ['de', 'fr']))).toBe(true)
  expect(isOutdated(spoken.languages!, { ...setting('fr', ['fr', 'en', 'de']), fallbacks: {} })).toBe(true)
})
