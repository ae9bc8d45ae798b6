import { PreferenceCentre } from '@chappe/core/consent/centre'
import { TopicSettings } from '@chappe/core/consent/topic'
import PostalMime from 'postal-mime'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCampaign, getSettings } from '../app/consent-settings.ts'
import { choose, subjectOf } from '../app/consents.ts'
import * as preferences from '../app/preferences.ts'
import * as reports from '../app/reports.ts'
import * as topics from '../app/topics.ts'
import { tokensIn, trackingTokens } from '../app/tracking.ts'
import {
  aCampaignToSend,
  aConfiguration,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  messagesOf,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { aClient } from '../testing/people.ts'
import { anHttpServer, type TestServer } from '../testing/server.ts'

const origin = 'http://chappe.test'
const html = '<a href="{{system.unsubscribeUrl}}">Leave</a> <a href="{{system.preferencesUrl}}">Choose</a>'

let house: TestHouse
let server: TestServer
let number = 0
let reader: { email: string; campaignId: string; token: string }

beforeAll(async () => {
  house = await aHouse({ publicUrl: origin })
  server = anHttpServer(house.house)
  const topic = (key: string, en: string, fr: string, more: object = {}) =>
    topics.create(house.ctx, {
      ...TopicSettings.parse({ name: { en, fr }, channels: ['email'], ...more }),
      key,
    })
  await topic('news', 'News & offers', 'Actualités & offres')
  await topic('club', 'The club', 'Le club', { doubleOptIn: true, channels: ['email', 'sms'] })
  await topic('gone', 'Gone', 'Parti')
  await topics.archive(house.ctx, 'gone')
})

/** Somebody who got a message, and the token of its links. */
async function aReader({ topic = null as string | null, known = false, attributes = {} } = {}) {
  const email = `reader-${++number}@example.com`
  if (known) await aProfile(house.db, house.ctx.sandboxId, email, attributes)
  const campaign = await aCampaignToSend(house, {
    category: 'marketing',
    definition: { topic, content: { subject: 'S', html } },
  })
  await calls(house, campaign, [[to(email)]])
  const relay = aRelay()
  await deliverDue(aWorker(house, relay))
  const made = (await PostalMime.parse(relay.heard[0]!.raw)).html!
  const token = new RegExp(`href="${origin}/p/([\\w-]+)"`).exec(made)![1]!
  return { email, campaignId: campaign.id, token }
}

beforeEach(async () => {
  reader = await aReader()
})

const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ method: 'GET', url, headers })
const post = (url: string, fields: [string, string][]) =>
  server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
const consents = () =>
  house.db.selectFrom('consent').selectAll().where('sandboxId', '=', house.ctx.sandboxId).execute()
/** What the form would send: everything shown, and these choices. */
async function save(token: string, chosen: string[]) {
  const { body } = await get(`/p/${token}`)
  const shown = [...body.matchAll(/name="shown" value="([^"]*)"/g)].map(([, name]): [string, string] => [
    'shown',
    name!,
  ])
  const answer = await post(`/p/${token}`, [
    ...shown,
    ...chosen.map((name): [string, string] => ['choice', name]),
  ])
  expect(answer.statusCode).toBe(200)
  return answer
}
const checked = (body: string) =>
  [...body.matchAll(/value="([^"]*)" checked/g)].map(([, name]) => name).sort()
/** Somebody who has confirmed a topic. */
const confirmed = (email: string, topic: string) =>
  choose(
    house,
    house.ctx.sandboxId,
    [{ subject: subjectOf.address(email), channel: 'email', topic, choice: 'in' }],
    { source: 'test', by: 'test' },
  )
/** Whether this person gets a marketing message about a topic. */
async function gets(email: string, topic: string | null): Promise<boolean> {
  const campaign = await aCampaignToSend(house, { category: 'marketing', definition: { topic } })
  await calls(house, campaign, [[to(email)]])
  const relay = aRelay()
  await deliverDue(aWorker(house, relay))
  return relay.heard.length === 1
}

