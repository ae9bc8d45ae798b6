import * as endpoints from '@chappe/core/api/suppressions'
import { expect, test } from 'vitest'
import * as uploads from '../app/suppression-uploads.ts'
import { aHouse } from '../testing/house.ts'
import { aClient, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx } = await aHouse()
const server = anHttpServer(house)
const as = await signedIn(house)
const { call } = server

test('the suppression list is added to, filtered and taken from', async () => {
  const added = await call(endpoints.addSuppression, {
    body: { value: 'A@b.example', type: 'address', comment: 'asked', expiresAt: '2099-01-01T00:00:00.000Z' },
    as,
  })
  expect(added).toMatchObject({ status: 201, body: { value: 'a@b.example', createdBy: 'Grace' } })
  const list = (query: object) => call(endpoints.listSuppressions, { query, as })
  expect((await list({ category: ['manual'], type: 'address' })).body).toMatchObject({ total: 1 })
  expect((await list({ category: ['hard', 'soft'] })).body).toMatchObject({ total: 0 })
  expect((await list({ category: 'mild' })).status).toBe(400)
  const params = { value: 'a@b.example' }
  expect((await call(endpoints.removeSuppression, { params, as })).status).toBe(204)
  expect((await call(endpoints.removeSuppression, { params, as })).problem.type).toBe(
    '/problems/suppression/not-found',
  )
})

test('the export is a file of what the filters leave, for those who may read the list', async () => {
  for (const value of ['x@b.example', 'y@b.example'])
    await call(endpoints.addSuppression, { body: { value, type: 'address' }, as })
  const get = (headers: Record<string, string>, query = '') =>
    server.inject({ url: `/v1/suppressions.csv${query}`, headers })
  const file = await get(as, '?search=x@')
  expect(file.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="suppressions.csv"',
  })
  expect(file.body.split('\r\n').map((line) => line.split(',')[1])).toEqual([
    'VALUE',
    'x@b.example',
    undefined,
  ])
  expect((await get({ ...as, 'x-sandbox-name': 'dev' })).body.trim().split('\r\n')).toHaveLength(1)
  expect((await get({})).statusCode).toBe(401)
  expect((await get((await aClient(house, { scopes: ['campaigns:read'] })).headers)).statusCode).toBe(403)
  expect((await get(as, '?type=colour')).statusCode).toBe(400)
})

test('the allow list, its switch and the threshold', async () => {
  const body = { value: 'team.example', type: 'domain' }
  expect((await call(endpoints.addAllowed, { body, as })).status).toBe(201)
  expect((await call(endpoints.listAllowed, { as })).body).toMatchObject({ total: 1 })
  const save = (changes: object) => call(endpoints.saveSuppressionSettings, { body: changes, as })
  expect((await save({ allowListActive: true })).body).toEqual({
    allowListActive: true,
    softBounceThreshold: 5,
  })
  expect((await save({ softBounceThreshold: 20 })).body).toMatchObject({ softBounceThreshold: 20 })
  for (const softBounceThreshold of [0, 21, 2.5])
    expect((await save({ softBounceThreshold })).status).toBe(400)
  expect((await call(endpoints.getSuppressionSettings, { as })).body).toMatchObject({
    softBounceThreshold: 20,
  })
  const params = { value: 'team.example' }
  expect((await call(endpoints.removeAllowed, { params, as })).status).toBe(204)
  expect((await call(endpoints.removeAllowed, { params, as })).status).toBe(404)
})

test('an upload is told from its beginning to its end', async () => {
  const body = { list: 'suppression', filename: 'bad.csv', text: 'EMAIL,nobody,\nEMAIL,some@up.example,' }
  const made = await call(endpoints.createUpload, { body, as })
  expect(made).toMatchObject({ status: 201, body: { status: 'pending' } })
  const params = { id: made.body.id }
  await uploads.carryOut(house, { sandboxId: ctx.sandboxId, uploadId: made.body.id })
  expect((await call(endpoints.getUpload, { params, as })).body).toMatchObject({ added: 1, failed: 1 })
  expect((await call(endpoints.getUploadErrors, { params, as })).body.items).toMatchObject([
    { line: 1, reason: 'malformed-address' },
  ])
  expect((await call(endpoints.listUploads, { query: { list: 'allowed' }, as })).body).toMatchObject({
    total: 0,
  })
  expect((await call(endpoints.removeUpload, { params, as })).status).toBe(204)
  expect((await call(endpoints.getUploadErrors, { params, as })).status).toBe(404)
})

test('a file of a megabyte is taken, a larger one is not', async () => {
  const send = (text: string) =>
    call(endpoints.createUpload, { body: { list: 'allowed', filename: 'big.csv', text }, as })
  const line = 'EMAIL,"someone@example.com",""\n'
  expect((await send(line.repeat(Math.floor(1_048_576 / line.length)))).status).toBe(201)
  expect((await send('x'.repeat(1_048_577))).status).toBe(400)
  expect((await send('x'.repeat(2_200_000))).status).toBe(413)
})

test('nothing above was a bug', () => expect(server.logged).toEqual([]))
