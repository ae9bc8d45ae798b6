import { scopesOf } from '@chappe/core/access/scopes'
import { describe, expect, test } from 'vitest'
import * as inbox from '../store/inbox.ts'
import { aCampaignHouse, aDraft } from '../testing/campaigns.ts'
import { aClient, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx, otherCtx } = await aCampaignHouse()
const server = anHttpServer(house)
const person = await signedIn(house)
const { id: campaign } = await aDraft(ctx)
const raw = Buffer.from(
  'Content-Type: text/html\r\n\r\n<script>alert(1)</script><p>Caught <a href="/x" target="_self">x</a> <abbr>y</abbr></p>',
)
const deposit = async (where: typeof ctx) => {
  const message = { id: ctx.newId(), from: 'a@x.example', to: 'b@x.example', raw, receivedAt: ctx.now() }
  await inbox.deposit(where.db, where.sandboxId, [message])
  return (await inbox.entries(where.db, where.sandboxId, {}, { limit: 1 })).rows[0]!.id
}
const caught = await deposit(ctx)
const pages: [string, string, string][] = [
  ['a preview', `/v1/campaigns/${campaign}/preview.html`, 'campaigns:read'],
  ['a caught message', `/v1/inbox/${caught}/html`, 'inbox:read'],
]
const at = (url: string, headers: Record<string, string> = person) => server.inject({ url, headers })

describe.each(pages)('the page of %s', (_, url, scope) => {
  test('is HTML that can do nothing here: no script, no form, no session', async () => {
    const answer = await at(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(answer.headers['content-security-policy'])
    const directives = new Map(
      policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
    )
    expect(directives.get('default-src')).toEqual(["'none'"])
    expect(directives.get('frame-ancestors')).toEqual(["'self'"])
    expect(directives.get('form-action')).toEqual(["'none'"])
    expect(directives.get('sandbox')).toEqual(['allow-popups', 'allow-popups-to-escape-sandbox'])
    expect([...directives.keys()]).not.toEqual(expect.arrayContaining(['script-src']))
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  test('is shown to those only who may read', async () => {
    expect((await at(url, {})).statusCode).toBe(401)
    const held = scopesOf.administrator.filter((one) => one !== scope)
    expect((await at(url, (await aClient(house, { scopes: held })).headers)).statusCode).toBe(403)
  })

  test('is asked for by an id', async () => {
    expect((await at(url.replace(/[\da-f-]{36}/, 'x'))).statusCode).toBe(400)
    expect((await at(url.replace(/[\da-f-]{36}/, ctx.newId()))).statusCode).toBe(404)
  })
})

test('a frame, which sends no headers, names its sandbox in the address', async () => {
  const there = await deposit(otherCtx)
  expect((await at(`/v1/inbox/${there}/html`)).statusCode).toBe(404)
  const answer = await at(`/v1/inbox/${there}/html?sandbox=dev`)
  expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('Caught')])
})

test('links leave the frame, whatever the message says', async () => {
  const { body } = await at(`/v1/inbox/${caught}/html`)
  expect(body).toContain('<a target="_blank" href="/x" target="_self">x</a> <abbr>y</abbr>')
})

test('a preview names a version, or shows the draft', async () => {
  expect((await at(`/v1/campaigns/${campaign}/preview.html?version=1`)).body).toContain('Hello')
  expect((await at(`/v1/campaigns/${campaign}/preview.html?version=2`)).statusCode).toBe(404)
  expect((await at(`/v1/campaigns/${campaign}/preview.html?version=x`)).statusCode).toBe(400)
})
