import { EmailContent } from '@chappe/core/campaign/schema'
import { Fragment, FragmentSummary } from '@chappe/core/content/schema'
import { emptyDesign, newSection } from '@chappe/core/design/new'
import { describe, expect, test } from 'vitest'
import { aDraft } from '../testing/campaigns.ts'
import { aFragment, aLiveFragment, aTemplate, published, ref, rewritten } from '../testing/content.ts'
import { aHouse, anActor } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'
import { publishFragmentKind } from './fragments/publication.ts'
import * as fragments from './fragments.ts'
import * as versions from './versions.ts'

const house = await aHouse()
const { ctx } = house

const problem = (type: string, extra: object = {}) =>
  expect.objectContaining({ name: 'Problem', type, extra: expect.objectContaining(extra) })
const wrong = (...errors: object[]) =>
  problem('content/not-ready', { errors: errors.map((error) => expect.objectContaining(error)) })
const saying = (text: string) => ({ detail: expect.stringContaining(text) })
const query = { limit: 50, offset: 0, sort: 'name', order: 'asc' } as const

describe('a fragment', () => {
  test('begins as a draft that nobody can use', async () => {
    const made = await aFragment(ctx, '{{field.title ?: "Hi"}} {{field.name}}', { tags: ['A', 'a'] })
    expect(Fragment.parse(made)).toEqual(made)
    expect(made).toMatchObject({
      status: 'draft',
      live: null,
      liveVersion: null,
      fields: ['title', 'name'],
      tags: ['A'],
      uses: 0,
      actions: ['publish', 'archive', 'edit', 'delete'],
    })
  })

  test('tells what each person may do with it', async () => {
    const { id } = await aFragment(ctx, 'x')
    const as = async (role: 'viewer' | 'manager') =>
      (await fragments.get({ ...ctx, actor: anActor(role) }, id)).actions
    expect(await as('viewer')).toEqual([])
    expect(await as('manager')).toEqual(['archive', 'edit', 'delete'])
  })

  test('that is live is edited in a draft beside it, which is gone when both say the same', async () => {
    const { id } = await aLiveFragment(ctx, 'one')
    const edited = await rewritten(ctx, id, 'two')
    expect(edited).toMatchObject({ status: 'live', live: { content: 'one' }, draft: { content: 'two' } })
    expect(edited.actions).toEqual(['publish', 'archive', 'edit'])
    expect(await rewritten(ctx, id, 'one')).toMatchObject({ draft: null, actions: ['archive', 'edit'] })
    await rewritten(ctx, id, 'three')
    expect(await fragments.discardDraft(ctx, id)).toMatchObject({ draft: null, live: { content: 'one' } })
  })

  test('is not saved over what somebody else saved', async () => {
    const made = await aFragment(ctx, 'x')
    const save = () => fragments.save(ctx, made.id, { ...made, draft: { design: null, content: 'y' } })
    const results = await Promise.allSettled([save(), save()])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: problem('request/stale', { revision: 2 }),
    })
  })

  test('of a kind visual says what its design compiles to: its sections, and no page around them', async () => {
    const design = { ...emptyDesign(), sections: [newSection('1', ['s', 'c'])] }
    const made = await aFragment(ctx, '', { kind: 'visual', draft: { design, content: 'forged' } })
    expect(made.draft!.content).toContain('<table')
    expect(made.draft!.content).not.toMatch(/<html|forged/)
    expect(made.draft!.design).toEqual(design)
  })

  test.each([
    ['visual', 100],
    ['expression', 200],
  ] as const)('of kind %s has at most %d KB, counted in bytes', async (kind, kilobytes) => {
    const bytes = kilobytes * 1024
    await aFragment(ctx, 'x'.repeat(bytes), { kind })
    await expect(aFragment(ctx, 'é'.repeat(bytes / 2 + 1), { kind })).rejects.toEqual(
      wrong({ pointer: '/draft/content', ...saying(`${bytes}`) }),
    )
  })

  test('is archived and taken out again, as a draft of what was live', async () => {
    const { id } = await aLiveFragment(ctx, 'one')
    expect(await fragments.archive(ctx, id)).toMatchObject({ status: 'archived', actions: ['unarchive'] })
    await expect(rewritten(ctx, id, 'x')).rejects.toEqual(
      problem('fragment/illegal-transition', { fragmentStatus: 'archived', allowed: ['unarchive'] }),
    )
    expect(await fragments.unarchive(ctx, id)).toMatchObject({
      status: 'draft',
      draft: { content: 'one' },
      liveVersion: 1,
    })
    expect(await published(ctx, id)).toMatchObject({ status: 'live', liveVersion: 2 })
  })

  test('is duplicated as a draft of what is being written, else of what is live', async () => {
    const original = await aLiveFragment(ctx, 'one', { name: 'Footer', tags: ['x'] })
    const copy = await fragments.duplicate(ctx, original.id)
    expect(copy).toMatchObject({
      name: 'Footer (2)',
      status: 'draft',
      liveVersion: null,
      tags: ['x'],
      draft: { content: 'one' },
    })
    await rewritten(ctx, original.id, 'two')
    expect(await fragments.duplicate(ctx, original.id)).toMatchObject({ draft: { content: 'two' } })
  })
})