describe('the preference centre', () => {
  test('shows what is chosen, archived topics left out, and a GET changes nothing', async () => {
    const before = await consents()
    const { body, headers, statusCode } = await get(`/p/${reader.token}`)
    expect(statusCode).toBe(200)
    expect(checked(body)).toEqual(['email', 'email.news', 'sms'])
    expect(body).toContain('News &amp; offers')
    expect(body).toContain('The club – by text message')
    expect(body).not.toContain('Gone')
    expect(body).not.toContain(reader.email)
    expect(body).not.toContain('<script')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'nonce-/)
    expect(headers['x-robots-tag']).toBe('noindex')
    expect(await consents()).toEqual(before)
  })

  test.each([false, true])('saves everything at once, and it counts (a profile: %s)', async (known) => {
    const { email, token, campaignId } = await aReader({ known })
    await confirmed(email, 'club')
    await save(token, ['email', 'email.club', 'sms'])
    expect(checked((await get(`/p/${token}`)).body)).toEqual(['email', 'email.club', 'sms'])
    expect([await gets(email, 'news'), await gets(email, 'club'), await gets(email, null)]).toEqual([
      false,
      true,
      true,
    ])
    await save(token, [])
    expect(checked((await get(`/p/${token}`)).body)).toEqual([])
    expect(await gets(email, null)).toBe(false)
    expect(await reports.ofCampaign(house.ctx, campaignId)).toMatchObject({ unsubscribes: 1 })
    await save(token, ['email', 'email.news'])
    expect(await gets(email, 'news')).toBe(true)
  })

  test('everything is left by one button, and what was chosen comes back by another', async () => {
    const { email, token } = await aReader()
    await confirmed(email, 'club')
    await save(token, ['email', 'email.club'])
    const shown = ['email.news', 'email.club', 'sms.club', 'email', 'sms']
    const left = await post(`/p/${token}`, [
      ['leave', 'all'],
      ['choice', 'email.news'],
      ...shown.map((name): [string, string] => ['shown', name]),
    ])
    expect(left.body).toContain('You are unsubscribed from everything')
    expect(checked((await get(`/p/${token}`)).body)).toEqual([])
    expect(await gets(email, 'club')).toBe(false)

    const [, action] = /<form method="post" action="([^"]*)">/.exec(left.body)!
    const fields = [...left.body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
    const back = await post(
      action!,
      fields.map(([, name, value]): [string, string] => [name!, value!]),
    )
    expect(back.body).toContain('You are subscribed again')
    expect(checked((await get(`/p/${token}`)).body)).toEqual(['email', 'email.club'])
    expect(await gets(email, 'club')).toBe(true)
  })

  test('leaves alone what was not shown, and what is not offered', async () => {
    const before = (await consents()).length
    const fields: [string, string][] = [
      ['shown', 'email.gone'],
      ['shown', 'email.nothing'],
      ['choice', 'email.news'],
      ['shown', '__proto__'],
    ]
    expect((await post(`/p/${reader.token}`, fields)).statusCode).toBe(200)
    expect(await consents()).toHaveLength(before)
  })

  test('speaks the person’s language; the reader’s where theirs is not known', async () => {
    const { token } = await aReader({ known: true, attributes: { preferredLanguage: 'fr-CA' } })
    const french = await get(`/p/${token}`, { 'accept-language': 'en' })
    expect(french.headers['content-language']).toBe('fr')
    expect(french.body).toContain('Actualités &amp; offres')
    const asked = await get(`/p/${reader.token}`, { 'accept-language': 'fr' })
    expect(asked.body).toContain('Que souhaitez-vous recevoir\u00a0?')
    expect((await get(`/p/${reader.token}`)).headers['content-language']).toBe('en')
  })

  test('wears the brand, and loads nothing but its logo', async () => {
    const brand = PreferenceCentre.parse({
      brandName: 'Maison <Chappe>',
      logoUrl: 'https://shop.example/l.png',
      color: '#7a0019',
      languages: ['fr'],
      title: { fr: 'Vos <envies>' },
      lead: { fr: 'Dites-nous tout.' },
      footer: { fr: 'Maison Chappe, Brûlon' },
    })
    await preferences.saveCentre(house.ctx, brand)
    try {
      const { body, headers } = await get(`/p/${reader.token}`, { 'accept-language': 'en' })
      expect(headers['content-language']).toBe('fr')
      for (const words of ['<h1>Vos &lt;envies&gt;</h1>', 'Dites-nous tout.', 'Maison Chappe, Brûlon'])
        expect(body).toContain(words)
      expect(body).toContain('<img src="https://shop.example/l.png" alt="Maison &lt;Chappe&gt;">')
      expect(body).toContain('background: #7a0019')
      expect(headers['content-security-policy']).toContain('img-src https://shop.example;')
    } finally {
      await preferences.saveCentre(house.ctx, PreferenceCentre.parse({}))
    }
  })

  test('is nobody’s but the link’s: what is forged finds a page, and changes nothing', async () => {
    const before = await consents()
    for (const token of ['A'.repeat(48), 'x', '..%2f..']) {
      expect((await get(`/p/${token}`)).statusCode).toBe(404)
      expect((await post(`/p/${token}`, [['shown', 'email']])).statusCode).toBe(404)
    }
    expect(await consents()).toEqual(before)
  })
})

