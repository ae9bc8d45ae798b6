import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { clearSuppressions } from '../../app/clear-suppressions.ts'
import * as uploads from '../../app/suppression-uploads.ts'
import { aHouse, organizationId } from '../../testing/house.ts'
import { aClient } from '../../testing/people.ts'
import { anHttpServer } from '../../testing/server.ts'
import { mistakesIn } from './testing/content-contract.ts'

const text = { type: 'string' }
const integer = { type: 'integer' }
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }
const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const entity = {
  id: uuid,
  entity: object({ type: { enum: ['email', 'domain'] }, entityValue: text }),
  suppressed: object({
    type: { enum: ['MANUAL', 'HARD', 'SOFT'] },
    user: text,
    comment: text,
    date: integer,
  }),
  creationDate: integer,
  lastModifiedDate: integer,
  status: { enum: ['active', 'deleted'] },
  listType: { enum: ['client', 'allowed'] },
  client: object({ imsOrgId: text, sandboxId: text }),
}
const bounceEvent = object({
  messageId: text,
  date: text,
  message: text,
  bounceType: { enum: ['HARD', 'SOFT'] },
})
const bounceState = object({ softCount: integer, bounceEvents: { type: 'array', items: bounceEvent } })
const upload = {
  jobId: uuid,
  user: text,
  filename: text,
  createTime: integer,
  status: { enum: ['ACCEPTED', 'PENDING', 'COMPLETE', 'CANCELED', 'ERROR'] },
  responseCode: integer,
  recordCount: integer,
  handledCount: integer,
  failedCount: integer,
}
const link = object({ href: text })
const page = (item: unknown) =>
  object({
    _page: object({ orderby: text, next: text, count: integer }, ['orderby', 'count']),
    items: { type: 'array', items: item },
    _links: object({ self: link, next: link }, ['self']),
  })
const address = object({ ...entity, bounceState })
const record = object({ type: text, value: text, comments: text, failureReason: text })
const contract = {
  address,
  domain: object(entity),
  addresses: page(address),
  domains: page(object(entity)),
  added: { type: 'array', items: object(entity) },
  accepted: object({ success: object({ jobId: uuid }) }),
  uploads: page(object(upload)),
  upload: object({
    ...upload,
    imsOrgId: text,
    sandboxId: text,
    failedRecords: { type: 'array', items: record },
  }),
}
const ajv = new Ajv2020({ allErrors: true })
const checks = Object.fromEntries(Object.entries(contract).map(([name, one]) => [name, ajv.compile(one)]))

const { house, ctx, db } = await aHouse()
const server = anHttpServer(house)
const client = await aClient(house)

type Answer = Awaited<ReturnType<typeof server.inject>>
const send = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, headers = client.headers) =>
  server.inject({
    method,
    url: `/ajo/config/suppression${path}`,
    headers,
    ...(body !== undefined && { payload: body as object }),
  })
function kept(answer: Answer, status: number, name: keyof typeof contract) {
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()])
  expect(answer.headers['content-type']).toBe('application/json')
  const check = checks[name]!
  expect(check(answer.json()) ? [] : check.errors).toEqual([])
  return answer.json()
}
function refused(answer: Answer, status: number, ...saying: string[]) {
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()])
  expect(mistakesIn('error', answer.json())).toEqual([])
  for (const words of saying) expect(answer.body).toContain(words)
}
const entry = (entityValue: string, more: object = {}) => ({ entity: { entityValue }, ...more })

beforeEach(async () => {
  for (const table of ['suppression', 'allowedAddress', 'softBounce', 'suppressionUpload'] as const)
    await db.deleteFrom(table).execute()
})