describe('deleting', () => {
  test('takes a fragment that was never published and that nobody refers to', async () => {
    const { id } = await aFragment(ctx, 'x')
    await expect(fragments.remove(house.otherCtx, id)).rejects.toEqual(problem('fragment/not-found'))
    await fragments.remove(ctx, id)
    await expect(fragments.get(ctx, id)).rejects.toEqual(problem('fragment/not-found'))
  })

  test('leaves what was published alone, in the archive too', async () => {
    const { id } = await aLiveFragment(ctx, 'x')
    const refused = problem('fragment/illegal-transition')
    await expect(fragments.remove(ctx, id)).rejects.toEqual(refused)
    await fragments.archive(ctx, id)
    await expect(fragments.remove(ctx, id)).rejects.toEqual(refused)
  })

  test('says who refers to it', async () => {
    const used = await aFragment(ctx, 'x')
    const user = await aFragment(ctx, ref(used), { name: 'The user' })
    await expect(fragments.remove(ctx, used.id)).rejects.toEqual(
      problem('fragment/in-use', { users: [expect.objectContaining({ kind: 'fragment', id: user.id })] }),
    )
    await fragments.remove(ctx, user.id)
    await fragments.remove(ctx, used.id)
  })

  test('and referring at once end with the one or the other, never with a reference to nothing', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await aFragment(ctx, 'x')
      const content = EmailContent.parse({ html: ref({ id }) })
      const [deleted] = await Promise.allSettled([fragments.remove(ctx, id), aTemplate(ctx, { content })])
      const uses = await ctx.db
        .selectFrom('fragmentUse')
        .select('userId')
        .where('fragmentId', '=', id)
        .execute()
      expect(uses).toHaveLength(deleted.status === 'fulfilled' ? 0 : 1)
    }
  })
})

describe('publishing refuses', () => {
  const refusedOf = async (content: string, ...errors: object[]) => {
    const { id, revision } = await aFragment(ctx, content)
    await expect(fragments.publish(ctx, id, {})).rejects.toEqual(wrong(...errors))
    expect(await fragments.get(ctx, id)).toMatchObject({ status: 'draft', revision })
  }

  test('what reads the context, and says where', () =>
    refusedOf('Hi\n{{profile.name}} {{context.order.number}}', {
      pointer: '/draft/content',
      line: 2,
      column: 20,
      ...saying('context.order.number'),
    }))

  test('what cannot be read, and says where', () =>
    refusedOf('a\n {{#if profile.x}}', { line: 2, column: 2, ...saying('never closed') }))

  test('what is wrong in itself, and what says nothing', async () => {
    await refusedOf('{{system.nothing}}', { line: 1, ...saying('no value') })
    await refusedOf('  ', saying('empty'))
  })

  test('what refers to a fragment that is not live, or not there', async () => {
    const draft = await aFragment(ctx, 'x', { name: 'Inner' })
    await refusedOf(`\n${ref(draft)}`, { line: 2, column: 1, ...saying('Inner is not live') })
    await refusedOf(ref({ id: ctx.newId() }, ' name="Gone"'), { line: 1, ...saying('no fragment "Gone"') })
  })

  test('more attributes than were published, those of fragments inside it too, and names them', async () => {
    const inner = await aLiveFragment(ctx, '{{profile.loyalty.tier}}')
    const { id } = await aLiveFragment(ctx, '{{profile.person.name.firstName}} {{profile.points}}')
    await rewritten(ctx, id, `{{profile.points}}{{profile.shoeSize}}${ref(inner)}`)
    await expect(fragments.publish(ctx, id, {})).rejects.toEqual(
      wrong(saying('profile.shoeSize, profile.loyalty.tier')),
    )
    await rewritten(ctx, id, '{{profile.points}}')
    expect(await published(ctx, id)).toMatchObject({ status: 'live', liveVersion: 2 })
  })

  test('what somebody else changed meanwhile, what is published already, and what is not there', async () => {
    const { id } = await aFragment(ctx, 'x')
    await expect(fragments.publish(ctx, id, { revision: 9 })).rejects.toEqual(problem('request/stale'))
    await published(ctx, id)
    await expect(fragments.publish(ctx, id, {})).rejects.toEqual(
      problem('fragment/illegal-transition', { fragmentStatus: 'live' }),
    )
    await expect(fragments.publish(house.otherCtx, id, {})).rejects.toEqual(problem('fragment/not-found'))
  })
})

