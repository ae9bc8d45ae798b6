import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { examine } from '../app/doctor.ts'
import * as reports from '../app/reports.ts'
import { trackingTokens } from '../app/tracking.ts'
import { openDatabase } from '../store/db.ts'
import { aCampaignToSend, aRelay, aWorker, calls, deliverDue, statuses, to } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { anHttpServer, type TestServer } from '../testing/server.ts'

const origin = 'http://chappe.test'
const html = `<html><body>
<a href="https://shop.example/sale?a=1&amp;b=2">The sale</a>
{{#each context.items}}<a href="https://shop.example/{{this.path}}?q={{urlEncode(this.q)}}">{{this.path}}</a>{{/each}}
<a href="{{context.anywhere}}">Anywhere</a>
<a href="{{{system.unsubscribeUrl}}}">Leave</a> <a href="{{{system.mirrorUrl}}}">See it in a browser</a>
<p>Hello {{profile.name}}</p></body></html>`

let house: TestHouse
let server: TestServer
let campaign: Awaited<ReturnType<typeof aCampaignToSend>>
let message: { id: string; html: string; token: string; links: string[] }
let number = 0

beforeAll(async () => {
  house = await aHouse({ publicUrl: origin })
  server = anHttpServer(house.house)
})

beforeEach(async () => {
  campaign = await aCampaignToSend(house, {
    category: 'marketing',
    definition: { content: { subject: 'S', html } },
  })
  const email = `reader-${++number}@example.com`
  await aProfile(house.db, house.ctx.sandboxId, email, { name: 'Marie' })
  const context = {
    anywhere: 'https://elsewhere.example/é?x="1"',
    items: [
      { path: 'one', q: 'a&b' },
      { path: 'two', q: '' },
    ],
  }
  const [[id]] = (await calls(house, campaign, [[to(email, { context })]])) as [[string]]
  const relay = aRelay()
  await deliverDue(aWorker(house, relay))
  const made = (await PostalMime.parse(relay.heard[0]!.raw)).html ?? ''
  const links = [...made.matchAll(/href="([^"]*)"/g)].map(([, url]) => url!.replaceAll('&amp;', '&'))
  message = { id, html: made, token: /\/t\/o\/([\w-]+)\.gif/.exec(made)![1]!, links }
})

const request = (
  url: string,
  method: 'GET' | 'HEAD' | 'POST' = 'GET',
  headers: Record<string, string> = {},
  payload = '',
) => server.app.inject({ method, url: url.replace(origin, ''), headers, ...(payload && { payload }) })

/** The report, once what was noted is written. */
async function counted(expected: Partial<Awaited<ReturnType<typeof reports.ofCampaign>>>) {
  await expect.poll(() => reports.ofCampaign(house.ctx, campaign.id)).toMatchObject(expected)
}

describe('tokens', () => {
  test('say which message, in which sandbox, and cannot be made up', () => {
    const tokens = trackingTokens(house.secrets)
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.nat(2 ** 31 - 1),
        fc.nat(47),
        fc.constantFrom(...'AB01-_'),
        (messageId, sandboxId, at, char) => {
          const token = tokens.of({ messageId, sandboxId })
          expect(token).toMatch(/^[\w-]{48}$/)
          expect(tokens.read(token)).toEqual({ messageId, sandboxId })
          const other = token.slice(0, at) + char + token.slice(at + 1)
          if (other !== token) expect(tokens.read(other)).toBeUndefined()
        },
      ),
    )
    for (const bad of ['', 'x', '../../etc', 'A'.repeat(48), 'é'.repeat(48)])
      expect(tokens.read(bad)).toBeUndefined()
  })
})