describe.each([
  ['addresses', 'address', 'email', ['Bad@example.com', 'worse@example.com'], 'nobody'],
  ['domains', 'domain', 'domain', ['Bad.example', 'worse.example'], 'a@b.example'],
] as const)('%s', (path, name, type, values, wrong) => {
  const at = `/${path}`

  test.each(['client', 'allowed'])('of the list %s are added, read, listed and deleted', async (list) => {
    const body = [
      { entity: { type, entityValue: values[0] }, comment: 'Known', user: 'me@corp.example' },
      entry(values[1]),
    ]
    const added = kept(await send('POST', `${at}?type=${list}`, body), 201, 'added')
    expect(added).toMatchObject([
      {
        entity: { type, entityValue: values[0].toLowerCase() },
        suppressed: { type: 'MANUAL', user: 'me@corp.example', comment: 'Known' },
        status: 'active',
        listType: list,
        client: { imsOrgId: organizationId, sandboxId: String(ctx.sandboxId) },
      },
      { entity: { entityValue: values[1] }, suppressed: { user: 'Shop', comment: '' } },
    ])
    const one = `${at}/${encodeURIComponent(values[0])}?type=${list}`
    expect(kept(await send('GET', one), 200, name)).toMatchObject({ id: added[0].id })
    const listed = kept(await send('GET', `${at}?type=${list}&orderby=entityvalue`), 200, path)
    expect(listed.items.map(({ id }: { id: string }) => id)).toEqual([added[0].id, added[1].id])
    refused(await send('GET', one.replace(list, list === 'client' ? 'allowed' : 'client')), 404)
    const gone = await send('DELETE', one)
    expect([gone.statusCode, gone.body]).toEqual([204, ''])
    refused(await send('DELETE', one), 404)
    refused(await send('GET', one), 404)
  })

  test('come in pages that lead from one to the next, in every order', async () => {
    const suffix = path === 'addresses' ? '@page.example' : '.page.example'
    for (const user of ['zoe', 'adam'])
      await send(
        'POST',
        at,
        Array.from({ length: 4 }, (_, n) => entry(`${user}${n}${suffix}`, { user, comment: 'é, x' })),
      )
    for (const by of [
      'entityvalue',
      'entitytype',
      'creationdate',
      'lastmodifieddate',
      'suppresseddate',
      'suppresseduser',
      'suppressedcomment',
    ])
      for (const orderby of [by, `-${by}`]) {
        const seen: string[] = []
        let next = `/config/suppression${at}?limit=3&orderby=${orderby}`
        while (next) {
          const body = kept(await send('GET', next.slice('/config/suppression'.length)), 200, path)
          seen.push(...body.items.map((one: { entity: { entityValue: string } }) => one.entity.entityValue))
          expect(body._page).toMatchObject({ orderby, count: body.items.length })
          next = body._links.next?.href ?? ''
        }
        expect(seen, orderby).toHaveLength(8)
        expect(new Set(seen).size).toBe(8)
        if (by === 'entityvalue')
          expect(seen).toEqual(orderby === by ? [...seen].sort() : [...seen].sort().reverse())
        if (by === 'suppresseduser') expect(seen[0]).toMatch(orderby === by ? /^adam/ : /^zoe/)
      }
  })

  test('are filtered by date and channel', async () => {
    await send('POST', at, [entry(values[0])])
    const count = async (...filters: string[]) => {
      const search = new URLSearchParams(filters.map((one): [string, string] => ['property', one]))
      return kept(await send('GET', `${at}?${search}`), 200, path)._page.count
    }
    const later = String(Date.now() + 60_000)
    expect(await count(`creationdate<${later}`)).toBe(1)
    expect(await count(`creationdate>${later}`)).toBe(0)
    expect(await count('channel==email')).toBe(1)
    expect(await count('channel==sms')).toBe(0)
    expect(await count('channel!=sms', 'creationdate>=0')).toBe(1)
    for (const bad of [
      'property=x',
      'property=creationdate%3Cmonday',
      'orderby=colour',
      'limit=0',
      'start=x',
      'type=x',
    ])
      refused(await send('GET', `${at}?${bad}`), 400, `?${bad.split('=')[0]}`)
  })

  test('that are not what they say are refused as a whole', async () => {
    refused(await send('POST', at, [entry(values[0]), entry(wrong)]), 400, '/1/entity/entityValue')
    refused(await send('POST', at, []), 400)
    refused(await send('POST', at, entry(values[0])), 400)
    refused(await send('POST', at, [{ comment: 'x' }]), 400, '/0/entity')
    refused(await send('POST', at, [{ entity: { type: 'phone', entityValue: values[0] } }]), 400)
    expect((await send('GET', at)).json()._page.count).toBe(0)
  })
})

test('a bounce is told with its kind, and soft bounces with their count', async () => {
  const { sandboxId } = ctx
  const row = {
    sandboxId,
    value: 'gone@example.com',
    type: 'address',
    category: 'hard',
    reason: 'invalid-recipient',
  }
  await db.insertInto('suppression').values(row).execute()
  const messageId = ctx.newId()
  await db
    .insertInto('softBounce')
    .values({ sandboxId, address: 'gone@example.com', messageId, failures: 3, countedAt: new Date() })
    .execute()
  expect(kept(await send('GET', '/addresses/gone@example.com'), 200, 'address')).toMatchObject({
    suppressed: { type: 'HARD', user: 'system' },
    bounceState: { softCount: 3, bounceEvents: [{ messageId, bounceType: 'SOFT' }] },
  })
})

