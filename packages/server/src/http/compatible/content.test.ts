import type { Scope } from '@chappe/core/access/scopes'
import { beforeEach, describe, expect, test } from 'vitest'
import { aHouse, foreignOrganizationId } from '../../testing/house.ts'
import { aClient } from '../../testing/people.ts'
import { anHttpServer } from '../../testing/server.ts'
import { contentPaths } from '../openapi-content.ts'
import { mediaTypes } from './content.ts'
import { aContentCaller, type Headers, kinds, refused } from './testing/content-caller.ts'
import { mistakesIn } from './testing/content-contract.ts'

const testHouse = await aHouse()
const { house, ctx } = testHouse
const { client, send, made } = await aContentCaller(testHouse)

describe.each(Object.values(kinds))('$path', (kind) => {
  const { path, type, body } = kind
  let thing: { id: string; at: string; etag: string }
  beforeEach(async () => {
    thing = await made(kind, body)
  })

  test('POST tells where the new one is, by whichever of its media types it came', async () => {
    const answer = await send('POST', path, { type: `${type}; charset=utf-8`, body })
    expect(answer.headers).toMatchObject({
      etag: '"1"',
      location: `http://chappe.test/ajo/content${path}/${answer.headers['x-resource-id']}`,
    })
    expect((await send('POST', path, { body })).statusCode).toBe(201)
  })

  test('GET gives back what was sent, as the contract has it', async () => {
    const answer = await send('GET', thing.at, { headers: { accept: type } })
    expect(answer.headers).toMatchObject({ 'content-type': type, etag: thing.etag })
    expect(mistakesIn('template' in body ? 'template' : 'fragment', answer.json())).toEqual([])
    // The contract has a list in what is sent and a text in what is answered.
    expect(answer.json()).toMatchObject({ ...body, channels: 'email', id: thing.id, createdBy: 'Shop' })
  })

  test('PUT replaces it when nobody else did, and answers the new etag', async () => {
    const next = { ...body, name: 'Another', description: '' }
    const answer = await send('PUT', thing.at, { type, body: next, headers: { 'if-match': thing.etag } })
    expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([204, '', '"2"'])
    expect((await send('GET', thing.at)).json()).toMatchObject({ name: 'Another', description: '' })

    const late = await send('PUT', thing.at, { type, body, headers: { 'if-match': thing.etag } })
    refused(late, 409, 'Shop', 'revision 2')
    refused(await send('PUT', thing.at, { type, body, headers: { 'if-match': '"unknown"' } }), 409)
    refused(await send('PUT', thing.at, { type, body }), 400, 'If-Match')
  })

  test('what is read can be written back as it is', async () => {
    const read = await send('GET', thing.at)
    const headers = { 'if-match': String(read.headers.etag) }
    expect((await send('PUT', thing.at, { type, body: read.json(), headers })).statusCode).toBe(204)
    const { modifiedAt: _, ...again } = (await send('GET', thing.at)).json()
    expect(read.json()).toMatchObject(again)
  })

  test('PATCH changes the name, the description and the folder, and nothing else', async () => {
    const patch = (operations: unknown, etag = thing.etag) =>
      send('PATCH', thing.at, { type: mediaTypes.patch, body: operations, headers: { 'if-match': etag } })
    const answer = await patch([
      { op: 'replace', path: '/name', value: 'Patched' },
      { op: 'remove', path: '/description' },
      { op: 'add', path: '/parentFolderId', value: 'elsewhere' },
    ])
    expect(answer.headers.etag).toBe('"2"')
    const read = (await send('GET', thing.at)).json()
    expect(read).toMatchObject({
      ...body,
      channels: 'email',
      name: 'Patched',
      description: '',
      parentFolderId: 'elsewhere',
    })
    if (path === '/templates') {
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        200,
        expect.stringMatching(/^application\/json/),
      ])
      expect(answer.json()).toEqual(read)
    } else expect([answer.statusCode, answer.body]).toEqual([204, ''])

    refused(await patch([{ op: 'replace', path: '/name', value: 'Late' }]), 409)
    refused(await send('PATCH', thing.at, { type: mediaTypes.patch, body: [] }), 400, 'If-Match')
    for (const wrong of [
      [{ op: 'replace', path: '/status', value: 'x' }],
      [{ op: 'test', path: '/name', value: 'Patched' }],
      [{ op: 'remove', path: '/name' }],
      [{ op: 'replace', path: '/name', value: ' ' }],
      [{ op: 'replace', path: '/name', value: { a: 1 } }],
      [{ op: 'add', path: '/name' }],
      [{ op: 'add', path: '/description', value: 'x'.repeat(2_001) }],
      { op: 'remove', path: '/description' },
    ])
      refused(await patch(wrong, '"2"'), 400)
    expect((await send('GET', thing.at)).headers.etag).toBe('"2"')
  })

  test('what does not fit is refused with every mistake and where it stands', async () => {
    const post = (given: unknown) => send('POST', path, { type, body: given })
    refused(await post('{"name":'), 400)
    refused(await post({ ...body, name: '', description: 5 }), 400, '/name', '/description')
    refused(await post({ ...body, name: 'a\0b' }), 400, '/name')
    refused(await post([]), 400)
    refused(await post({ ...body, channels: [] }), 400, '/channels')
    refused(await post({ ...body, source: { origin: 'nowhere' } }), 400, '/source/origin')
    refused(await send('POST', path, { type: 'text/plain', body: 'x' }), 415)
    refused(await send('PUT', thing.at, { body: { ...body, name: 5 }, headers: { 'if-match': '"1"' } }), 400)
  })

  test.each(['push', 'inapp', 'sms', 'code', 'directMail', 'landingpage'])(
    'the channel %s is refused in words',
    async (channel) => {
      const answer = await send('POST', path, { type, body: { ...body, channels: [channel] } })
      refused(answer, 400, `Nothing is made for the channel ${channel} here`)
    },
  )

  test('what is not there, or not of this sandbox or organization, is 404 in every way', async () => {
    const foreign = await aClient(house, { organizationId: foreignOrganizationId })
    const elsewhere = { ...client.headers, 'x-sandbox-name': 'dev' }
    const ask = async (at: string, as: Headers) => {
      const headers = { 'if-match': '"1"' }
      refused(await send('GET', at, { as }), 404, `${kind.noun}/not-found`)
      refused(await send('PUT', at, { as, headers, type, body }), 404)
      refused(await send('PATCH', at, { as, headers, type: mediaTypes.patch, body: [] }), 404)
      if (path === '/templates') refused(await send('DELETE', at, { as }), 404)
      else
        for (const more of ['/liveFragment', '/lastPublicationStatus'])
          refused(await send('GET', at + more, { as }), 404)
    }
    await ask(`${path}/${ctx.newId()}`, client.headers)
    await ask(`${path}/nonsense`, client.headers)
    await ask(thing.at, elsewhere)
    await ask(thing.at, foreign.headers)
    expect((await send('GET', path, { as: elsewhere })).json().items).toEqual([])
    refused(await send('GET', path, { as: { ...client.headers, 'x-sandbox-name': 'nowhere' } }), 404)
  })
})

