import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import * as namespaces from './namespaces.ts'
import * as fields from './profile-fields.ts'
import * as profiles from './profiles.ts'

const { ctx, otherCtx } = await aHouse()
const problem = (type: string, pointer?: string) =>
  expect.objectContaining({
    type,
    ...(pointer && { extra: expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }) }),
  })
const plain = { required: false, options: null, labels: { en: 'Size', fr: 'Pointure' }, pii: false }
let made = 0
const someone = () => [{ namespace: 'email', value: `f${++made}@example.com` }]

test('namespaces are the standard ones and one’s own, whose kind decides how values are read', async () => {
  await namespaces.create(ctx, { key: 'whatsapp', name: 'WhatsApp', kind: 'phone' })
  const { items } = await namespaces.list(ctx)
  expect(items.map(({ key }) => key)).toEqual(['email', 'phone', 'ecid', 'crmid', 'whatsapp'])
  expect((await namespaces.list(otherCtx)).items).toHaveLength(4)
  const saved = await profiles.save(ctx, {
    identities: [{ namespace: 'WhatsApp', value: '0033 6 12.34.56.78' }],
    attributes: {},
  })
  expect(saved.identities).toEqual([{ namespace: 'whatsapp', value: '+33612345678' }])
  const query = { namespace: 'whatsapp', identity: '+33 612 345 678', limit: 1, offset: 0 }
  expect((await profiles.find(ctx, query)).items).toEqual([{ ...saved, test: false }])
  await expect(namespaces.remove(ctx, 'whatsapp')).rejects.toEqual(problem('namespace/in-use'))
  expect((await namespaces.rename(ctx, 'whatsapp', 'WA')).name).toBe('WA')
})

test('standard namespaces can be neither taken nor changed, unused ones deleted', async () => {
  const email = { key: 'email', name: 'E', kind: 'id' as const }
  await expect(namespaces.create(ctx, email)).rejects.toEqual(problem('namespace/taken', '/key'))
  await expect(namespaces.rename(ctx, 'email', 'E')).rejects.toEqual(problem('namespace/not-found'))
  await namespaces.create(ctx, { ...email, key: 'shop' })
  await expect(namespaces.create(ctx, { ...email, key: 'shop' })).rejects.toEqual(
    problem('namespace/taken', '/key'),
  )
  await namespaces.remove(ctx, 'shop')
  await expect(namespaces.remove(ctx, 'shop')).rejects.toEqual(problem('namespace/not-found'))
})

test('ids that were kept before a namespace was declared do not become telephone numbers', async () => {
  await profiles.save(ctx, { identities: [{ namespace: 'tel', value: '06 12' }], attributes: {} })
  await expect(namespaces.create(ctx, { key: 'tel', name: 'Tel', kind: 'phone' })).rejects.toEqual(
    problem('namespace/in-use'),
  )
})

test('national telephone numbers are completed once the sandbox says of which country they are', async () => {
  const identities = [{ namespace: 'phone', value: '07 00 00 00 01' }]
  await expect(profiles.save(ctx, { identities, attributes: {} })).rejects.toEqual(
    problem('request/invalid', '/identities/0/value'),
  )
  await namespaces.saveSettings(ctx, { defaultCallingCode: '33' })
  expect(await namespaces.getSettings(ctx)).toEqual({ defaultCallingCode: '33' })
  const saved = await profiles.save(ctx, { identities, attributes: {} })
  expect(saved.identities[0]!.value).toBe('+33700000001')
  await namespaces.saveSettings(ctx, { defaultCallingCode: null })
  expect(await namespaces.getSettings(ctx)).toEqual({ defaultCallingCode: null })
})

test('values are checked against declared fields; what nobody declared is free', async () => {
  await fields.create(ctx, { ...plain, path: 'shoe.size', type: 'integer' })
  await fields.create(ctx, { ...plain, path: 'tier', type: 'string', options: ['gold', 'tin'] })
  await expect(
    profiles.save(ctx, { identities: someone(), attributes: { shoe: { size: 'XL' } } }),
  ).rejects.toEqual(problem('request/invalid', '/attributes/shoe/size'))
  await expect(profiles.save(ctx, { identities: someone(), attributes: { tier: 'wood' } })).rejects.toEqual(
    problem('request/invalid', '/attributes/tier'),
  )
  const attributes = { shoe: { size: 42, brand: 'x' }, other: [1] }
  expect(await profiles.save(ctx, { identities: someone(), attributes })).toMatchObject({ attributes })
  const elsewhere = { identities: someone(), attributes: { tier: 'wood' } }
  expect(await profiles.save(otherCtx, elsewhere)).toMatchObject({ attributes: { tier: 'wood' } })
})

test('what was saved before a field was declared stays, and others can still be changed', async () => {
  const identities = someone()
  await profiles.save(ctx, { identities, attributes: { year: 'long ago' } })
  await fields.create(ctx, { ...plain, path: 'year', type: 'integer' })
  expect(await profiles.save(ctx, { identities, attributes: { x: 1 } })).toMatchObject({
    attributes: { year: 'long ago', x: 1 },
  })
  await fields.save(ctx, 'year', { ...plain, type: 'integer', required: true })
  await expect(profiles.save(ctx, { identities: someone(), attributes: {} })).rejects.toEqual(
    problem('request/invalid', '/attributes/year'),
  )
  await fields.remove(ctx, 'year')
  await profiles.save(ctx, { identities: someone(), attributes: {} })
})

test('a field is declared once, inside objects only, and tells what it is', async () => {
  const size = { ...plain, path: 'shoe.size', type: 'integer' as const }
  await expect(fields.create(ctx, size)).rejects.toEqual(problem('field/taken', '/path'))
  await expect(fields.create(ctx, { ...size, path: 'shoe.size.eu' })).rejects.toEqual(
    problem('request/invalid', '/path'),
  )
  await expect(fields.create(ctx, { ...size, path: 'shoe' })).rejects.toEqual(
    problem('request/invalid', '/type'),
  )
  await expect(fields.create(ctx, { ...plain, path: 'd', type: 'date', options: ['x'] })).rejects.toEqual(
    problem('request/invalid', '/options'),
  )
  await expect(fields.save(ctx, 'nowhere', { ...plain, type: 'date' })).rejects.toEqual(
    problem('field/not-found'),
  )
  await expect(fields.remove(ctx, 'nowhere')).rejects.toEqual(problem('field/not-found'))
  const known = new Map((await profiles.attributes(ctx)).items.map((one) => [one.path, one]))
  expect(known.get('shoe.size')).toEqual({ ...size, origin: 'declared' })
  expect(known.get('shoe.brand')).toMatchObject({ type: 'string', origin: 'seen' })
  await fields.create(ctx, { ...plain, type: 'string', path: 'loyalty.tier', labels: { en: 'Club', fr: '' } })
  const { items } = await profiles.attributes(ctx)
  expect(items.find(({ path }) => path === 'loyalty.tier')).toMatchObject({
    labels: { en: 'Club', fr: 'Niveau de fidélité' },
    origin: 'declared',
  })
  expect(known.get('person.name.firstName')).toMatchObject({
    labels: { en: 'First name', fr: 'Prénom' },
    pii: true,
    origin: 'standard',
  })
})