test('a brand is tried out on each page, in each language, and nothing is kept of it', async () => {
  const { headers } = await aClient(house.house, { scopes: ['profiles:read'] })
  const url = '/v1/preference-centre/preview'
  const before = await preferences.getCentre(house.ctx)
  for (const [page, language, words] of [
    ['preferences', 'fr', 'Actualités &amp; offres'],
    ['saved', 'en', 'Your choices are saved'],
    ['unsubscribe', 'fr', 'Se désabonner'],
    ['unsubscribed', 'en', 'Subscribe again'],
    ['confirm', 'fr', 'Confirmer votre inscription'],
  ] as const) {
    const payload = { page, language, color: '#7a0019', footer: { en: 'Brûlon', fr: 'Brûlon' } }
    const answer = await server.inject({ method: 'POST', url, headers, payload })
    expect(answer.statusCode).toBe(200)
    const { html } = answer.json<{ html: string }>()
    for (const part of [words, '#7a0019', 'Brûlon', `<html lang="${language}">`]) expect(html).toContain(part)
  }
  expect(await preferences.getCentre(house.ctx)).toEqual(before)
})

describe('a topic with double opt-in', () => {
  const post0 = (url: string) => post(url, [])

  test('cannot be chosen while nothing is set that could ask, and the page says so', async () => {
    const { token } = await aReader()
    expect((await getSettings(house.ctx)).confirmation.campaignId).toBeNull()
    const { body } = await save(token, ['email', 'email.club'])
    expect(body).toContain('cannot ask you to confirm')
    expect(checked((await get(`/p/${token}`)).body)).toEqual(['email'])
  })

  test('waits for one confirmation, which no scanner gives', async () => {
    const channelConfigurationId = await aConfiguration(house, { sandboxId: house.ctx.sandboxId })
    await createCampaign(house.ctx, { channelConfigurationId, defaultLanguage: 'en' })
    const { email, token } = await aReader({ known: true, attributes: { preferredLanguage: 'fr' } })
    const asked = await save(token, ['email', 'email.club', 'sms.club'])
    expect(asked.body).toContain('nous vous avons envoyé un message')
    const { body } = await get(`/p/${token}`)
    expect(body).toContain('En attente de votre confirmation')
    expect(checked(body)).toEqual(['email', 'email.club', 'sms.club'])
    // Saved again as it is: what waits goes on waiting, and nobody is asked twice.
    expect((await save(token, ['email', 'email.club', 'sms.club'])).body).toContain('déjà envoyé')

    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    const sent = relay.heard.filter((one) => one.to === email)
    expect(sent).toHaveLength(1)
    const message = await PostalMime.parse(sent[0]!.raw)
    expect(message.subject).toBe('Confirmez votre inscription')
    const link = new RegExp(`href="${origin}(/p/confirm/[\\w-]+)"`).exec(message.html!)![1]!
    const before = await consents()
    const page = await get(link)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Le club')
    expect(page.body).toMatch(/<form method="post">/)
    expect(await consents()).toEqual(before)
    expect(await gets(email, 'club')).toBe(false)

    expect((await post0(link)).body).toContain('Votre inscription est confirmée')
    expect(await gets(email, 'club')).toBe(true)
    expect((await get(link)).body).not.toContain('<form')
    expect((await post0(link)).statusCode).toBe(200)

    // Left by the message that had asked; its link is no way back.
    await save(token, ['email'])
    expect((await post0(link)).statusCode).toBe(410)
    expect(await gets(email, 'club')).toBe(false)
  })

  test('is confirmed by nobody’s forged link, and a link that was refused says that it counts no more', async () => {
    const { email, token } = await aReader()
    await save(token, ['email', 'email.club'])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    const sent = relay.heard.find((one) => one.to === email)!
    const link = /href="http:\/\/chappe\.test(\/p\/confirm\/[\w-]+)"/.exec(
      (await PostalMime.parse(sent.raw)).html!,
    )![1]!
    for (const wrong of [`/p/confirm/${'A'.repeat(48)}`, `/p/confirm/${token}`, '/p/confirm/x']) {
      expect((await get(wrong)).statusCode).toBe(404)
      expect((await post0(wrong)).statusCode).toBe(404)
    }
    await save(token, ['email'])
    const answer = await post0(link)
    expect([answer.statusCode, answer.body.includes('counts no more')]).toEqual([410, true])
    expect(await gets(email, 'club')).toBe(false)
  })
})

