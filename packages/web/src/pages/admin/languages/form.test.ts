import { LanguageInput } from '@chappe/core/content/schema'
import { describe, expect, test } from 'vitest'
import { bodyOf, emptyForm, faultsIn, withLocale, without } from './form.ts'
import { localeFrom, localeName, localeOptions } from './locales.ts'

describe('the form of language settings', () => {
  const form = {
    ...withLocale(withLocale(emptyForm('fr'), 'en-GB'), 'de'),
    name: 'Europe',
    fallbacks: [
      ['en-US', 'en-GB'],
      ['nl', 'de'],
    ] as const,
  }

  test('makes settings that the server takes', () => {
    expect(LanguageInput.safeParse(bodyOf(form)).success).toBe(true)
    expect(faultsIn(form)).toEqual({})
    expect(faultsIn(emptyForm('fr'))).toEqual({ name: 'name' })
  })

  test('a locale that goes takes along all that names it', () => {
    expect(without(form, 'de').fallbacks).toEqual([['en-US', 'en-GB']])
    expect(without(form, 'fr').defaultLocale).toBe('en-GB')
    expect(LanguageInput.safeParse(bodyOf(without(form, 'fr'))).success).toBe(true)
  })

  test('a locale with a content of its own needs no fallback', () => {
    expect(withLocale(form, 'nl').fallbacks).toEqual([['en-US', 'en-GB']])
  })
})

describe('locales', () => {
  test('are named in the language of the interface', () => {
    expect(localeName('fr-CA', 'fr')).toBe('français (Canada)')
    expect(localeName('fr-CA', 'en')).toBe('French (Canada)')
    expect(localeName('??', 'en')).toBe('??')
  })

  test('every one that is offered is one that the server takes', () => {
    for (const { id } of localeOptions('en')) expect(localeFrom(id)).toBe(id)
  })

  test('are understood as people write them', () => {
    expect(localeFrom('FR_ca')).toBe('fr-CA')
    expect(localeFrom('zh-hant-tw')).toBe('zh-Hant-TW')
    expect(localeFrom('French')).toBeUndefined()
    expect(localeFrom('')).toBeUndefined()
  })
})
