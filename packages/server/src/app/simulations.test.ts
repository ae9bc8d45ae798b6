import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { aCampaignHouse, aDraft } from '../testing/campaigns.ts'
import { aProfile } from '../testing/live-campaign.ts'
import * as samples from './samples.ts'
import { simulate } from './simulations.ts'
import * as testProfiles from './test-profiles.ts'

let ctx: Ctx
beforeAll(async () => {
  ctx = (await aCampaignHouse()).ctx
})
const content = {
  subject: 'Order {{context.order.number}}',
  html: '<p>Hi {{profile.person.name.firstName}}</p><a href="https://shop.test/">Shop</a>',
}
const languages = { locales: ['en', 'fr'], defaultLocale: 'en' }
const translations = { fr: { ...content, subject: 'Commande {{context.order.number}}' } }
const stranger = { namespace: 'email', value: 'nobody@shop.test' }

describe('a simulation', () => {
  test('uses stored profiles, given values, or values inferred from the content', async () => {
    const { id } = await aDraft(ctx, { definition: { content } })
    const profileId = await aProfile(ctx.db, ctx.sandboxId, 'lea@shop.test', {
      person: { name: { firstName: 'Léa' } },
    })
    const lea = { namespace: 'Email', value: ' LEA@shop.test' }
    const { version, samples: shown } = await simulate(ctx, id, {
      locales: 'own',
      samples: [
        { name: '', identity: lea },
        { name: 'Ana', identity: lea, profile: { person: { name: { firstName: 'Ana' } } } },
        { name: 'typed', profile: {}, context: { order: { number: 7 } } },
        { name: 'none' },
        { name: '', identity: stranger },
      ],
    })
    expect(version).toBe(1)
    expect(shown.map(({ name, profileId, unknownProfile }) => [name, profileId, unknownProfile])).toEqual([
      ['lea@shop.test', profileId, false],
      ['Ana', profileId, false],
      ['typed', null, false],
      ['none', null, false],
      ['nobody@shop.test', null, true],
    ])
    const said = shown.map(({ renderings: [one] }) => [one!.html.slice(0, 13), one!.missing])
    expect(said).toEqual([
      ['<p>Hi Léa</p>', []],
      ['<p>Hi Ana</p>', []],
      ['<p>Hi </p><a ', ['profile.person.name.firstName']],
      ['<p>Hi Marie</', []],
      ['<p>Hi </p><a ', ['profile.person.name.firstName']],
    ])
    expect(shown[2]!.renderings[0]).toMatchObject({ subject: 'Order 7', from: 'Shop <shop@example.com>' })
  })

  test('shows the octets that would leave, with links that lead nowhere', async () => {
    const { id } = await aDraft(ctx, { definition: { content } })
    const { samples: shown } = await simulate(ctx, id, { locales: 'own', samples: [{ name: '' }] })
    const [{ html, text, mime, lengths }] = shown[0]!.renderings as [(typeof shown)[0]['renderings'][0]]
    expect(html).toContain('href="https://shop.test/"')
    expect(text).toContain('Shop (https://shop.test/)')
    expect(mime).toMatch(/^From: Shop <shop@example.com>\r\nTo: marie.durand@example.com\r\nSubject: Order /)
    expect(mime).toContain('/t/c/')
    expect(lengths).toMatchObject({ html: Buffer.byteLength(html), mime: mime.length })
  })

  test('has each person’s own locale, or every locale that says something', async () => {
    const { id } = await aDraft(ctx, { definition: { content, languages, translations } })
    const french = { name: '', profile: { preferredLanguage: 'fr_CA' }, context: { order: { number: 1 } } }
    const own = await simulate(ctx, id, { locales: 'own', samples: [french] })
    expect(own.samples[0]).toMatchObject({
      locale: 'fr',
      renderings: [{ locale: 'fr', subject: 'Commande 1' }],
    })
    const all = await simulate(ctx, id, { locales: 'all', samples: [french] })
    expect(all.samples[0]).toMatchObject({
      locale: 'fr',
      renderings: [{ subject: 'Order 1' }, { subject: 'Commande 1' }],
    })
  })

  test('tells a mistake of one sample there and shows the others', async () => {
    const html = '{{#each context.l as |a|}}{{#each context.l as |b|}}{{a}}{{b}}{{/each}}{{/each}}'
    const { id } = await aDraft(ctx, { definition: { content: { ...content, html } } })
    const l = Array.from({ length: 2_000 }, (_, n) => n)
    const { samples: shown } = await simulate(ctx, id, {
      locales: 'own',
      samples: [
        { name: '', context: { l } },
        { name: '', context: { l: [1] } },
      ],
    })
    expect(shown.map(({ renderings: [one] }) => one!.error)).toEqual([expect.stringContaining('steps'), null])
    expect(shown[1]!.renderings[0]!.html).toBe('11')
  })

  test('of a draft without a configuration has texts and no octets', async () => {
    const { id } = await aDraft(ctx, { definition: { content, channelConfigurationId: null } })
    const { samples: shown } = await simulate(ctx, id, { locales: 'own', samples: [{ name: '' }] })
    expect(shown[0]!.renderings[0]).toMatchObject({
      from: '',
      mime: '',
      error: null,
      text: expect.stringContaining('Hi'),
    })
  })

  test('of a template that cannot be read is refused with its places', async () => {
    const { id } = await aDraft(ctx, {
      definition: { content, languages, translations: { fr: { ...content, html: '<p>{{</p>' } } },
    })
    await expect(simulate(ctx, id, { locales: 'own', samples: [{ name: '' }] })).rejects.toMatchObject({
      type: 'campaign/not-ready',
      extra: { errors: [{ pointer: '/definition/translations/fr/html' }] },
    })
  })
})