describe('who may', () => {
  const id = ctx.newId()
  const operations: [Parameters<typeof send>[0], string, Scope][] = [
    ['GET', '/templates', 'content:read'],
    ['POST', '/templates', 'content:write'],
    ['GET', `/templates/${id}`, 'content:read'],
    ['PUT', `/templates/${id}`, 'content:write'],
    ['PATCH', `/templates/${id}`, 'content:write'],
    ['DELETE', `/templates/${id}`, 'content:write'],
    ['GET', '/fragments', 'content:read'],
    ['POST', '/fragments', 'content:write'],
    ['GET', `/fragments/${id}`, 'content:read'],
    ['PUT', `/fragments/${id}`, 'content:write'],
    ['PATCH', `/fragments/${id}`, 'content:write'],
    ['POST', '/fragments/publications', 'content:publish'],
    ['GET', `/fragments/${id}/liveFragment`, 'content:read'],
    ['GET', `/fragments/${id}/lastPublicationStatus`, 'content:read'],
  ]

  test('these are all operations that are documented', () => {
    const documented = Object.entries(contentPaths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, id)}`),
    )
    const here = operations.map(([method, path]) => `${method} /ajo/content${path}`)
    expect(documented.sort()).toEqual(here.sort())
  })

  test.each(operations)('%s %s: holders of %s, with every header', async (method, path, scope) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : {}
    const ask = (as: Headers) => send(method, path, { as, body })
    refused(await ask({}), 401)
    refused(await ask({ ...client.headers, authorization: 'Bearer nonsense' }), 401)
    refused(await ask({ ...client.headers, 'x-api-key': 'another' }), 401)
    refused(await ask({ ...client.headers, 'x-gw-ims-org-id': foreignOrganizationId }), 401)
    for (const name of ['x-api-key', 'x-gw-ims-org-id', 'x-sandbox-name']) {
      const { [name]: _, ...rest } = client.headers
      refused(await ask(rest), 400, name)
    }
    const others = (['content:read', 'content:write', 'content:publish'] as const).filter(
      (one) => one !== scope,
    )
    refused(await ask((await aClient(house, { scopes: others })).headers), 403, scope)
  })
})

test('a bug is logged, answered as the contract has errors, and nothing of it is told', async () => {
  const broken = anHttpServer({ ...house, db: null as never })
  const answer = await broken.inject({ url: '/ajo/content/templates', headers: client.headers })
  expect([answer.statusCode, mistakesIn('error', answer.json())]).toEqual([500, []])
  expect(broken.logged).toHaveLength(1)
})
