import { expect, test } from 'vitest'
import { bestIdentity, fullNameOf, nameOf } from './name.ts'

const mail = { namespace: 'email', value: 'zoe@example.com' }
const phone = { namespace: 'phone', value: '+33612345678' }
const crm = { namespace: 'crmid', value: 'c-1' }

test.each([
  [{ fullName: 'Zoé Martin', firstName: 'Z' }, 'Zoé Martin'],
  [{ firstName: 'Zoé', lastName: 'Martin' }, 'Zoé Martin'],
  [{ lastName: 'Martin', fullName: ' ' }, 'Martin'],
  [{ firstName: 7 }, undefined],
  ['Zoé', undefined],
])('of the name %j a person is called %s', (name, called) => {
  expect(fullNameOf({ person: { name } })).toBe(called)
})

test('without a name, a person is known by an address, then a number, then whatever leads to them', () => {
  expect(bestIdentity([crm, phone, mail])).toBe(mail)
  expect(bestIdentity([crm, phone])).toBe(phone)
  expect(nameOf({ attributes: { person: null }, identities: [crm] })).toBe('c-1')
  expect(nameOf({ attributes: {}, identities: [] })).toBe('')
})
