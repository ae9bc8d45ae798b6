import type { Scope } from '@chappe/core/access/scopes'
import { beforeEach, describe, expect, test } from 'vitest'
import { carryOut } from '../../app/fragments/publication.ts'
import * as fragments from '../../app/fragments.ts'
import * as templates from '../../app/templates.ts'
import { aFragment, aTemplate, rewritten } from '../../testing/content.ts'
import { aHouse, foreignOrganizationId } from '../../testing/house.ts'
import { aClient } from '../../testing/people.ts'
import { anHttpServer } from '../../testing/server.ts'
import { contentPaths } from '../openapi-content.ts'
import { mistakesIn } from './testing/content-contract.ts'

const { house, ctx, otherCtx } = await aHouse()
const server = anHttpServer(house)
const client = await aClient(house)
const templateType = 'application/vnd.adobe.ajo.template.v1+json'
const fragmentType = 'application/vnd.adobe.ajo.fragment.v1.0+json'
const publicationType = 'application/vnd.adobe.ajo.fragment.publication.request.v1.0+json'
const patchType = 'application/json-patch+json'

type Headers = Record<string, string>
const send = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  given: { type?: string; body?: unknown; headers?: Headers; as?: Headers } = {},
) =>
  server.inject({
    method,
    url: `/ajo/content${path}`,
    headers: {
      ...(given.as ?? client.headers),
      ...(given.body !== undefined && { 'content-type': given.type ?? 'application/json' }),
      ...given.headers,
    },
    ...(given.body !== undefined && {
      payload: typeof given.body === 'string' ? given.body : JSON.stringify(given.body),
    }),
  })
type Answer = Awaited<ReturnType<typeof send>>

/** The answer is an error as the contract has it, with this status. */
function refused(answer: Answer, status: number, ...saying: string[]) {
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()])
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  expect(mistakesIn('error', answer.json())).toEqual([])
  expect(answer.json()).toMatchObject({ status, 'request-id': [answer.headers['x-request-id']] })
  for (const text of saying) expect(answer.body).toContain(text)
}

const emailTemplate = {
  name: 'Welcome',
  description: 'The first mail',
  templateType: 'content',
  channels: ['email'],
  source: { origin: 'external', metadata: { system: 'dam' } },
  parentFolderId: 'folder-1',
  template: {
    subject: 'Hi {{profile.name}}',
    html: { body: '<p>Hello</p>' },
    'x-amp-html': { body: '<html amp4email></html>' },
    text: { body: 'Hello', syncFromHtml: false },
    editorContext: { zoom: 2 },
    headers: { 'X-Shop': '1' },
  },
}
const htmlTemplate = {
  name: 'Page',
  templateType: 'html',
  channels: ['email'],
  template: { html: '<p>x</p>', editorContext: { a: 1 } },
}
const htmlFragment = {
  name: 'Footer',
  description: 'Under all',
  type: 'html',
  channels: ['email'],
  source: { origin: 'ajo' },
  fragment: { content: '<p>Bye</p>', editorContext: { b: 2 } },
}
const expressionFragment = {
  name: 'Greeting',
  type: 'expression',
  subType: 'TEXT',
  channels: ['shared'],
  fragment: { expression: 'Hi {{profile.name}}' },
}

const kinds = {
  templates: { path: '/templates', type: templateType, body: emailTemplate as object, missing: 'template' },
  fragments: { path: '/fragments', type: fragmentType, body: htmlFragment as object, missing: 'fragment' },
} as const
type Kind = (typeof kinds)[keyof typeof kinds]

async function made({ path, type }: Kind, body: object): Promise<{ id: string; at: string; etag: string }> {
  const answer = await send('POST', path, { type, body })
  expect([answer.statusCode, answer.body]).toEqual([201, ''])
  const id = String(answer.headers['x-resource-id'])
  return { id, at: `${path}/${id}`, etag: String(answer.headers.etag) }
}
const aCompatible = (body: object) => made('template' in body ? kinds.templates : kinds.fragments, body)

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
      send('PATCH', thing.at, { type: patchType, body: operations, headers: { 'if-match': etag } })
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
    refused(await send('PATCH', thing.at, { type: patchType, body: [] }), 400, 'If-Match')
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
      refused(await send('GET', at, { as }), 404, `${kind.missing}/not-found`)
      refused(await send('PUT', at, { as, headers, type, body }), 404)
      refused(await send('PATCH', at, { as, headers, type: patchType, body: [] }), 404)
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

