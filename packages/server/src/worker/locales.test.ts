import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { record } from '../app/feedback.ts'
import { Links } from '../app/links.ts'
import * as reports from '../app/reports.ts'
import { trackingTokens } from '../app/tracking.ts'
import { aCampaignToSend, aRelay, aWorker, calls, deliverDue, statuses, to } from '../testing/delivery.ts'
import { aHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'

const house = await aHouse()
const { db, ctx } = house
const link = (path: string, label: string) => `<a href="https://shop.test/${path}">${label}</a>`

test('each person reads their language, in the message and on its page, and clicks are of its own links', async () => {
  const content = (greeting: string, ...links: string[]) => ({
    subject: greeting,
    html: `<html><body><p>${greeting}</p>${links.join('')}</body></html>`,
  })
  const campaign = await aCampaignToSend(house, {
    definition: {
      content: content('Hello', link('en', 'Shop'), link('legal', 'Legal')),
      languages: { locales: ['en', 'de', 'fr', 'it'], defaultLocale: 'en', fallbacks: { 'de-CH': 'fr' } },
      translations: {
        fr: content('Bonjour', link('fr', 'Boutique')),
        de: content('Hallo', link('de', 'Laden')),
      },
    },
  })
  for (const [name, preferredLanguage] of [
    ['ann', 'it'],
    ['zoe', 'fr-CA'],
    ['urs', 'DE_ch'],
    ['eve', 7],
  ] as const)
    await aProfile(db, ctx.sandboxId, `${name}@shop.test`, { preferredLanguage })
  const relay = aRelay()
  // What the call says of a person goes before what is stored.
  const overridden = to('eve@shop.test', { profile: { preferredLanguage: 'de' } })
  const people = ['ann', 'zoe', 'urs', 'nobody'].map((name) => to(`${name}@shop.test`))
  await calls(house, campaign, [[...people, overridden]])
  await deliverDue(aWorker(house, relay))
  expect(await statuses(house, campaign.id)).toEqual({ sent: 5 })

  const tokens = trackingTokens(house.secrets)
  const links = new Links(house, tokens)
  const seen: Record<string, string> = {}
  const signs = []
  for (const { to, raw, id } of relay.heard) {
    const { subject = '', html = '' } = await PostalMime.parse(raw)
    const tracked = { messageId: id, sandboxId: ctx.sandboxId }
    const [, number] = /\/t\/c\/[\w-]{48}\/(\d+)/.exec(html)!
    const url = (await links.destination(tracked, Number(number)))!
    seen[to] = `${subject} ${number} ${url}`
    expect(await links.mirror(tracked)).toContain(`<p>${subject}</p>`)
    signs.push({ ...tracked, at: house.now(), click: { link: Number(number), url } })
  }
  expect(seen).toEqual({
    'ann@shop.test': 'Hello 0 https://shop.test/en',
    'nobody@shop.test': 'Hello 0 https://shop.test/en',
    'urs@shop.test': 'Bonjour 3 https://shop.test/fr',
    'zoe@shop.test': 'Bonjour 3 https://shop.test/fr',
    'eve@shop.test': 'Hallo 2 https://shop.test/de',
  })
  await record(db, signs)
  const { links: clicked } = await reports.ofCampaign(ctx, campaign.id)
  expect(clicked.map(({ label, clicks }) => [label, clicks]).sort()).toEqual([
    ['Boutique', 2],
    ['Laden', 1],
    ['Shop', 2],
  ])
})