test('two people publish at once: one begins it, with one job, and nobody edits meanwhile', async () => {
  const { id } = await aFragment(ctx, 'x')
  const results = await Promise.allSettled([fragments.publish(ctx, id, {}), fragments.publish(ctx, id, {})])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: problem('fragment/illegal-transition', { fragmentStatus: 'publishing' }),
  })
  const jobs = ctx.db.selectFrom('job').select('payload').where('kind', '=', publishFragmentKind)
  const ours = (await jobs.execute()).filter(
    ({ payload }) => (payload as { fragmentId: string }).fragmentId === id,
  )
  expect(ours).toHaveLength(1)
  expect(await fragments.get(ctx, id)).toMatchObject({
    status: 'publishing',
    actions: [],
    publication: { status: 'inProgress', by: 'Ada' },
  })
  await expect(rewritten(ctx, id, 'y')).rejects.toEqual(problem('fragment/illegal-transition'))
})

describe('nesting', () => {
  test('in a circle is refused where it closes, whichever way it is written', async () => {
    const a = await aLiveFragment(ctx, 'x')
    const b = await aLiveFragment(ctx, ref(a))
    const c = await aFragment(ctx, ref(b))
    await expect(rewritten(ctx, a.id, ref(c))).rejects.toEqual(wrong(saying('contain itself')))
    await expect(rewritten(ctx, a.id, ref(a))).rejects.toEqual(wrong(saying('contain itself')))
    // What is live counts, though the draft has let go of it.
    await rewritten(ctx, b.id, 'y')
    await expect(rewritten(ctx, a.id, ref(b))).rejects.toEqual(wrong(saying('contain itself')))
  })

  test('goes three deep, counted from either end', async () => {
    const one = await aFragment(ctx, 'x')
    const two = await aFragment(ctx, ref(one))
    const three = await aFragment(ctx, ref(two))
    await expect(aFragment(ctx, ref(three))).rejects.toEqual(wrong(saying('at most 3 deep')))
    const under = await aFragment(ctx, 'x')
    await expect(rewritten(ctx, one.id, ref(under))).rejects.toEqual(wrong(saying('at most 3 deep')))
  })

  test('of two fragments in each other at once is refused to one of them', async () => {
    const [a, b] = [await aFragment(ctx, 'x'), await aFragment(ctx, 'x')]
    const results = await Promise.allSettled([rewritten(ctx, a.id, ref(b)), rewritten(ctx, b.id, ref(a))])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

test('uses name campaigns with their versions, templates and fragments; what is of the past is not told', async () => {
  const fragment = await aFragment(ctx, 'x')
  const other = await aFragment(ctx, ref(fragment), { name: 'Outer' })
  const content = { subject: ref(fragment), html: '<p>x</p>' }
  const template = await aTemplate(ctx, { name: 'Sheet', content: EmailContent.parse(content) })
  const draft = await aDraft(ctx, { name: 'Orders', definition: { content } })
  expect(await fragments.usesOf(ctx, fragment.id)).toEqual({
    items: [
      { kind: 'campaign', id: draft.id, name: 'Orders', status: 'draft', versions: [1] },
      { kind: 'fragment', id: other.id, name: 'Outer', status: 'draft', versions: [] },
      { kind: 'template', id: template.id, name: 'Sheet', status: null, versions: [] },
    ],
  })
  expect((await fragments.get(ctx, fragment.id)).uses).toBe(3)

  const { definition } = await versions.get(ctx, draft.id, 1)
  await versions.saveDraft(ctx, draft.id, {
    revision: 1,
    definition: { ...definition, content: { ...definition.content, subject: 'plain' } },
  })
  expect((await fragments.get(ctx, fragment.id)).uses).toBe(2)
  await versions.saveDraft(ctx, draft.id, { revision: 2, definition })
  await campaigns.remove(ctx, draft.id)
  expect((await fragments.get(ctx, fragment.id)).uses).toBe(2)
})

test('the library finds by name, tag, kind and status, and sorts by the order of a fragment’s life', async () => {
  const there = house.otherCtx
  await aFragment(there, 'x', { name: 'Été', tags: ['Summer'] })
  await aLiveFragment(there, 'x', { name: 'Footer', kind: 'visual' })
  const { id } = await aFragment(there, 'x', { name: 'Archive me' })
  await fragments.archive(there, id)
  const list = async (filter: object) => (await fragments.list(there, { ...query, ...filter })).items
  const names = async (filter: object) => (await list(filter)).map(({ name }) => name)
  for (const item of await list({})) expect(FragmentSummary.parse(item)).toEqual(item)
  expect(await names({})).toEqual(['Archive me', 'Été', 'Footer'])
  expect(await names({ search: 'summ' })).toEqual(['Été'])
  expect(await names({ tag: ['SUMMER'] })).toEqual(['Été'])
  expect(await names({ kind: ['visual'] })).toEqual(['Footer'])
  expect(await names({ status: ['live', 'archived'] })).toEqual(['Archive me', 'Footer'])
  expect(await names({ sort: 'status' })).toEqual(['Été', 'Footer', 'Archive me'])
})
