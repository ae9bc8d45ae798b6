import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import * as store from '../store/inbox.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import * as inbox from './inbox.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aHouse()
  ctx = house.ctx
})
beforeEach(() => inbox.empty(ctx))

const mail = [
  'From: =?utf-8?q?Atelier_Lumi=C3=A8re?= <hello@shop.example>',
  'Subject: =?utf-8?q?Votre_commande?=',
  ' =?utf-8?q?_n=C2=BA_7?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Bonjour é',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<p>Bonjour =C3=A9</p>',
  '--b--',
  '',
].join('\r\n')

let minute = 0
const deposited = (to: string, raw: string | Buffer = mail) => ({
  id: ctx.newId(),
  from: 'bounce@shop.example',
  to,
  raw: Buffer.from(raw as string),
  receivedAt: new Date(Date.UTC(2026, 0, 1, 0, ++minute)),
})
const newest = { limit: 20 }

test('a message is read into its parts, its headers as they were and its source whole', async () => {
  await store.deposit(ctx.db, ctx.sandboxId, [deposited('Marie@Example.com')])
  const { items, total } = await inbox.list(ctx, newest)
  expect(total).toBe(1)
  expect(items[0]).toMatchObject({
    to: 'Marie@Example.com',
    from: 'bounce@shop.example',
    subject: 'Votre commande nº 7',
    size: Buffer.byteLength(mail),
    text: 'Bonjour é\n',
    html: '<p>Bonjour é</p>\n',
    raw: mail,
  })
  expect(items[0]!.headers).toContainEqual({ name: 'MIME-Version', value: '1.0' })
  expect(await inbox.get(ctx, items[0]!.id)).toEqual(items[0])
})

test('the newest comes first, and the next page begins after the last one shown', async () => {
  await store.deposit(
    ctx.db,
    ctx.sandboxId,
    ['a@x.example', 'b@x.example', 'c@x.example'].map((to) => deposited(to)),
  )
  const first = await inbox.list(ctx, { limit: 2 })
  expect(first.items.map(({ to }) => to)).toEqual(['c@x.example', 'b@x.example'])
  const second = await inbox.list(ctx, { limit: 2, before: first.items.at(-1)!.id })
  expect(second.items.map(({ to }) => to)).toEqual(['a@x.example'])
  expect(second.total).toBe(3)
})

test('one person’s mail is found by the whole address, in any case; entries by a part of it or of the subject', async () => {
  await store.deposit(
    ctx.db,
    ctx.sandboxId,
    ['Marie@x.example', 'rosemarie@x.example'].map((to) => deposited(to)),
  )
  expect((await inbox.list(ctx, { limit: 5, to: 'marie@X.example' })).items.map(({ to }) => to)).toEqual([
    'Marie@x.example',
  ])
  expect(await inbox.list(ctx, { limit: 5, to: '%' })).toEqual({ items: [], total: 0 })
  expect((await inbox.entries(ctx, { limit: 5, search: 'MARIE' })).total).toBe(2)
  const { items } = await inbox.entries(ctx, { limit: 5, search: 'commande' })
  expect(items[0]).toEqual({
    id: expect.any(String),
    receivedAt: expect.any(String),
    to: 'rosemarie@x.example',
    from: 'bounce@shop.example',
    subject: 'Votre commande nº 7',
    size: Buffer.byteLength(mail),
  })
})

test('a message without HTML is shown as its text, which stays text', async () => {
  await store.deposit(ctx.db, ctx.sandboxId, [deposited('a@x.example', 'Subject: x\r\n\r\n<b>1 & 2</b>\r\n')])
  const { items } = await inbox.list(ctx, newest)
  expect(await inbox.html(ctx, items[0]!.id)).toBe(
    '<pre style="white-space:pre-wrap">&lt;b&gt;1 &amp; 2&lt;/b&gt;\n</pre>',
  )
})

test.each([
  ['no header at all', '\r\nbody', ''],
  ['no blank line', 'Subject: only', 'only'],
  ['a subject without value', 'subject:\r\nX-Other: y\r\n\r\n', ''],
  ['a header that looks like it', 'X-Subject: no\r\n\r\nSubject: in the body', ''],
  ['octets that no database keeps as text', 'Subject: a\0b\r\n\r\n', 'ab'],
])('anything is taken: %s', async (_, raw, subject) => {
  await store.deposit(ctx.db, ctx.sandboxId, [deposited('a@x.example', raw)])
  expect((await inbox.list(ctx, newest)).items[0]).toMatchObject({ subject })
})

test('octets that are no UTF-8 are shown without loss', async () => {
  await store.deposit(ctx.db, ctx.sandboxId, [
    deposited('a@x.example', Buffer.from('Subject: x\r\n\r\ncaf\xe9', 'latin1')),
  ])
  expect((await inbox.list(ctx, newest)).items[0]!.raw).toBe('Subject: x\r\n\r\ncaf\xe9')
})

test('a sandbox sees and empties its own mail only', async () => {
  await store.deposit(ctx.db, ctx.sandboxId, [deposited('a@x.example')])
  const { items } = await inbox.list(ctx, newest)
  const there = house.otherCtx
  expect((await inbox.list(there, newest)).total).toBe(0)
  await expect(inbox.get(there, items[0]!.id)).rejects.toMatchObject({ type: 'inbox/not-found' })
  await expect(inbox.html(there, items[0]!.id)).rejects.toMatchObject({ type: 'inbox/not-found' })
  await inbox.empty(there)
  expect((await inbox.list(ctx, newest)).total).toBe(1)
})

test('of each sandbox the newest are kept', async () => {
  for (const { sandboxId } of [ctx, house.otherCtx])
    await store.deposit(
      ctx.db,
      sandboxId,
      ['a@x.example', 'b@x.example', 'c@x.example'].map((to) => deposited(to)),
    )
  await store.trim(ctx.db, 2)
  for (const there of [ctx, house.otherCtx])
    expect((await inbox.entries(there, { limit: 9 })).items.map(({ to }) => to)).toEqual([
      'c@x.example',
      'b@x.example',
    ])
})
