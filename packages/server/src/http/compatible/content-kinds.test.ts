import { EmailContent } from '@chappe/core/campaign/schema'
import { emptyDesign } from '@chappe/core/design/new'
import { describe, expect, test } from 'vitest'
import { carryOut } from '../../app/fragments/publication.ts'
import * as fragments from '../../app/fragments.ts'
import * as templates from '../../app/templates.ts'
import { aTemplate, rewritten } from '../../testing/content.ts'
import { aHouse } from '../../testing/house.ts'
import { mediaTypes } from './content.ts'
import {
  aContentCaller,
  emailTemplate,
  expressionFragment,
  htmlFragment,
  htmlTemplate,
  kinds,
  refused,
} from './testing/content-caller.ts'
import { mistakesIn } from './testing/content-contract.ts'

const testHouse = await aHouse()
const { ctx } = testHouse
const { send, made } = await aContentCaller(testHouse)
const aCompatible = (body: object) => made('template' in body ? kinds.templates : kinds.fragments, body)

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
      type: mediaTypes.template,
      body: { ...emailTemplate, template },
      headers: { 'if-match': '"1"' },
    })
    expect((await templates.get(ctx, id)).content.text).toBe('')
    expect((await send('GET', at)).json().template.text).toEqual({ body: 'Hello', syncFromHtml: true })
  })

  test('made in the UI are of type content, and keep their design as long as their HTML stays', async () => {
    const content = EmailContent.parse({ subject: 'S', preheader: 'P', design: emptyDesign() })
    const { id } = await aTemplate(ctx, { content, tags: ['x'] })
    const at = `/templates/${id}`
    const read = (await send('GET', at)).json()
    expect(mistakesIn('template', read)).toEqual([])
    const put = (body: object, etag: string) =>
      send('PUT', at, { type: mediaTypes.template, body, headers: { 'if-match': etag } })
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
    send('POST', '/fragments/publications', { type: mediaTypes.publicationRequest, body: { fragmentId } })
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
    refused(await send('PUT', at, { type: mediaTypes.fragment, body: htmlFragment, headers }), 400, '/type')
    const json = { ...expressionFragment, subType: 'JSON' }
    refused(await send('PUT', at, { type: mediaTypes.fragment, body: json, headers }), 400, '/type')
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
        type: mediaTypes.fragment,
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
