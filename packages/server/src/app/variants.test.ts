import { Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { aListOf } from '../testing/audience.ts'
import { aCampaignHouse } from '../testing/campaigns.ts'
import { aConfiguration } from '../testing/delivery.ts'
import type { TestHouse } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'
import * as configurations from './configurations.ts'
import * as preview from './preview.ts'
import * as proofs from './proofs.ts'
import * as simulations from './simulations.ts'
import * as translations from './translations.ts'
import * as versions from './versions.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const saying = (subject: string) => ({
  subject,
  html: `<p>${subject}</p><a href="{{system.unsubscribeUrl}}">Leave</a>`,
  text: subject,
})
const second = { id: 'second', name: 'Second', content: saying('Two') }

let number = 0
async function aCampaign(more: Partial<z.input<typeof Definition>> = {}) {
  const audience = await aListOf(house, 1)
  return campaigns.create(ctx, {
    kind: 'action',
    category: 'transactional',
    channel: 'email',
    name: `Campaign ${++number}`,
    description: '',
    tags: [],
    highThroughput: false,
    definition: Definition.parse({
      channelConfigurationId: await aConfiguration(house, { sandboxId: ctx.sandboxId }),
      content: saying('One'),
      variants: [second],
      actions: ['second'],
      audience: { id: audience.id },
      ...more,
    }),
  })
}
const aSender = (settings: object = {}) => aConfiguration(house, { sandboxId: ctx.sandboxId, settings })
const german = { locales: ['en', 'de'], defaultLocale: 'en' }

describe('a variant of a draft', () => {
  test('is previewed and simulated as the content is, with what it is sent with', async () => {
    const channelConfigurationId = await aSender({ senderEmail: 'second@example.com' })
    const { id } = await aCampaign({ variants: [{ ...second, channelConfigurationId }] })
    expect((await preview.preview(ctx, id, {})).subject).toBe('One')
    const shown = await preview.preview(ctx, id, { variant: 'second' })
    expect([shown.subject, shown.from]).toEqual(['Two', expect.stringContaining('second@example.com')])
    expect(await preview.previewHtml(ctx, id, { variant: 'second' })).toContain('<p>Two</p>')
    const samples = [{ name: '' }]
    const body = { samples, locales: 'own', variant: 'second' } as const
    const simulated = await simulations.simulate(ctx, id, body)
    expect(simulated.samples[0]!.renderings[0]!.subject).toBe('Two')
    await expect(preview.preview(ctx, id, { variant: 'third' })).rejects.toMatchObject({
      type: 'request/invalid',
      extra: { errors: [expect.objectContaining({ pointer: '/variant' })] },
    })
  })

  test('is refused where it cannot be read, and nothing else is looked at', async () => {
    const broken = { ...second, content: { ...saying('Two'), subject: '{{' } }
    const { id } = await aCampaign({ variants: [{ ...second, id: 'first' }, broken] })
    expect((await preview.preview(ctx, id, { variant: 'first' })).subject).toBe('Two')
    await expect(preview.preview(ctx, id, { variant: 'second' })).rejects.toMatchObject({
      type: 'campaign/not-ready',
      extra: { errors: [expect.objectContaining({ pointer: '/definition/variants/1/content/subject' })] },
    })
  })

  test('has proofs in the languages that it is said in', async () => {
    const { id } = await aCampaign({
      languages: german,
      translations: { de: saying('Eins') },
      variants: [second, { ...second, id: 'third', name: 'Third', translations: { de: saying('Drei') } }],
    })
    const recipients = [{ name: '', addresses: ['me@shop.test'] }]
    const ask = (variant?: string) =>
      proofs.send(ctx, id, { recipients, subjectPrefix: '', locales: [], ...(variant && { variant }) })
    expect(await ask()).toMatchObject({ targeted: 2, variant: null })
    expect(await ask('second')).toMatchObject({ targeted: 1, variant: 'second' })
    expect(await ask('third')).toMatchObject({ targeted: 2, variant: 'third' })
  })

  test('is translated by a file of its own, and nothing else of the draft changes', async () => {
    const { id } = await aCampaign({ languages: german })
    const file = await translations.exported(ctx, id, 'de', 'json', 'second')
    expect(file.text).toContain('Two')
    expect(file.text).not.toContain('One')
    const { units, ...rest } = JSON.parse(file.text) as { units: { source: string }[] }
    const text = JSON.stringify({
      ...rest,
      units: units.map((unit) => ({ ...unit, target: unit.source.replace('Two', 'Zwei') })),
    })
    const { definition } = await translations.imported(ctx, id, 'de', {
      revision: 1,
      text,
      variant: 'second',
    })
    expect(definition.translations).toEqual({})
    expect(definition.variants[0]!.translations.de!.subject).toBe('Zwei')
    expect(definition.content.subject).toBe('One')
  })

  test('keeps its channel configuration: what it is sent with cannot be deleted', async () => {
    const channelConfigurationId = await aSender()
    await aCampaign({ variants: [{ ...second, channelConfigurationId }] })
    await expect(configurations.remove(ctx, channelConfigurationId)).rejects.toMatchObject({
      type: 'configuration/in-use',
    })
  })
})

describe('an activation', () => {
  test('is refused for what a variant lacks, and says where that stands', async () => {
    const { id } = await aCampaign({
      variants: [second, { id: 'third', name: 'Third', content: { ...saying('Three'), html: '' } }],
      actions: ['third', 'fourth'],
    })
    await expect(campaigns.activate(ctx, id, {})).rejects.toMatchObject({
      type: 'campaign/not-ready',
      extra: {
        errors: expect.arrayContaining([
          expect.objectContaining({ pointer: '/definition/variants/1/content/html' }),
          expect.objectContaining({ pointer: '/definition/actions' }),
        ]),
      },
    })
  })

  test('sends a copy of every content that somebody gets to the seed list of its configuration', async () => {
    const channelConfigurationId = await aSender({ seedList: ['seed@shop.test'] })
    const unused = { ...second, id: 'unused', name: 'Unused' }
    const { id } = await aCampaign({
      channelConfigurationId,
      variants: [unused, second],
      trigger: { kind: 'at', at: '2090-01-01T09:00', timeZone: 'UTC' },
    })
    await campaigns.activate(ctx, id, {})
    const { items } = await proofs.list(ctx, id)
    const seeds = items.map(({ purpose, variant }) => `${purpose} ${variant}`)
    expect(seeds.sort()).toEqual(['seed null', 'seed second'])
  })

  test('keeps the variants for the next draft, each of which is compared with what it was', async () => {
    const { id } = await aCampaign({ trigger: { kind: 'at', at: '2090-01-01T09:00', timeZone: 'UTC' } })
    await campaigns.activate(ctx, id, {})
    const { definition, revision } = await versions.createDraft(ctx, id)
    const variants = definition.variants.map((one) => ({
      ...one,
      content: { ...one.content, subject: 'Deux' },
    }))
    await versions.saveDraft(ctx, id, { revision, definition: { ...definition, variants } })
    expect((await versions.compare(ctx, id, { from: 1, to: 2 })).changes).toEqual([
      { path: 'variants.second.content.subject', before: 'Two', after: 'Deux' },
    ])
  })
})