describe('templates', () => {
  test('of type html hold HTML alone; pages are given back as such', async () => {
    for (const kindOfPage of ['html', 'html_primary_page', 'html_sub_page']) {
      const body = { ...htmlTemplate, templateType: kindOfPage }
      const { id, at } = await aCompatible(body)
      const read = (await send('GET', at)).json()
      expect(mistakesIn('template', read)).toEqual([])
      expect(read).toMatchObject({ templateType: kindOfPage, template: htmlTemplate.template })
      expect(await templates.get(ctx, id)).toMatchObject({ content: { html: '<p>x</p>', subject: '' } })
    }
  })

  test('are the library’s: subject, HTML and text; a text that follows the HTML is made from it', async () => {
    const { id, at } = await aCompatible(emailTemplate)
    expect((await templates.get(ctx, id)).content).toMatchObject({
      subject: 'Hi {{profile.name}}',
      html: '<p>Hello</p>',
      text: 'Hello',
      design: null,
    })
    const template = { ...emailTemplate.template, text: { body: 'ignored', syncFromHtml: true } }
    await send('PUT', at, {
      type: templateType,
      body: { ...emailTemplate, template },
      headers: { 'if-match': '"1"' },
    })
    expect((await templates.get(ctx, id)).content.text).toBe('')
    expect((await send('GET', at)).json().template.text).toEqual({ body: 'Hello', syncFromHtml: true })
  })

  test('made in the UI are of type content, and keep their design as long as their HTML stays', async () => {
    const { EmailContent } = await import('@chappe/core/campaign/schema')
    const { emptyDesign } = await import('@chappe/core/design/new')
    const content = EmailContent.parse({ subject: 'S', preheader: 'P', design: emptyDesign() })
    const { id } = await aTemplate(ctx, { content, tags: ['x'] })
    const at = `/templates/${id}`
    const read = (await send('GET', at)).json()
    expect(mistakesIn('template', read)).toEqual([])
    const put = (body: object, etag: string) =>
      send('PUT', at, { type: templateType, body, headers: { 'if-match': etag } })
    expect((await put({ ...read, name: 'New' }, '"1"')).statusCode).toBe(204)
    expect(await templates.get(ctx, id)).toMatchObject({
      name: 'New',
      tags: ['x'],
      content: { preheader: 'P' },
    })
    expect((await templates.get(ctx, id)).content.design).not.toBeNull()
    await put({ ...read, template: { ...read.template, html: { body: '<p>mine</p>' } } }, '"2"')
    expect((await templates.get(ctx, id)).content).toMatchObject({ design: null, html: '<p>mine</p>' })
  })

  test('with a variant that the contract does not have are refused', async () => {
    const post = (template: object) => send('POST', '/templates', { body: { ...emailTemplate, template } })
    refused(await post({ html: { body: 'x' } }), 400, '/template/subject')
    refused(await post({ ...emailTemplate.template, more: 1 }), 400, '/template')
    refused(await send('POST', '/templates', { body: { ...emailTemplate, templateType: 'x' } }), 400)
  })

  test('are deleted once', async () => {
    const { at } = await aCompatible(htmlTemplate)
    const gone = await send('DELETE', at)
    expect([gone.statusCode, gone.body]).toEqual([204, ''])
    refused(await send('DELETE', at), 404)
  })
})

