import { EmailContent } from '@chappe/core/campaign/schema'
import { ContentTemplate } from '@chappe/core/content/schema'
import { emptyDesign } from '@chappe/core/design/new'
import { describe, expect, test } from 'vitest'
import { aFragment, aTemplate, ref } from '../testing/content.ts'
import { aHouse } from '../testing/house.ts'
import * as fragments from './fragments.ts'
import * as templates from './templates.ts'

const house = await aHouse()
const { ctx } = house

const problem = (type: string, extra: object = {}) =>
  expect.objectContaining({ name: 'Problem', type, extra: expect.objectContaining(extra) })
const query = { limit: 50, offset: 0, sort: 'name', order: 'asc' } as const
const content = (given: object) => EmailContent.parse({ subject: 'S', html: '<p>x</p>', ...given })

describe('a template', () => {
  test('is kept as it was given, under one revision after the other', async () => {
    const made = await aTemplate(ctx, { name: 'Welcome', tags: ['Shop', 'shop'], description: 'First mail' })
    expect(ContentTemplate.parse(made)).toEqual(made)
    expect(made).toMatchObject({ name: 'Welcome', tags: ['Shop'], revision: 1, createdBy: 'Ada' })
    expect(await templates.get(ctx, made.id)).toEqual(made)

    const saved = await templates.save(ctx, made.id, { ...made, content: content({ subject: 'Hi' }) })
    expect(saved).toMatchObject({ revision: 2, content: { subject: 'Hi' } })
  })

  test('is not saved over what somebody else saved', async () => {
    const made = await aTemplate(ctx)
    await templates.save(ctx, made.id, made)
    await expect(templates.save(ctx, made.id, made)).rejects.toEqual(
      problem('request/stale', { revision: 2, modifiedBy: 'Ada' }),
    )
  })

  test('of two who save at once keeps one, and tells the other', async () => {
    const made = await aTemplate(ctx)
    const results = await Promise.allSettled([1, 2].map(() => templates.save(ctx, made.id, made)))
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await templates.get(ctx, made.id)).revision).toBe(2)
  })

  test('with a design has the HTML that the design compiles to, whatever was sent along', async () => {
    const design = emptyDesign()
    const made = await aTemplate(ctx, { content: content({ html: 'forged', design }) })
    expect(made.content.html).toMatch(/^<!doctype html>/i)
    expect(made.content.html).not.toContain('forged')
  })

  test('is duplicated under the next name, and the copy goes its own way', async () => {
    const original = await aTemplate(ctx, { name: 'Sale', tags: ['x'] })
    const copy = await templates.duplicate(ctx, original.id)
    expect(copy).toMatchObject({ name: 'Sale (2)', tags: ['x'], revision: 1, content: original.content })
    expect((await templates.duplicate(ctx, copy.id)).name).toBe('Sale (3)')
    await templates.save(ctx, original.id, { ...original, content: content({ subject: 'New' }) })
    expect((await templates.get(ctx, copy.id)).content.subject).toBe('Hello')
  })

  test('is gone when it is deleted, for everybody and only once', async () => {
    const { id } = await aTemplate(ctx)
    await expect(templates.remove(house.otherCtx, id)).rejects.toEqual(problem('template/not-found'))
    await templates.remove(ctx, id)
    for (const again of [templates.get, templates.remove, templates.duplicate])
      await expect(again(ctx, id)).rejects.toEqual(problem('template/not-found'))
  })

  test('is told where its fragments are used, until it lets go of them', async () => {
    const fragment = await aFragment(ctx, 'x')
    const made = await aTemplate(ctx, { name: 'User', content: content({ html: ref(fragment) }) })
    expect(await fragments.usesOf(ctx, fragment.id)).toEqual({
      items: [{ kind: 'template', id: made.id, name: 'User', status: null, versions: [] }],
    })
    await templates.save(ctx, made.id, { ...made, content: content({}) })
    expect(await fragments.usesOf(ctx, fragment.id)).toEqual({ items: [] })
  })
})

test('the library finds by name and tag, whatever their case, and takes signs for what they are', async () => {
  const there = house.otherCtx
  await aTemplate(there, { name: 'Été 50%', tags: ['Summer'], content: content({ subject: 'Soleil' }) })
  await aTemplate(there, { name: 'autumn 50', tags: ['EU'] })
  const names = async (filter: object) =>
    (await templates.list(there, { ...query, ...filter })).items.map(({ name }) => name)
  expect(await names({})).toEqual(['autumn 50', 'Été 50%'])
  expect(await names({ search: 'SUMM' })).toEqual(['Été 50%'])
  expect(await names({ search: 'AUTUMN' })).toEqual(['autumn 50'])
  expect(await names({ search: '50%' })).toEqual(['Été 50%'])
  expect(await names({ tag: ['eu'] })).toEqual(['autumn 50'])
  expect(await names({ order: 'desc', limit: 1 })).toEqual(['Été 50%'])
  expect(await templates.list(there, { ...query, limit: 1, offset: 1 })).toMatchObject({
    total: 2,
    items: [{ subject: 'Soleil' }],
  })
})
