import { csvLine } from '@chappe/core/kit/csv'
import { expect, test } from 'vitest'
import * as store from '../store/suppressions.ts'
import { aHouse } from '../testing/house.ts'
import * as allowed from './allowed.ts'
import * as suppressions from './suppressions.ts'

const { ctx, otherCtx, db, clock } = await aHouse()
const query = { limit: 50, offset: 0, type: undefined, category: undefined, reason: undefined }
const values = async (filters: object = {}) =>
  (await suppressions.list(ctx, { ...query, ...filters })).items.map(({ value }) => value)
const expire = (value: string) =>
  db
    .updateTable('suppression')
    .set({ expiresAt: new Date(Date.now() - 1_000) })
    .where('value', '=', value)
    .execute()
const clear = () => db.deleteFrom('suppression').execute()

test('an entry is kept in the form in which addresses are compared', async () => {
  const add = (type: 'address' | 'domain', value: string) =>
    suppressions.add(ctx, { type, value, comment: '' })
  expect(await add('address', ' Zoé@Exämple.DE ')).toMatchObject({
    value: 'zoé@xn--exmple-cua.de',
    category: 'manual',
    createdBy: 'Ada',
    expiresAt: null,
  })
  expect((await add('domain', 'EXÄMPLE.de')).value).toBe('xn--exmple-cua.de')
  await suppressions.remove(ctx, 'zoé@exämple.de')
  await suppressions.remove(ctx, 'exämple.de')
  expect(await values()).toEqual([])
  for (const wrong of ['localhost', '[127.0.0.1]', 'a@b.example', 'a b.example', '.com'])
    await expect(add('domain', wrong), wrong).rejects.toMatchObject({ type: 'request/invalid' })
  for (const wrong of ['nobody', 'a@', 'a b@c.example', 'a@b@', '<a@b.example>'])
    await expect(add('address', wrong), wrong).rejects.toMatchObject({ type: 'request/invalid' })
})

test('filters leave what they name', async () => {
  await suppressions.add(ctx, { type: 'domain', value: 'spam.example', comment: '' })
  await suppressions.add(ctx, { type: 'address', value: 'jane@shop.example', comment: '' })
  const hard = { type: 'address', category: 'hard', reason: 'invalid-recipient' }
  await db
    .insertInto('suppression')
    .values({ sandboxId: ctx.sandboxId, value: 'gone@shop.example', ...hard })
    .execute()
  expect(await values({ type: ['domain'] })).toEqual(['spam.example'])
  expect(await values({ category: ['hard'] })).toEqual(['gone@shop.example'])
  expect((await values({ category: ['manual', 'hard'], search: '@SHOP' })).sort()).toEqual([
    'gone@shop.example',
    'jane@shop.example',
  ])
  expect(await values({ reason: ['invalid-recipient', 'spam-complaint'] })).toEqual(['gone@shop.example'])
  expect((await suppressions.list(otherCtx, query)).total).toBe(0)
  await clear()
})

test('an entry that has expired is not listed and can be made anew', async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString()
  const entry = { type: 'address' as const, value: 'a@b.example' }
  expect(await suppressions.add(ctx, { ...entry, comment: 'ill', expiresAt: soon })).toMatchObject({
    expiresAt: soon,
  })
  await expire('a@b.example')
  expect(await values()).toEqual([])
  await expect(suppressions.remove(ctx, 'a@b.example')).rejects.toMatchObject({
    type: 'suppression/not-found',
  })
  await suppressions.add(ctx, { ...entry, comment: 'old' })
  await expire('a@b.example')
  expect(await suppressions.add(ctx, { ...entry, comment: '' })).toMatchObject({
    comment: '',
    expiresAt: null,
  })
  await expire('a@b.example')
  expect(await store.removeExpired(db)).toBe(1)
  await expect(
    suppressions.add(ctx, { ...entry, comment: '', expiresAt: '2020-01-01T00:00:00Z' }),
  ).rejects.toMatchObject({ type: 'request/invalid' })
})

test('what bounced keeps its category and stays for good when somebody adds it', async () => {
  const bounced = { value: 'x@b.example', type: 'address', category: 'hard', reason: 'invalid-recipient' }
  await db
    .insertInto('suppression')
    .values({ sandboxId: ctx.sandboxId, ...bounced })
    .execute()
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const entry = { type: 'address' as const, value: 'x@b.example', comment: 'called', expiresAt }
  expect(await suppressions.add(ctx, entry)).toMatchObject({
    category: 'hard',
    comment: 'called',
    expiresAt: null,
  })
  await clear()
})

test('the export has every entry of a filter once, and no formulas', async () => {
  const by = { name: 'Ada', at: ctx.now() }
  const many = Array.from({ length: 2_500 }, (_, n) => ({
    value: `p${n}@many.example`,
    type: 'address',
    comment: n === 0 ? '=1+1, "quoted"' : '',
  }))
  await store.add(db, ctx.sandboxId, many, by)
  await suppressions.add(ctx, { type: 'domain', value: 'other.example', comment: '' })
  let text = ''
  for await (const chunk of suppressions.exported(ctx, { type: ['address'] } as never)) text += chunk
  const lines = text.trimEnd().split('\r\n')
  expect(lines[0]).toBe('TYPE,VALUE,COMMENT,CATEGORY,REASON,CREATED_AT,CREATED_BY,EXPIRES_AT')
  expect(new Set(lines).size).toBe(2_501)
  expect(text).toContain(`EMAIL,p0@many.example,"'=1+1, ""quoted""",manual,manual,`)
  expect(text).not.toContain('other.example')
  expect(csvLine([' a', '-1', 'plain'])).toBe(`" a",'-1,plain\r\n`)
  await clear()
})

test('the allow list and its switch are the sandbox’s own', async () => {
  expect(await allowed.getSettings(ctx)).toEqual({ softBounceThreshold: 5, allowListActive: false })
  expect(await allowed.saveSettings(ctx, { allowListActive: true })).toEqual({
    softBounceThreshold: 5,
    allowListActive: true,
  })
  expect(await allowed.saveSettings(ctx, { softBounceThreshold: 8 })).toEqual({
    softBounceThreshold: 8,
    allowListActive: true,
  })
  expect(await allowed.getSettings(otherCtx)).toEqual({ softBounceThreshold: 5, allowListActive: false })
  await allowed.add(ctx, { type: 'domain', value: 'Team.example', comment: 'us' })
  await allowed.add(ctx, { type: 'domain', value: 'team.example', comment: '' })
  expect((await allowed.list(ctx, { limit: 50, offset: 0, type: undefined })).items).toMatchObject([
    { value: 'team.example', comment: 'us', createdBy: 'Ada' },
  ])
  await allowed.remove(ctx, 'team.example')
  await expect(allowed.remove(ctx, 'team.example')).rejects.toMatchObject({ type: 'allowed/not-found' })
  clock.pass({ seconds: 1 })
})