describe('uploads', () => {
  const form = (content: string, name = 'file') =>
    [
      '--frontier',
      `Content-Disposition: form-data; name="${name}"; filename="my list.csv"`,
      'Content-Type: text/csv',
      '',
      content,
      '--frontier--',
      '',
    ].join('\r\n')
  const post = (payload: string, path = '/uploads') =>
    send('POST', path, payload, {
      ...client.headers,
      'content-type': 'multipart/form-data; boundary=frontier',
    })

  test('are taken, told of, listed in pages and forgotten', async () => {
    const csv = 'TYPE,VALUE,COMMENT\r\nEMAIL,ok@up.example,fine\r\nEmail,examplegmail@com com,bad'
    const { success } = kept(await post(form(csv)), 201, 'accepted')
    const at = `/uploads/${success.jobId}`
    expect(kept(await send('GET', at), 200, 'upload')).toMatchObject({
      status: 'ACCEPTED',
      filename: 'my list.csv',
      user: 'Shop',
    })
    await uploads.carryOut(house, { sandboxId: ctx.sandboxId, uploadId: success.jobId })
    expect(kept(await send('GET', at), 200, 'upload')).toMatchObject({
      status: 'COMPLETE',
      recordCount: 2,
      handledCount: 1,
      failedCount: 1,
      imsOrgId: organizationId,
      failedRecords: [
        {
          type: 'Email',
          value: 'examplegmail@com com',
          comments: 'bad',
          failureReason: 'Line 3: The value is not an email address.',
        },
      ],
    })
    kept(await send('GET', '/addresses/ok@up.example'), 200, 'address')
    kept(await post(form('DOMAIN,team.example,'), '/uploads?type=allowed'), 201, 'accepted')
    const first = kept(await send('GET', '/uploads?limit=1'), 200, 'uploads')
    const second = kept(
      await send('GET', first._links.next.href.slice('/config/suppression'.length)),
      200,
      'uploads',
    )
    expect([first._page.count, second.items[0].jobId, second._page.next]).toEqual([
      1,
      success.jobId,
      undefined,
    ])
    for (const by of ['filename', '-endtime', 'recordcount', 'status', 'user', 'responsecode', 'id'])
      kept(await send('GET', `/uploads?orderby=${by}`), 200, 'uploads')
    expect((await send('DELETE', at)).statusCode).toBe(204)
    refused(await send('GET', at), 404)
    refused(await send('DELETE', '/uploads/nonsense'), 404)
  })

  test('that cannot be read are refused', async () => {
    refused(await post(form('x', 'other')), 400, '/file')
    refused(await post('nothing of a form'), 400, '/file')
    refused(await post(form('')), 400, 'empty')
    refused(await send('POST', '/uploads', { file: 'x.csv' }), 400, '/file')
    refused(await post(form('x'.repeat(1_048_577))), 413)
    refused(await post(form('x'.repeat(1_200_000))), 413)
    refused(await send('GET', '/uploads?orderby=colour'), 400)
    refused(await send('GET', '/uploads?start=nonsense'), 400)
  })
})

test('the whole list of the sandbox of the call goes, what is added later stays', async () => {
  await send('POST', '/addresses', [entry('a@b.example'), entry('c@d.example')])
  await send('POST', '/addresses?type=allowed', [entry('a@b.example')])
  const organization = encodeURIComponent(organizationId)
  refused(await send('DELETE', `/admin/${organization}/elsewhere`), 404)
  refused(await send('DELETE', '/admin/Somebody@Org/prod'), 404)
  const accepted = await send('DELETE', `/admin/${organization}/prod`)
  expect([accepted.statusCode, accepted.body]).toEqual([202, ''])
  expect((await send('DELETE', `/admin/${organization}/${ctx.sandboxId}`)).statusCode).toBe(202)
  const jobs = await db.selectFrom('job').select('payload').where('kind', '=', 'clear-suppressions').execute()
  expect(jobs).toHaveLength(1)
  await db
    .insertInto('suppression')
    .values({
      sandboxId: ctx.sandboxId,
      value: 'new@b.example',
      type: 'address',
      category: 'hard',
      reason: 'x',
      createdAt: new Date(Date.now() + 60_000),
    })
    .execute()
  await clearSuppressions(house, jobs[0]!.payload as never)
  expect((await send('GET', '/addresses')).json().items).toMatchObject([
    { entity: { entityValue: 'new@b.example' } },
  ])
  expect((await send('GET', '/addresses?type=allowed')).json()._page.count).toBe(1)
})

test('every operation asks who calls, for what, and where', async () => {
  const reader = await aClient(house, { scopes: ['suppressions:read'] })
  const nobody = await aClient(house, { scopes: ['campaigns:read'] })
  for (const [method, path] of [
    ['GET', '/addresses'],
    ['POST', '/addresses'],
    ['GET', '/addresses/a@b.example'],
    ['DELETE', '/addresses/a@b.example'],
    ['GET', '/domains'],
    ['POST', '/domains'],
    ['GET', '/domains/b.example'],
    ['DELETE', '/domains/b.example'],
    ['GET', '/uploads'],
    ['POST', '/uploads'],
    ['GET', '/uploads/x'],
    ['DELETE', '/uploads/x'],
    ['DELETE', '/admin/o/s'],
  ] as const) {
    refused(await send(method, path, undefined, {}), 401)
    refused(await send(method, path, undefined, nobody.headers), 403)
    if (method !== 'GET') refused(await send(method, path, undefined, reader.headers), 403)
    const { 'x-sandbox-name': _, ...without } = client.headers
    refused(await send(method, path, undefined, without), 400, 'x-sandbox-name')
    refused(await send(method, path, undefined, { ...client.headers, 'x-sandbox-name': 'none' }), 404)
  }
  await send('POST', '/addresses', [entry('a@b.example')])
  const dev = { ...client.headers, 'x-sandbox-name': 'dev' }
  refused(await send('GET', '/addresses/a@b.example', undefined, dev), 404)
  expect((await send('GET', '/addresses', undefined, dev)).json()._page.count).toBe(0)
  expect(server.logged).toEqual([])
})
