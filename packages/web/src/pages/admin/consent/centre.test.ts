import { PreferenceCentre, pageLanguages } from '@chappe/core/consent/centre'
import { expect, test } from 'vitest'
import { isFaulty, languageChoices, languagesOf, nameOfLanguages } from './centre.ts'

test('every choice of languages is one that the server takes, and is found again', () => {
  for (const name of languageChoices) {
    const languages = languagesOf(name)
    expect(PreferenceCentre.safeParse({ languages }).success).toBe(true)
    expect(nameOfLanguages(languages)).toBe(name)
  }
  expect(languagesOf('anything')).toEqual([...pageLanguages])
})

test('a part of the brand is faulty exactly when the server would refuse it', () => {
  const centre = PreferenceCentre.parse({ brandName: 'Shop' })
  expect(isFaulty(centre, 'logoUrl')).toBe(false)
  expect(isFaulty({ ...centre, logoUrl: 'http://shop.example/l.png' }, 'logoUrl')).toBe(true)
  expect(isFaulty({ ...centre, color: '#ffff00' }, 'color')).toBe(true)
  expect(isFaulty({ ...centre, color: '#ffff00' }, 'brandName')).toBe(false)
})
