import { expect, test } from 'vitest'
import { withTag } from './tags.ts'

test('a tag is added once, whatever its case and the spaces around it', () => {
  expect(withTag(['Promo'], ' q4 ')).toEqual(['Promo', 'q4'])
  expect(withTag(['Promo'], 'promo')).toEqual(['Promo'])
  expect(withTag(['Promo'], '  ')).toEqual(['Promo'])
})