describe('the pixel', () => {
  test('counts every open once and every reader once; a HEAD counts nothing', async () => {
    const url = `/t/o/${message.token}.gif`
    expect((await request(url, 'HEAD')).statusCode).toBe(200)
    const [answer] = await Promise.all([request(url), request(url), request(url)])
    expect(answer.headers).toMatchObject({ 'content-type': 'image/gif' })
    expect(answer.headers['cache-control']).toContain('no-store')
    expect(answer.rawPayload.subarray(0, 6).toString()).toBe('GIF89a')
    await counted({ opens: 3, uniqueOpens: 1 })
    const { timeline } = await reports.message(house.ctx, message.id)
    expect(timeline.filter(({ what }) => what === 'opened')).toHaveLength(3)
  })

  test('is shown for any token, and when the database is away', async () => {
    const { db, pool } = openDatabase({ connection: { host: '127.0.0.1', port: 1 } })
    const lost = anHttpServer({ ...house.house, db })
    for (const token of [message.token, 'forged', 'A'.repeat(48)])
      expect((await lost.inject({ method: 'GET', url: `/t/o/${token}.gif` })).headers['content-type']).toBe(
        'image/gif',
      )
    await lost.app.close()
    await pool.end()
    await counted({ opens: 0 })
  })

  test('is not there when the campaign does not track opens', async () => {
    const quiet = await aCampaignToSend(house, {
      definition: { content: { subject: 'S', html }, tracking: { opens: false, clicks: false } },
    })
    await calls(house, quiet, [[to('quiet@example.com')]])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    const made = (await PostalMime.parse(relay.heard[0]!.raw)).html!
    expect(made).not.toContain('/t/o/')
    expect(made).toContain('href="https://shop.example/sale?a=1&amp;b=2"')
  })
})

describe('a click', () => {
  test('leads where the link led, whether its address is fixed or made of values', async () => {
    const [fixed, one, two, anywhere] = message.links as [string, string, string, string]
    const location = async (url: string) => {
      const answer = await request(url)
      expect(answer.statusCode).toBe(302)
      return answer.headers.location
    }
    expect(fixed).toBe(`${origin}/t/c/${message.token}/0`)
    expect(await location(fixed)).toBe('https://shop.example/sale?a=1&b=2')
    expect(await location(one)).toBe('https://shop.example/one?q=a%26b')
    expect(await location(two)).toBe('https://shop.example/two?q=')
    expect(await location(anywhere)).toBe('https://elsewhere.example/%C3%A9?x=%221%22')
    expect((await request(fixed, 'HEAD')).statusCode).toBe(302)
    await location(fixed)
    await counted({ clicks: 5, uniqueClicks: 1 })
    const { links } = await reports.ofCampaign(house.ctx, campaign.id)
    expect(links).toMatchObject([
      { label: 'The sale', url: 'https://shop.example/sale?a=1&b=2', clicks: 2, uniqueClicks: 1 },
      { label: '{{this.path}}', clicks: 2, uniqueClicks: 1 },
      { label: 'Anywhere', clicks: 1, uniqueClicks: 1 },
    ])
  })

  test('never leads anywhere that the message did not: what is forged finds a page, not a redirect', async () => {
    const [, dynamic] = message.links as [string, string]
    const evil = new URL(dynamic)
    evil.searchParams.set('u', 'https://evil.example/')
    const moved = new URL(dynamic)
    moved.pathname = moved.pathname.replace(/\d+$/, '2')
    const unsigned = new URL(dynamic)
    unsigned.searchParams.delete('s')
    const twice = `${dynamic}&u=https://evil.example/`
    for (const url of [
      evil.href,
      moved.href,
      unsigned.href,
      twice,
      `/t/c/${message.token}/99`,
      `/t/c/${message.token}/1`,
      `/t/c/${message.token}/-1`,
      `/t/c/${'A'.repeat(48)}/0`,
      `/t/c/${message.token}/0?u=https://evil.example/&s=`,
    ]) {
      const answer = await request(url)
      expect([answer.statusCode, answer.headers.location]).toEqual([404, undefined])
      expect(answer.headers['content-type']).toContain('text/html')
    }
  })

  test('leaves alone what is not a web address', async () => {
    const odd = await aCampaignToSend(house, {
      definition: { content: { subject: 'S', html: '<a href="{{context.url}}">x</a>' } },
    })
    const urls = ['javascript:alert(1)', '', 'mailto:a@b.example', 'https://']
    await calls(
      house,
      odd,
      urls.map((url, n) => [to(`odd-${n}@example.com`, { context: { url } })]),
    )
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    for (const { raw } of relay.heard) expect((await PostalMime.parse(raw)).html).not.toContain('/t/c/')
  })
})

