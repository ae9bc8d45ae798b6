import { expect, test } from 'vitest'
import { settingsFrom } from './device-settings.ts'

test('what the device stored wins over what the browser asks for', () => {
  expect(settingsFrom('{"locale":"fr","colorScheme":"dark"}', ['en-US'])).toEqual({
    locale: 'fr',
    colorScheme: 'dark',
  })
})

test('the first language asked for that we speak is taken, English if there is none', () => {
  expect(settingsFrom(null, ['de-CH', 'fr-CA', 'en']).locale).toBe('fr')
  expect(settingsFrom(null, ['de']).locale).toBe('en')
})

test('a damaged entry is as good as none', () => {
  for (const stored of ['', '{', 'null', '{"locale":"xx","colorScheme":7}'])
    expect(settingsFrom(stored, ['fr'])).toEqual({ locale: 'fr', colorScheme: 'system' })
})