describe('fragments', () => {
  const publish = (fragmentId: unknown) =>
    send('POST', '/fragments/publications', { type: publicationType, body: { fragmentId } })
  const work = (id: string) => carryOut(ctx, { sandboxId: ctx.sandboxId, fragmentId: id })

  test('of type expression are shared, and have a subtype', async () => {
    const { id, at } = await aCompatible(expressionFragment)
    const read = (await send('GET', at)).json()
    expect(mistakesIn('fragment', read)).toEqual([])
    expect(read).toMatchObject({ ...expressionFragment, channels: 'shared', status: 'DRAFT' })
    expect(await fragments.get(ctx, id)).toMatchObject({ kind: 'expression', format: 'text' })
    const post = (more: object) => send('POST', '/fragments', { body: { ...expressionFragment, ...more } })
    refused(await post({ channels: ['email'] }), 400, 'shared')
    refused(await post({ subType: 'XML' }), 400, '/subType')
    refused(await post({ fragment: { content: 'x' } }), 400, '/fragment/expression')
  })

  test('stay what they are', async () => {
    const { at } = await aCompatible(expressionFragment)
    const headers = { 'if-match': '"1"' }
    refused(await send('PUT', at, { type: fragmentType, body: htmlFragment, headers }), 400, '/type')
    const json = { ...expressionFragment, subType: 'JSON' }
    refused(await send('PUT', at, { type: fragmentType, body: json, headers }), 400, '/type')
  })

  test('are published by a job: accepted, told of, and then live', async () => {
    const { id, at } = await aCompatible(htmlFragment)
    refused(await send('GET', `${at}/liveFragment`), 404)
    refused(await send('GET', `${at}/lastPublicationStatus`), 404)

    const accepted = await publish(id)
    expect([accepted.statusCode, accepted.body]).toEqual([202, ''])
    expect(accepted.headers).toMatchObject({
      location: `http://chappe.test/ajo/content/fragments/${id}/lastPublicationStatus`,
      'retry-after': expect.stringMatching(/^\d+$/),
    })
    expect((await send('GET', at)).json().status).toBe('PUBLISHING')
    const status = () => send('GET', `${at}/lastPublicationStatus`)
    expect((await status()).headers['content-type']).toBe(
      'application/vnd.adobe.ajo.fragment.publication.v1.0+json',
    )
    expect(mistakesIn('publication', (await status()).json())).toEqual([])
    expect((await status()).json()).toEqual({ status: 'inProgress', errors: [] })
    refused(await publish(id), 400, 'being published')
    const { headers } = await send('GET', at)
    refused(
      await send('PUT', at, {
        type: fragmentType,
        body: htmlFragment,
        headers: { 'if-match': String(headers.etag) },
      }),
      409,
    )

    await work(id)
    expect((await send('GET', at)).json()).toMatchObject({
      ...htmlFragment,
      channels: 'email',
      status: 'PUBLISHED',
    })
    expect((await status()).json()).toEqual({ status: 'complete', errors: [] })
    const live = await send('GET', `${at}/liveFragment`)
    expect(mistakesIn('live', live.json())).toEqual([])
    expect(live.json()).toEqual({ type: 'html', fragment: { content: '<p>Bye</p>' } })

    await rewritten(ctx, id, '<p>Later</p>')
    expect((await send('GET', `${at}/liveFragment`)).json().fragment).toEqual({ content: '<p>Bye</p>' })
    expect((await send('GET', at)).json().fragment).toMatchObject({ content: '<p>Later</p>' })
  })

  test('that cannot be published are refused with the reason, and one that fails later tells it', async () => {
    const broken = { ...expressionFragment, fragment: { expression: '{{context.order}}' } }
    refused(await publish((await aCompatible(broken)).id), 400, 'Line 1, column 3', 'context.order')
    refused(await publish(ctx.newId()), 400, 'fragment/not-found')
    refused(await publish('nonsense'), 400)
    refused(await publish(5), 400, '/fragmentId')
    refused(await send('POST', '/fragments/publications', { body: {} }), 400, '/fragmentId')

    const { id, at } = await aCompatible(expressionFragment)
    await publish(id)
    await work(id)
    expect(mistakesIn('live', (await send('GET', `${at}/liveFragment`)).json())).toEqual([])
    refused(await publish(id), 400, 'nothing new was written')
    const failed = { status: 'error', at: ctx.now().toISOString(), by: 'Ada', done: 0, total: 1, version: 1 }
    const errors = [
      { campaignId: null, campaignName: '', detail: 'Broken.' },
      { campaignId: id, campaignName: 'Orders', detail: 'Too large.' },
    ]
    await ctx.db
      .updateTable('fragment')
      .set({ publication: JSON.stringify({ ...failed, errors }) })
      .where('id', '=', id)
      .execute()
    const told = (await send('GET', `${at}/lastPublicationStatus`)).json()
    expect(mistakesIn('publication', told)).toEqual([])
    expect(told).toMatchObject({
      status: 'error',
      errors: ['Broken.', 'Orders: Too large.'].map((detailedMessage) => ({
        path: `${at}/lastPublicationStatus`,
        report: { additionalContext: { detailedMessage } },
      })),
    })
  })

  test('in the archive are told as drafts: nothing new can refer to them', async () => {
    const { id, at } = await aCompatible(expressionFragment)
    await publish(id)
    await work(id)
    await fragments.archive(ctx, id)
    expect((await send('GET', at)).json().status).toBe('DRAFT')
  })
})

