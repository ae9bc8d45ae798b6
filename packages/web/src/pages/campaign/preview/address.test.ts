import { expect, test } from 'vitest'
import { previewAddress } from './address.ts'

const asked = { campaignId: 'c1', number: 2, at: 7 }

test('a preview’s address changes with the version, the content, the values and the locale', () => {
  const plain = previewAddress(asked)
  expect(plain).toBe('/v1/campaigns/c1/preview.html?version=2&at=7')
  expect(previewAddress({ ...asked, at: 8 })).not.toBe(plain)
  expect(previewAddress({ ...asked, locale: 'fr' })).toBe(`${plain}&locale=fr`)
  const values = new URL(previewAddress({ ...asked, profile: { name: 'Zoé & co' } }), 'http://localhost')
    .searchParams
  expect(JSON.parse(values.get('profile') ?? '')).toEqual({ name: 'Zoé & co' })
})
