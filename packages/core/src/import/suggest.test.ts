import { expect, test } from 'vitest'
import { standardNamespaces } from '../profile/namespaces.ts'
import { standardAttributes } from '../profile/schema.ts'
import { suggestTargets } from './suggest.ts'

const known = {
  namespaces: standardNamespaces,
  paths: Object.keys(standardAttributes),
  topics: [{ key: 'offers', channels: ['email'] }],
}
const suggested = (columns: Readonly<Record<string, readonly string[]>>) =>
  suggestTargets(
    Object.entries(columns).map(([name, cells]) => ({ name, cells })),
    known,
  )
const one = (name: string, ...cells: string[]) => suggested({ [name]: cells })[0]

test('headings are understood in both languages, whatever their accents and capitals', () => {
  expect(one('Adresse e-mail', 'x')).toBe('identity:email')
  expect(one('PRENOM', 'x')).toBe('attribute:person.name.firstName')
  expect(one('Code postal', '25000')).toBe('attribute:homeAddress.postalCode')
  expect(one('profile.loyalty.tier', 'gold')).toBe('attribute:loyalty.tier')
  expect(one('offers', 'yes')).toBe('consent:email/offers')
})

test('an agreement is one when its channel is named and most cells say yes or no', () => {
  expect(one('Accord e-mail', 'oui', 'non')).toBe('consent:email')
  expect(one('Consentement aux SMS', 'Oui')).toBe('consent:sms')
  expect(one('Subscribed to push', '1', '0')).toBe('consent:push')
  expect(one('Accord e-mail', 'oui', 'non', 'oui', 'oui', '?')).toBe('consent:email')
  expect(one('Accord e-mail', 'oui', 'peut-être')).toBe('attribute:accordEMail')
  expect(one('Accord', 'oui')).toBe('attribute:accord')
  expect(one('Unsubscribed from email', 'yes')).toBe('attribute:unsubscribedFromEmail')
})

test('what no heading says the cells may, and what is new gets a name of its own', () => {
  expect(one('', 'zoe@shop.test', 'ada@shop.test')).toBe('identity:email')
  expect(one('', '+33612345678')).toBe('identity:phone')
  expect(one('Nombre d’achats', '3')).toBe('attribute:nombreDAchats')
  expect(one('', 'something')).toBe('ignore')
})

test('no two columns are suggested to be the same', () => {
  expect(suggested({ Email: ['a@b.test'], Courriel: ['c@d.test'] })).toEqual([
    'identity:email',
    'attribute:courriel',
  ])
})
