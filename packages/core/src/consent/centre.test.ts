import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast } from '../design/contrast.ts'
import { leastContrast, PreferenceCentre, readable } from './centre.ts'

const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)

test('a color is taken exactly when white can be read on it', () => {
  fc.assert(
    fc.property(color, (one) => {
      const { success } = PreferenceCentre.safeParse({ color: one })
      expect(success).toBe(contrast(one, '#ffffff') >= leastContrast)
    }),
  )
  expect(PreferenceCentre.parse({}).color).toBe('#0d66d0')
})

test('any color has a darker one on which white can be read; one that will do stays', () => {
  fc.assert(
    fc.property(color, (one) => {
      const { success } = PreferenceCentre.safeParse({ color: one })
      expect(PreferenceCentre.safeParse({ color: readable(one) }).success).toBe(true)
      expect(readable(one) === one).toBe(success)
    }),
  )
})

test('the pages speak at least one language, each named once', () => {
  expect(PreferenceCentre.parse({}).languages).toEqual(['en', 'fr'])
  expect(PreferenceCentre.safeParse({ languages: ['fr'] }).success).toBe(true)
  for (const languages of [[], ['fr', 'fr'], ['de']])
    expect(PreferenceCentre.safeParse({ languages }).success).toBe(false)
})

test('nothing but a color is a color, and logos are encrypted on their way', () => {
  for (const wrong of ['red', '#fff', '#000000;}', 'url(x)'])
    expect(PreferenceCentre.safeParse({ color: wrong }).success).toBe(false)
  for (const logoUrl of ['http://shop.example/l.png', 'javascript:alert(1)', 'data:image/png;base64,AA'])
    expect(PreferenceCentre.safeParse({ logoUrl }).success).toBe(false)
  expect(PreferenceCentre.safeParse({ logoUrl: 'https://shop.example/l.png' }).success).toBe(true)
})
