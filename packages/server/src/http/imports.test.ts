import * as endpoints from '@chappe/core/api/imports'
import { importLimits } from '@chappe/core/import/schema'
import { expect, test } from 'vitest'
import { carryOut } from '../app/imports/carry-out.ts'
import { aHouse } from '../testing/house.ts'
import { aClient, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx } = await aHouse()
const server = anHttpServer(house)
const as = await aClient(house)
const reader = await aClient(house, { scopes: ['profiles:read'] })
const person = await signedIn(house)

const octets = { 'content-type': 'application/octet-stream' }
const lines = { 'content-type': 'application/x-ndjson' }
const fileOf = (id: string, offset: number) => `/v1/imports/${id}/file?offset=${offset}`

async function announce(filename: string, size: number) {
  const { body } = await server.call(endpoints.createImport, { body: { filename, size }, as })
  return body.id
}

test('a file goes through the API: announced, sent in pieces, looked at, mapped, run, its errors fetched', async () => {
  const file = Buffer.from('email,city\nhttp1@x.fr,Lyon\n=cmd,Lille\n')
  const id = await announce('people.csv', file.length)
  const put = (offset: number, payload: Buffer) =>
    server.inject({ method: 'PUT', url: fileOf(id, offset), headers: { ...as.headers, ...octets }, payload })
  expect((await put(0, file.subarray(0, 20))).json()).toEqual({ offset: 20, complete: false })
  expect((await put(0, file)).json()).toMatchObject({
    status: 409,
    type: '/problems/import/wrong-offset',
    offset: 20,
  })
  expect((await put(20, file.subarray(20))).json()).toEqual({ offset: file.length, complete: true })

  const { body: preview } = await server.call(endpoints.previewImport, { params: { id }, as })
  expect(preview.columns.map(({ suggestion }) => suggestion)).toEqual([
    'identity:email',
    'attribute:homeAddress.city',
  ])
  await server.call(endpoints.saveImportSettings, { params: { id }, body: preview.settings, as })
  const { body: running } = await server.call(endpoints.startImport, { params: { id }, body: {}, as })
  expect(running).toMatchObject({ status: 'running', dryRun: false })
  await carryOut(ctx, { sandboxId: ctx.sandboxId, importId: id, run: 1 }, async () => true)
  const { body: done } = await server.call(endpoints.getImport, { params: { id }, as })
  expect(done).toMatchObject({ status: 'complete', counts: { read: 2, created: 1, failed: 1 } })
  const errors = await server.inject({ url: `/v1/imports/${id}/errors.csv?sandbox=prod`, headers: person })
  expect(errors.headers['content-disposition']).toBe('attachment; filename="people-errors.csv"')
  expect(errors.body).toBe('line,column,reason,row\r\n3,email,Is no email address,"\'=cmd,Lille"\r\n')
})

test('a wrong mapping is refused with a pointer to what is wrong with it', async () => {
  const id = await announce('x.csv', 5)
  const body = {
    mapping: [
      { column: 0, target: 'attribute:a' },
      { column: 0, target: 'attribute:a.b' },
    ],
  }
  const { problem } = await server.call(endpoints.saveImportSettings, { params: { id }, body, as })
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual([
    '/mapping/1/column',
    '/mapping/1/target',
    '/mapping',
  ])
})

test('raw bodies follow the rules of all others: who, what, where, how much', async () => {
  const id = await announce('y.csv', 100)
  const put = (headers: Record<string, string>, payload: string | Buffer = 'x') =>
    server.inject({ method: 'PUT', url: fileOf(id, 0), headers, payload })
  const stream = (headers: Record<string, string>) =>
    server.inject({ method: 'POST', url: endpoints.profileStream, headers, payload: '{}' })
  const errors = (headers: Record<string, string>) =>
    server.inject({ url: `/v1/imports/${id}/errors.csv`, headers })
  for (const [ask, type] of [
    [put, octets],
    [stream, lines],
    [errors, {}],
  ] as const) {
    expect((await ask({ ...type })).statusCode).toBe(401)
    const { headers: none } = await aClient(house, { scopes: [] })
    expect((await ask({ ...none, ...type })).statusCode).toBe(403)
    if (ask !== errors)
      expect((await ask({ ...person, ...type, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await ask({ ...as.headers, ...type, 'x-sandbox-name': 'elsewhere' })).statusCode).toBe(404)
  }
  for (const ask of [put, errors])
    expect((await ask({ ...as.headers, ...octets, 'x-sandbox-name': 'dev' })).json().type).toBe(
      '/problems/import/not-found',
    )
  expect((await put({ ...reader.headers, ...octets })).statusCode).toBe(403)
  expect((await put({ ...as.headers, 'content-type': 'application/json' }, '{}')).statusCode).toBe(415)
  expect((await put({ ...as.headers, ...octets }, Buffer.alloc(importLimits.piece + 1))).statusCode).toBe(413)
})

test('a batch says of each item what became of it, and where its mistakes are', async () => {
  const email = (value: string) => ({ identities: [{ namespace: 'email', value }] })
  const { body } = await server.call(endpoints.saveProfiles, {
    as,
    body: {
      items: [
        { ...email('b1@x.fr'), attributes: { a: 1 }, consents: [{ channel: 'email', choice: 'out' }] },
        { identities: [{ namespace: 'phone', value: '12' }] },
        email('b1@x.fr'),
        { ...email('b2@x.fr'), test: 'maybe' },
      ],
    },
  })
  expect(body.counts).toMatchObject({ read: 4, created: 1, duplicates: 1, failed: 2 })
  expect(body.items.map(({ outcome }) => outcome)).toEqual(['duplicate', 'failed', 'created', 'failed'])
  expect(body.items[0]!.id).toBe(body.items[2]!.id)
  expect(body.items[1]!.errors[0]!.pointer).toBe('/items/1/identities/0/value')
  expect(body.items[3]!.errors[0]!.pointer).toBe('/items/3/test')
})

test('NDJSON streams in, over many transactions, and its mistakes are told by line', async () => {
  const payload = [
    '',
    ...Array.from({ length: 2_500 }, (_, n) =>
      JSON.stringify({ identities: [{ namespace: 'crmid', value: `s${n % 2_400}` }] }),
    ),
    '{"identities"',
    `"${'x'.repeat(1_100_000)}"`,
    '{"identities":[{"namespace":"email","value":"last@x.fr"}]}',
  ].join('\n')
  const { statusCode, ...answer } = await server.inject({
    method: 'POST',
    url: `${endpoints.profileStream}?matchBy=crmid`,
    headers: { ...as.headers, ...lines },
    payload,
  })
  expect(statusCode).toBe(200)
  const reply = endpoints.StreamReply.parse(answer.json())
  // Two batches apart, a person is found as they are.
  expect(reply.counts).toEqual({
    read: 2_503,
    created: 2_400,
    changed: 0,
    unchanged: 100,
    duplicates: 0,
    failed: 3,
  })
  expect(reply.errors).toEqual([
    { line: 2_502, pointer: '', detail: 'Is not JSON' },
    { line: 2_503, pointer: '', detail: 'Is longer than 1 MB' },
    { line: 2_504, pointer: '/identities', detail: 'Has no crmid, so that it leads to nobody' },
  ])
})