describe('lists', () => {
  const as = { ...client.headers, 'x-sandbox-name': 'dev' }
  const at = (path: string, query: Record<string, string | string[]> = {}) => {
    const search = new URLSearchParams()
    for (const [name, values] of Object.entries(query))
      for (const value of [values].flat()) search.append(name, value)
    return send('GET', `${path}?${search}`, { as })
  }
  const names = async (path: string, query: Record<string, string | string[]>) => {
    const answer = await at(path, query)
    expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()])
    expect(mistakesIn(path === '/templates' ? 'templateList' : 'fragmentList', answer.json())).toEqual([])
    return answer.json().items.map(({ name }: { name: string }) => name)
  }
  const filtered = (path: string, ...property: string[]) => names(path, { property, orderBy: '+name' })
  let ids: string[]

  beforeEach(async () => {
    if (ids) return
    ids = []
    for (const name of ['alpha', 'Beta', 'gamma', 'beta 2', 'delta'])
      ids.push((await aTemplate(otherCtx, { name, description: `It is ${name}` })).id)
    const page = { ...htmlTemplate, name: 'page', source: { origin: 'external' } }
    await send('POST', '/templates', { as, type: templateType, body: page })
    await aFragment(otherCtx, 'x', { name: 'one' })
    await send('POST', '/fragments', { as, type: fragmentType, body: { ...htmlFragment, name: 'two' } })
  })

  test('come in pages that lead from one to the next, each thing once, in every order', async () => {
    for (const orderBy of ['-modifiedAt', '+modifiedAt', 'createdAt', '+name', '-name']) {
      const seen: string[] = []
      let start: string | undefined
      for (let pages = 1; ; pages++) {
        const answer = await at('/templates', { orderBy, limit: '2', ...(start && { start }) })
        expect(mistakesIn('templateList', answer.json())).toEqual([])
        const { _page, _links, items } = answer.json()
        expect(_page).toMatchObject({ orderBy: orderBy.replace(/^[-+]/, ''), count: items.length })
        seen.push(...items.map(({ id }: { id: string }) => id))
        if (_page.next === undefined) {
          expect([pages, _links.next]).toEqual([3, undefined])
          break
        }
        expect(Buffer.from(_page.next, 'base64').toString('base64')).toBe(_page.next)
        expect((await send('GET', _links.next.href, { as })).json()._page.start).toBe(_page.next)
        start = _page.next
      }
      expect(new Set(seen).size).toBe(6)
      const oldestFirst = [...seen].sort()
      if (/At$/.test(orderBy)) expect(seen).toEqual(orderBy[0] === '+' ? oldestFirst : oldestFirst.reverse())
    }
  })

  test('name the newest first unless told otherwise, twenty at a time, with where each one is', async () => {
    const answer = await at('/templates')
    expect(answer.headers['content-type']).toBe('application/vnd.adobe.ajo.template-list.v1+json')
    expect(answer.json().items[0]).toMatchObject({
      name: 'page',
      self: { href: expect.stringMatching(/^\/templates\//) },
    })
    expect(answer.json().items[0]).not.toHaveProperty('template')
    expect((await at('/fragments')).headers['content-type']).toBe(
      'application/vnd.adobe.ajo.fragment-list.v1.0+json',
    )
  })

  test('are filtered by each property that the contract names', async () => {
    const [alpha] = ids as [string]
    const { createdAt } = (await send('GET', `/templates/${alpha}`, { as })).json()
    const all = ['Beta', 'alpha', 'beta 2', 'delta', 'gamma', 'page'].sort()
    const sorted = async (...property: string[]) => (await filtered('/templates', ...property)).sort()
    const but = (...left: string[]) => all.filter((name) => !left.includes(name))
    expect(await sorted(`id==${alpha}`)).toEqual(['alpha'])
    expect(await sorted(`id!=${alpha}`)).toEqual(but('alpha'))
    expect(await sorted('id==nonsense')).toEqual([])
    expect(await sorted('name~^[Bb]eta')).toEqual(['Beta', 'beta 2'])
    expect(await sorted('name.contains(ETA)')).toEqual(['Beta', 'beta 2'])
    expect(await sorted('name contains eta', 'name~2$')).toEqual(['beta 2'])
    expect(await sorted('description~gamma')).toEqual(['gamma'])
    expect(await sorted('templateType==html')).toEqual(['page'])
    expect(await sorted('templateType!=html')).toEqual(but('page'))
    expect(await sorted('channels==email')).toEqual(all)
    expect(await sorted('channels!=email')).toEqual([])
    expect(await sorted('origin==external')).toEqual(['page'])
    expect(await sorted('origin!=external')).toEqual(but('page'))
    expect(await sorted('createdBy==Shop')).toEqual(['page'])
    expect(await sorted('createdBy!=Shop')).toEqual(but('page'))
    expect(await sorted('modifiedBy~^A')).toEqual(but('page'))
    expect(await sorted(`createdAt<=${createdAt}`)).toEqual(['alpha'])
    expect(await sorted(`createdAt==${createdAt}`)).toEqual(['alpha'])
    expect(await sorted(`createdAt<${createdAt}`)).toEqual([])
    expect(await sorted(`createdAt>${createdAt}`)).toEqual(but('alpha'))
    expect(await sorted(`modifiedAt>=${createdAt}`)).toEqual(all)
    expect(await filtered('/fragments', 'type==html')).toEqual(['two'])
    expect(await filtered('/fragments', 'fragmentType!=html')).toEqual(['one'])
    expect(await filtered('/fragments', 'channels==shared')).toEqual(['one'])
    expect(await filtered('/fragments', 'status==DRAFT')).toEqual(['one', 'two'])
    expect(await filtered('/fragments', 'status==PUBLISHED')).toEqual([])
  })

  test.each([
    ['orderBy', 'status'],
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', 'many'],
    ['start', 'nonsense'],
    ['start', Buffer.from('{"createdAt":1,"id":"x"}').toString('base64')],
    [
      'start',
      Buffer.from('{"modifiedAt":"x","id":"01970000-0000-7000-8000-000000000001"}').toString('base64'),
    ],
    ['property', 'name'],
    ['property', 'password==x'],
    ['property', '__proto__==x'],
    ['property', 'id~x'],
    ['property', 'createdAt~x'],
    ['property', 'createdAt>yesterday'],
    ['property', 'name~['],
    ['property', 'name==\0'],
  ])('refuse %s=%s', async (name, value) => {
    for (const path of ['/templates', '/fragments'])
      refused(await at(path, { [name]: value }), 400, `?${name}`)
  })
})

test('a bug is logged, answered as the contract has errors, and nothing of it is told', async () => {
  const broken = anHttpServer({ ...house, db: null as never })
  const answer = await broken.inject({ url: '/ajo/content/templates', headers: client.headers })
  expect([answer.statusCode, mistakesIn('error', answer.json())]).toEqual([500, []])
  expect(broken.logged).toHaveLength(1)
})
