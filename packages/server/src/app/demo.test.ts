import { beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { aCampaignHouse } from '../testing/campaigns.ts'
import * as campaigns from './campaigns.ts'
import { loadDemo, storedDemo } from './demo.ts'
import * as inventory from './inventory.ts'
import * as preview from './preview.ts'
import * as profiles from './profiles.ts'
import { review } from './review.ts'

let ctx: Ctx
beforeAll(async () => {
  const house = await aCampaignHouse()
  ctx = house.ctx
  await loadDemo(ctx)
})

const everything = { limit: 50, offset: 0, sort: 'name', order: 'asc' } as const

test('there is a live campaign to call, and drafts to finish', async () => {
  const { items } = await inventory.list(ctx, everything)
  expect(items.map(({ name, status }) => [name, status])).toEqual([
    ['Autumn collection', 'draft'],
    ['Order confirmation', 'live'],
    ['Password reset', 'draft'],
  ])
})

test('every campaign of it could be activated, and nothing in them is doubtful', async () => {
  const { items } = await inventory.list(ctx, everything)
  for (const { id, name } of items) {
    const { ready, alerts } = await review(ctx, id)
    expect(ready, name).toBe(true)
    expect(
      alerts.map(({ code }) => code),
      name,
    ).toEqual(['empty-text'])
  }
})

test('its message speaks French to those who prefer it, and English to all others', async () => {
  const demo = await storedDemo(ctx)
  const { items } = await profiles.find(ctx, {
    namespace: 'email',
    identity: demo!.userId,
    limit: 1,
    offset: 0,
  })
  const { context } = demo!
  const french = await preview.preview(ctx, demo!.campaignId, { profile: items[0]!.attributes, context })
  expect(french).toMatchObject({
    from: 'Atelier Lumière <hello@atelier-lumiere.example>',
    subject: 'Merci, votre commande AL-1042 est confirmée',
    preheader: 'Nous préparons votre colis. Total : 129.90 €',
    missing: [],
  })
  expect(french.text).toContain('Merci Marie !')
  expect(french.text).toContain('Membre Or')
  const english = await preview.preview(ctx, demo!.campaignId, { profile: {}, context })
  expect(english.subject).toBe('Thank you! Your order AL-1042 is confirmed')
  expect(english.html).toContain('Thank you, and welcome!')
  expect(english.text).toContain('Linen table lamp')
  expect(english.text).toContain('https://www.atelier-lumiere.example/orders/AL-1042')
  for (const rendered of [french, english])
    for (const part of [rendered.subject, rendered.preheader, rendered.html, rendered.text])
      expect(part).not.toMatch(/\{\{|\{%|undefined|null/)
})

test('loading it again changes nothing, and what people ended is not offered any more', async () => {
  const { campaignId } = (await storedDemo(ctx))!
  await loadDemo(ctx)
  expect((await inventory.list(ctx, everything)).total).toBe(3)
  await campaigns.stop(ctx, campaignId)
  expect(await storedDemo(ctx)).toBeUndefined()
  await loadDemo(ctx)
  expect((await inventory.list(ctx, everything)).total).toBe(3)
})
