import * as fragmentApi from '@chappe/core/api/fragments'
import * as templateApi from '@chappe/core/api/templates'
import { beforeEach, describe, expect, test } from 'vitest'
import { carryOut } from '../app/fragments/publication.ts'
import { aFragment, aTemplate, ref } from '../testing/content.ts'
import { aHouse } from '../testing/house.ts'
import { aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx } = await aHouse()
const server = anHttpServer(house)
const manager = await signedIn(house, await aPerson(house, { role: 'manager' }))
const approver = await signedIn(house, await aPerson(house, { role: 'approver' }))

describe('templates', () => {
  const body = { name: 'Welcome', content: { subject: 'Hi', html: '<p>x</p>' } }

  test('are made, read, saved, copied, listed and deleted', async () => {
    const made = await server.call(templateApi.createTemplate, { as: manager, body })
    expect([made.status, made.body.content.subject]).toEqual([201, 'Hi'])
    const { id, revision } = made.body
    const save = { as: manager, params: { id }, body: { ...body, name: 'New', revision } }
    expect((await server.call(templateApi.saveTemplate, save)).body).toMatchObject({
      name: 'New',
      revision: 2,
    })
    const late = await server.call(templateApi.saveTemplate, save)
    expect([late.status, late.problem]).toEqual([
      409,
      expect.objectContaining({ type: '/problems/request/stale', revision: 2, modifiedBy: 'Grace' }),
    ])
    const copy = await server.call(templateApi.duplicateTemplate, { as: manager, params: { id } })
    expect([copy.status, copy.body.name]).toEqual([201, 'New (2)'])
    const list = await server.call(templateApi.listTemplates, {
      as: manager,
      query: { search: 'new', sort: 'name', order: 'asc' },
    })
    expect(list.body).toMatchObject({
      total: 2,
      items: [{ name: 'New', subject: 'Hi' }, { name: 'New (2)' }],
    })
    expect((await server.call(templateApi.deleteTemplate, { as: manager, params: { id } })).status).toBe(204)
    expect((await server.call(templateApi.getTemplate, { as: manager, params: { id } })).status).toBe(404)
  })

  test.each(['en', 'fr'] as const)('come with the product, in %s', async (language) => {
    const answer = await server.call(templateApi.listStarterTemplates, { as: manager, query: { language } })
    expect(answer.status).toBe(200)
    expect(answer.body.items.length).toBeGreaterThan(0)
    for (const item of answer.body.items) {
      expect(item).toMatchObject({ language, content: { html: expect.stringContaining('<html') } })
      const { name, content } = item
      expect(
        (await server.call(templateApi.createTemplate, { as: manager, body: { name, content } })).status,
      ).toBe(201)
    }
  })
})

describe('fragments', () => {
  let id: string
  const params = () => ({ as: approver, params: { id } })
  beforeEach(async () => {
    id = (await aFragment(ctx, 'one')).id
  })
  const published = async () => {
    await server.call(fragmentApi.publishFragment, params())
    await carryOut(ctx, { sandboxId: ctx.sandboxId, fragmentId: id })
  }

  test('are made, saved and published by those who may, and told of until they are live', async () => {
    const draft = { content: '{{field.title}}' }
    const made = await server.call(fragmentApi.createFragment, {
      as: manager,
      body: { name: 'F', kind: 'visual', draft },
    })
    expect([made.status, made.body.fields]).toEqual([201, ['title']])
    id = made.body.id
    const body = { name: 'F', revision: 1, draft: { content: 'two' } }
    expect(
      (await server.call(fragmentApi.saveFragment, { as: manager, params: { id }, body })).body.revision,
    ).toBe(2)
    expect((await server.call(fragmentApi.publishFragment, { as: manager, params: { id } })).status).toBe(403)

    const stale = await server.call(fragmentApi.publishFragment, { ...params(), body: { revision: 1 } })
    expect([stale.status, stale.problem.type]).toEqual([409, '/problems/request/stale'])
    const begun = await server.call(fragmentApi.publishFragment, { ...params(), body: { revision: 2 } })
    expect([begun.status, begun.body.status, begun.body.publication?.status]).toEqual([
      202,
      'publishing',
      'inProgress',
    ])
    await carryOut(ctx, { sandboxId: ctx.sandboxId, fragmentId: id })
    expect((await server.call(fragmentApi.getFragment, params())).body).toMatchObject({
      status: 'live',
      live: { content: 'two' },
      publication: { status: 'complete' },
    })
  })

  test('that cannot be published say why and where, as the problem document has mistakes', async () => {
    id = (await aFragment(ctx, 'a\n{{context.x}}')).id
    const answer = await server.call(fragmentApi.publishFragment, params())
    expect([answer.status, answer.problem]).toEqual([
      422,
      expect.objectContaining({
        type: '/problems/content/not-ready',
        errors: [
          { pointer: '/draft/content', detail: expect.stringContaining('context.x'), line: 2, column: 3 },
        ],
      }),
    ])
  })

  test('have drafts thrown away, go to the archive and come back, are copied and deleted', async () => {
    await published()
    const body = { name: 'F', revision: (await server.call(fragmentApi.getFragment, params())).body.revision }
    await server.call(fragmentApi.saveFragment, { ...params(), body: { ...body, draft: { content: 'two' } } })
    expect((await server.call(fragmentApi.discardFragmentDraft, params())).body.draft).toBeNull()
    expect((await server.call(fragmentApi.archiveFragment, params())).body.status).toBe('archived')
    expect((await server.call(fragmentApi.unarchiveFragment, params())).body.status).toBe('draft')
    const undeletable = await server.call(fragmentApi.deleteFragment, params())
    expect([undeletable.status, undeletable.problem.type]).toEqual([
      409,
      '/problems/fragment/illegal-transition',
    ])
    const copy = await server.call(fragmentApi.duplicateFragment, params())
    expect([copy.status, copy.body.status]).toEqual([201, 'draft'])
    id = copy.body.id
    expect((await server.call(fragmentApi.deleteFragment, params())).status).toBe(204)
  })

  test('that are in use are not deleted, and tell by whom', async () => {
    const content = { subject: ref({ id }), preheader: '', html: '', text: '', design: null }
    const template = await aTemplate(ctx, { name: 'Sheet', content })
    const uses = await server.call(fragmentApi.listFragmentUses, params())
    expect(uses.body.items).toMatchObject([{ kind: 'template', id: template.id, name: 'Sheet' }])
    const answer = await server.call(fragmentApi.deleteFragment, params())
    expect([answer.status, answer.problem]).toEqual([
      409,
      expect.objectContaining({ type: '/problems/fragment/in-use', detail: 'Sheet refers to it.' }),
    ])
    const list = await server.call(fragmentApi.listFragments, {
      as: manager,
      query: { sort: 'name', status: ['draft'] },
    })
    expect(list.body.items.find((item) => item.id === id)?.uses).toBe(1)
  })
})