describe('a set of samples', () => {
  test('is kept with its campaign, by name, for everybody', async () => {
    const { id } = await aDraft(ctx)
    const first = await samples.create(ctx, id, {
      name: 'Edge cases',
      samples: [{ name: 'A', context: { a: 1 } }],
    })
    await samples.create(ctx, id, { name: 'all', samples: [] })
    expect((await samples.list(ctx, id)).items.map(({ name }) => name)).toEqual(['all', 'Edge cases'])
    expect(first).toMatchObject({
      revision: 1,
      createdBy: 'Ada',
      samples: [{ name: 'A', context: { a: 1 } }],
    })
    await samples.remove(ctx, id, first.id)
    await expect(samples.remove(ctx, id, first.id)).rejects.toMatchObject({ type: 'samples/not-found' })
  })

  test('is saved once by revision, under a name that no other has', async () => {
    const { id } = await aDraft(ctx)
    await samples.create(ctx, id, { name: 'One', samples: [] })
    const set = await samples.create(ctx, id, { name: 'Two', samples: [] })
    const save = (name: string, revision: number) =>
      samples.save(ctx, id, set.id, { name, samples: [], revision })
    await expect(save('ONE', 1)).rejects.toMatchObject({ type: 'samples/name-taken' })
    expect(await save('Three', 1)).toMatchObject({ name: 'Three', revision: 2 })
    await expect(save('Four', 1)).rejects.toMatchObject({ type: 'request/stale' })
    const { id: other } = await aDraft(ctx)
    await expect(
      samples.save(ctx, other, set.id, { name: 'x', samples: [], revision: 2 }),
    ).rejects.toMatchObject({
      type: 'samples/not-found',
    })
  })
})

test('test profiles are those that are marked, known by their email', async () => {
  const id = await aProfile(ctx.db, ctx.sandboxId, 'try@shop.test', {
    person: { name: { firstName: 'Try', lastName: 'Me' } },
    preferredLanguage: 'fr-FR',
  })
  await testProfiles.mark(ctx, id, true)
  expect((await testProfiles.list(ctx)).items).toEqual([
    { id, name: 'Try Me', namespace: 'email', value: 'try@shop.test', language: 'fr-FR' },
  ])
  await testProfiles.mark(ctx, id, false)
  expect((await testProfiles.list(ctx)).items).toEqual([])
  await expect(testProfiles.mark(ctx, ctx.newId(), true)).rejects.toMatchObject({ type: 'profile/not-found' })
})