describe('unsubscribing', () => {
  const consents = () =>
    house.db
      .selectFrom('consent')
      .select(['subject', 'choice', 'source'])
      .where('sandboxId', '=', house.ctx.sandboxId)
      .execute()

  test('asks on a GET, in the reader’s language, and changes nothing', async () => {
    const before = await consents()
    const url = `/t/u/${message.token}`
    expect(message.links).toContain(`${origin}${url}`)
    const french = await request(url, 'GET', { 'accept-language': 'de, fr-CA;q=0.8, en;q=0.5' })
    expect(french.body).toContain('Se désabonner')
    expect(french.headers['content-language']).toBe('fr')
    const english = await request(url, 'GET', { 'accept-language': 'fr;q=0.1, en' })
    expect(english.body).toContain('<button>Unsubscribe</button>')
    expect(english.headers['content-security-policy']).toContain("default-src 'none'")
    expect(await consents()).toEqual(before)
    await counted({ unsubscribes: 0 })
  })

  test.each([
    ['one click of the mail program', 'List-Unsubscribe=One-Click', 'one-click'],
    ['the button', '', 'page'],
  ])('takes the person and the address off by %s, once', async (_, payload, source) => {
    const url = `/t/u/${message.token}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    for (let n = 0; n < 2; n++) expect((await request(url, 'POST', headers, payload)).statusCode).toBe(200)
    const { address, profileId } = await reports.message(house.ctx, message.id)
    expect(await consents()).toEqual(
      expect.arrayContaining([
        { subject: `address:${address}`, choice: 'out', source },
        { subject: `profile:${profileId}`, choice: 'out', source },
      ]),
    )
    await counted({ unsubscribes: 1 })
    await calls(house, campaign, [[to(address!)]])
    await deliverDue(aWorker(house, aRelay()))
    expect(await statuses(house, campaign.id)).toEqual({ sent: 1, excluded: 1 })
  })

  test('takes multipart forms too, and refuses a token that is not ours', async () => {
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
    const body =
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    expect((await request(`/t/u/${message.token}`, 'POST', multipart, body)).statusCode).toBe(200)
    expect((await request(`/t/u/${'A'.repeat(48)}`, 'POST', multipart, body)).statusCode).toBe(404)
    const json = { 'content-type': 'application/json' }
    expect((await request(`/t/u/${message.token}`, 'POST', json, '{')).statusCode).toBe(200)
    expect((await request(`/t/u/${message.token}`, 'POST', json, 'x'.repeat(70_000))).statusCode).toBe(413)
    expect((await request(`/t/u/${'A'.repeat(48)}`)).statusCode).toBe(404)
  })
})

describe('the mirror page', () => {
  test('shows the message as it was sent, without the pixel, in a sandbox', async () => {
    const answer = await request(`/t/m/${message.token}`)
    expect(answer.body).toContain('<p>Hello Marie</p>')
    expect(answer.body).toContain(`href="/t/c/${message.token}/0"`)
    expect(answer.body).not.toContain('/t/o/')
    expect(answer.headers['content-security-policy']).toMatch(/^sandbox /)
    expect((await request(`/t/m/${'A'.repeat(48)}`)).statusCode).toBe(404)
  })

  test('is gone after sixty days', async () => {
    const old = new Date(house.now().getTime() - 61 * 86_400_000)
    await house.db.updateTable('message').set({ createdAt: old }).where('id', '=', message.id).execute()
    expect((await request(`/t/m/${message.token}`)).statusCode).toBe(404)
  })
})

test('while the database is away, links ask to try again', async () => {
  const { db, pool } = openDatabase({ connection: { host: '127.0.0.1', port: 1 } })
  const lost = anHttpServer({ ...house.house, db })
  const answer = await lost.inject({ method: 'GET', url: `/t/c/${message.token}/0` })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8'])
  await lost.app.close()
  await pool.end()
})

test('the doctor counts the same opens and clicks', async () => {
  await house.db.deleteFrom('worker').execute()
  expect((await examine(house)).filter(({ level }) => level === 'error')).toEqual([])
})