describe('the unsubscribe page', () => {
  test('offers this list only, or everything, and leads to the preference centre', async () => {
    const { email, token, campaignId } = await aReader({ topic: 'news' })
    const { body } = await get(`/t/u/${token}`)
    expect(body).toContain('News &amp; offers')
    expect(body).toContain(`href="/p/${token}"`)
    expect(body).toMatch(/name="scope" value="topic"[\s\S]*name="scope" value="all"/)
    const left = await post(`/t/u/${token}`, [['scope', 'topic']])
    expect([await gets(email, 'news'), await gets(email, null)]).toEqual([false, true])
    expect(left.body).toContain(`action="/p/${token}"`)
    await post(`/p/${token}`, [
      ['undo', '1'],
      ['shown', 'email.news'],
      ['choice', 'email.news'],
    ])
    expect(await gets(email, 'news')).toBe(true)
    await post(`/t/u/${token}`, [['scope', 'all']])
    expect(await gets(email, null)).toBe(false)
    expect(await reports.ofCampaign(house.ctx, campaignId)).toMatchObject({ unsubscribes: 2 })
  })

  test('of a message about no topic has one button; one click of a mail program leaves everything', async () => {
    expect((await get(`/t/u/${reader.token}`)).body).not.toContain('name="scope"')
    const { email, token } = await aReader({ topic: 'news' })
    await post(`/t/u/${token}`, [['List-Unsubscribe', 'One-Click']])
    expect([await gets(email, 'news'), await gets(email, null)]).toEqual([false, false])
  })
})

describe('unsubscribing by mail', () => {
  test('is offered in the header when there is a mailbox for it, and the subject says whose it is', async () => {
    const email = `mailer-${++number}@example.com`
    const settings = { unsubscribeEmail: 'leave+list@shop.example' }
    const campaign = await aCampaignToSend(house, { category: 'marketing', settings })
    await calls(house, campaign, [[to(email)]])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    const { headers } = await PostalMime.parse(relay.heard[0]!.raw)
    const header = headers.find(({ key }) => key === 'list-unsubscribe')!.value
    const [, , mailto] = /^<(http[^>]*)>,\s*<([^>]*)>$/.exec(header)!
    const { pathname, searchParams } = new URL(mailto!)
    expect(pathname).toBe('leave+list@shop.example')

    const tokens = trackingTokens(house.secrets)
    const named = tokensIn(searchParams.get('subject')!).map((token) => tokens.read(token))
    const [message] = await messagesOf(house, campaign.id)
    expect(named).toEqual([{ messageId: message!.id, sandboxId: house.ctx.sandboxId }])
  })
})
