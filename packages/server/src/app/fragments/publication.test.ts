import { describe, expect, test } from 'vitest'
import * as campaignStore from '../../store/campaigns.ts'
import { inTransaction } from '../../store/db.ts'
import * as versionStore from '../../store/versions.ts'
import { aDraft, type Draft } from '../../testing/campaigns.ts'
import { aFragment, aLiveFragment, published, ref, rewritten } from '../../testing/content.ts'
import { Crash, crashing } from '../../testing/crashing.ts'
import { aHouse } from '../../testing/house.ts'
import * as campaigns from '../campaigns.ts'
import * as fragments from '../fragments.ts'
import * as versions from '../versions.ts'
import { abandon, carryOut } from './publication.ts'
import { snapshotOf } from './snapshot.ts'

const house = await aHouse()
const { ctx } = house
const { db, sandboxId } = ctx

const of = ({ id }: { id: string }) => ({ sandboxId, fragmentId: id })
const says = (html: string, more: Partial<Draft['definition']> = {}) => ({
  definition: { ...more, content: { subject: 'S', html, text: 'x' } },
})

const activate = (id: string) => campaigns.activate(ctx, id, {})

async function running(html: string, given: Draft = {}) {
  const { id } = await aDraft(ctx, { ...says(html), ...given })
  await activate(id)
  return id
}

const liveOf = async (id: string) => {
  const campaign = await campaignStore.get(db, sandboxId, id)
  return versionStore.get(db, campaign, campaign.liveVersion!)
}
/** Which version of the fragment each campaign runs with. */
const numbersIn = async (ids: readonly string[], fragment: { id: string }) =>
  Promise.all(ids.map(async (id) => (await liveOf(id)).fragments[fragment.id]?.number))

describe('a publication', () => {
  test('gives every live and scheduled campaign a version with the new content, and no other', async () => {
    const footer = await aLiveFragment(ctx, 'one', { name: 'Footer' })
    const live = await running(`<p>${ref(footer)}</p>`)
    const startAt = new Date(ctx.now().getTime() + 86_400_000).toISOString()
    const scheduled = await aDraft(ctx, says(`<p>${ref(footer)}</p>`, { schedule: { startAt } }))
    await activate(scheduled.id)
    const stopped = await running(ref(footer))
    await campaignStore.transition(db, sandboxId, stopped, 'stop', campaigns.by(ctx))
    const draft = await aDraft(ctx, says(ref(footer)))
    const without = await running('<p>plain</p>')
    const before = await liveOf(live)

    await rewritten(ctx, footer.id, 'two')
    expect(await published(ctx, footer.id)).toMatchObject({
      status: 'live',
      liveVersion: 2,
      draft: null,
      live: { content: 'two' },
      publication: { status: 'complete', done: 2, total: 2, errors: [] },
    })
    const after = await liveOf(live)
    expect(after).toMatchObject({
      number: 2,
      definition: before.definition,
      activatedBy: 'Fragment Footer, Ada',
      fragments: { [footer.id]: { number: 2, name: 'Footer', content: 'two' } },
    })
    expect(await versions.get(ctx, live, 1)).toMatchObject({ state: 'superseded' })
    expect(await liveOf(scheduled.id)).toMatchObject({ number: 2, state: 'live' })
    expect(await campaignStore.get(db, sandboxId, scheduled.id)).toMatchObject({ status: 'scheduled' })
    for (const id of [stopped, without]) expect((await liveOf(id)).number).toBe(1)
    expect((await versions.list(ctx, draft.id)).items).toHaveLength(1)
  })

  test('leaves a draft version beside the live one, and the campaign’s last change, as they are', async () => {
    const footer = await aLiveFragment(ctx, 'one')
    const id = await running(ref(footer))
    const draft = await versions.createDraft(ctx, id)
    const { modifiedAt } = await campaignStore.get(db, sandboxId, id)
    await rewritten(ctx, footer.id, 'two')
    await published(ctx, footer.id)
    expect(await campaignStore.get(db, sandboxId, id)).toMatchObject({
      draftVersion: 2,
      liveVersion: 3,
      modifiedAt,
    })
    expect(await versions.get(ctx, id, 2)).toEqual(draft)
    await activate(id)
    expect((await liveOf(id)).fragments[footer.id]).toMatchObject({ number: 2 })
  })

  test('reaches campaigns through the fragments around it, and brings the fragments inside it along', async () => {
    const inner = await aLiveFragment(ctx, 'inner 1')
    const outer = await aLiveFragment(ctx, `outer ${ref(inner)}`)
    const id = await running(ref(outer))
    await rewritten(ctx, inner.id, 'inner 2')
    await published(ctx, inner.id)
    expect((await liveOf(id)).fragments).toMatchObject({
      [inner.id]: { number: 2, content: 'inner 2' },
      [outer.id]: { number: 1 },
    })
    const added = await aLiveFragment(ctx, 'added')
    await rewritten(ctx, outer.id, `outer ${ref(added)}`)
    await published(ctx, outer.id)
    const { fragments: now } = await liveOf(id)
    expect(Object.keys(now).sort()).toEqual([outer.id, added.id].sort())
    await rewritten(ctx, added.id, 'added 2')
    await published(ctx, added.id)
    expect(await numbersIn([id], added)).toEqual([2])
  })

  test('tells which campaigns it would break, leaves them theirs, and goes on with the others', async () => {
    const footer = await aLiveFragment(ctx, '<a href="{{system.unsubscribeUrl}}">Stop</a>')
    const marketing = await running(ref(footer), {
      name: 'News',
      category: 'marketing',
      ...says(ref(footer)),
    })
    const large = await running(`${'x'.repeat(2 * 1024 * 1024 - 300)}${ref(footer)}`, { name: 'Large' })
    const fine = await running(ref(footer))
    await rewritten(ctx, footer.id, 'y'.repeat(1_000))
    const { publication, status } = await published(ctx, footer.id)
    expect(status).toBe('live')
    expect(publication).toMatchObject({ status: 'complete', done: 3, total: 3 })
    expect(publication!.errors).toEqual([
      { campaignId: marketing, campaignName: 'News', detail: expect.stringContaining('unsubscribeUrl') },
      { campaignId: large, campaignName: 'Large', detail: expect.stringContaining('bytes') },
    ])
    expect(await numbersIn([marketing, large, fine], footer)).toEqual([1, 1, 2])
  })

  test('takes those along again that an earlier one had to leave behind', async () => {
    const footer = await aLiveFragment(ctx, '<a href="{{system.unsubscribeUrl}}">Stop</a>')
    const id = await running(ref(footer), { category: 'marketing', ...says(ref(footer)) })
    await rewritten(ctx, footer.id, 'nothing')
    await published(ctx, footer.id)
    await rewritten(ctx, footer.id, '<a href="{{system.unsubscribeUrl}}">Leave</a>')
    expect(await published(ctx, footer.id)).toMatchObject({ publication: { errors: [], done: 1 } })
    expect(await numbersIn([id], footer)).toEqual([3])
  })

  test('ends in an error when the fragment itself cannot be published any more', async () => {
    const inner = await aLiveFragment(ctx, 'x', { name: 'Inner' })
    const outer = await aFragment(ctx, ref(inner))
    await fragments.publish(ctx, outer.id, {})
    await fragments.archive(ctx, inner.id)
    expect(await carryOut(ctx, of(outer))).toEqual({ moved: 0, over: true })
    expect(await fragments.get(ctx, outer.id)).toMatchObject({
      status: 'draft',
      liveVersion: null,
      publication: {
        status: 'error',
        errors: [{ campaignId: null, detail: expect.stringContaining('Inner') }],
      },
    })
  })

  test('that fails leaves what was live live, and what was written as a draft', async () => {
    const inner = await aLiveFragment(ctx, 'x')
    const outer = await aLiveFragment(ctx, 'one')
    await rewritten(ctx, outer.id, ref(inner))
    await fragments.publish(ctx, outer.id, {})
    await fragments.archive(ctx, inner.id)
    await carryOut(ctx, of(outer))
    expect(await fragments.get(ctx, outer.id)).toMatchObject({
      status: 'live',
      liveVersion: 1,
      live: { content: 'one' },
      draft: { content: ref(inner) },
      publication: { status: 'error' },
    })
  })

  test('that nobody could finish says so, and publishing again finishes it', async () => {
    const footer = await aLiveFragment(ctx, 'one')
    const ids = [await running(ref(footer)), await running(ref(footer))]
    await rewritten(ctx, footer.id, 'two')
    await fragments.publish(ctx, footer.id, {})
    const stopping = { ...ctx, draining: AbortSignal.abort() }
    await expect(carryOut(stopping, of(footer))).rejects.toThrow('next one goes on')
    await abandon(ctx, of(footer), 'The disk is full.')
    expect(await fragments.get(ctx, footer.id)).toMatchObject({
      status: 'live',
      liveVersion: 2,
      draft: { content: 'two' },
      publication: { status: 'error', errors: [{ detail: expect.stringContaining('The disk is full.') }] },
    })
    await abandon(ctx, of(footer), 'Again.')
    await published(ctx, footer.id)
    expect(await numbersIn(ids, footer)).toEqual([3, 3])
  })
})

describe('a worker that is killed', () => {
  test('before any statement leaves nothing half done, and the next one finishes', async () => {
    const footer = await aLiveFragment(ctx, 'version 1')
    const ids = [await running(ref(footer)), await running(`${ref(footer)} x`), await running(ref(footer))]
    let version = 1
    let crashes = 0
    for (let after = 0; ; after++) {
      await rewritten(ctx, footer.id, `version ${++version}`)
      await fragments.publish(ctx, footer.id, {})
      const before = await Promise.all(ids.map(liveOf))
      const victim = crashing(db, after)
      const ended = await carryOut({ ...ctx, db: victim.db }, of(footer)).catch((error) => error)
      // Whatever each campaign runs with is whole: one version is live, and it is the campaign's.
      for (const [i, id] of ids.entries()) {
        const { number, fragments: frozen, state } = await liveOf(id)
        expect(state).toBe('live')
        expect([version - 1, version]).toContain(frozen[footer.id]!.number)
        expect(frozen[footer.id]!.content).toBe(`version ${frozen[footer.id]!.number}`)
        expect(number - before[i]!.number).toBe(frozen[footer.id]!.number - version + 1)
      }
      if (!victim.crashed()) break
      expect(ended).toBeInstanceOf(Crash)
      crashes++
      await carryOut(ctx, of(footer))
      expect(await numbersIn(ids, footer)).toEqual([version, version, version])
      expect(await fragments.get(ctx, footer.id)).toMatchObject({
        status: 'live',
        liveVersion: version,
        publication: { status: 'complete', done: 3, total: 3, errors: [] },
      })
      // One version a publication, however often it was begun.
      expect((await liveOf(ids[0]!)).number).toBe(version)
    }
    expect(crashes).toBeGreaterThan(30)
  })

  test('has a job that is done twice do no harm, whether in turn or at once', async () => {
    const footer = await aLiveFragment(ctx, 'one')
    const ids = await Promise.all(Array.from({ length: 6 }, () => running(ref(footer))))
    await rewritten(ctx, footer.id, 'two')
    await fragments.publish(ctx, footer.id, {})
    await Promise.all([1, 2, 3].map(() => carryOut(ctx, of(footer))))
    expect(await carryOut(ctx, of(footer))).toEqual({ moved: 0, over: true })
    expect(await numbersIn(ids, footer)).toEqual(ids.map(() => 2))
    for (const id of ids) expect((await liveOf(id)).number).toBe(2)
    expect((await fragments.get(ctx, footer.id)).publication).toMatchObject({ done: 6, total: 6 })
  })
})

test('a publication to many campaigns goes on in steps, and tells how far it is', async () => {
  const footer = await aLiveFragment(ctx, 'one')
  const ids = await Promise.all(Array.from({ length: 5 }, () => running(ref(footer))))
  await rewritten(ctx, footer.id, 'two')
  await fragments.publish(ctx, footer.id, {})
  const told = async () => (await fragments.get(ctx, footer.id)).publication
  for (const done of [2, 4]) {
    expect(await carryOut(ctx, of(footer), { most: 2 })).toEqual({ moved: 2, over: false })
    expect(await told()).toMatchObject({ status: 'inProgress', done, total: 5 })
  }
  expect(await carryOut(ctx, of(footer), { most: 2 })).toEqual({ moved: 1, over: true })
  expect(await told()).toMatchObject({ status: 'complete', done: 5, total: 5 })
  expect(await numbersIn(ids, footer)).toEqual(ids.map(() => 2))
})

describe('while a fragment is published', () => {
  test('campaigns that are activated end with it as it is live, however the two meet', async () => {
    const footer = await aLiveFragment(ctx, 'version 1')
    const ids: string[] = []
    for (let version = 2; version < 12; version++) {
      const drafts = await Promise.all([1, 2, 3].map(() => aDraft(ctx, says(ref(footer)))))
      ids.push(...drafts.map(({ id }) => id))
      await rewritten(ctx, footer.id, `version ${version}`)
      await fragments.publish(ctx, footer.id, {})
      await Promise.all([
        carryOut(ctx, of(footer)),
        ...drafts.map(async ({ id }, i) => {
          for (let statements = 0; statements < i * 3; statements++) await fragments.get(ctx, footer.id)
          await activate(id)
        }),
      ])
      expect(await numbersIn(ids, footer)).toEqual(ids.map(() => version))
    }
  })

  test('an activation that froze it before it went live is waited for, and found', async () => {
    const footer = await aLiveFragment(ctx, 'one')
    const { id } = await aDraft(ctx, says(ref(footer)))
    await rewritten(ctx, footer.id, 'two')
    await fragments.publish(ctx, footer.id, {})
    let publication: Promise<unknown> | undefined
    await inTransaction(db, async (within) => {
      const campaign = await campaignStore.hold(within, sandboxId, id)
      const { definition } = await versionStore.get(within, campaign, 1)
      const { fragments: frozen } = await snapshotOf(within, sandboxId, [definition.content])
      expect(frozen[footer.id]!.number).toBe(1)
      publication = carryOut(ctx, of(footer))
      // It cannot end before we do: what it waits for is ours.
      for (let i = 0; i < 20; i++) expect((await fragments.get(ctx, footer.id)).status).toBe('publishing')
      await versionStore.promoteDraft(within, campaign, campaigns.by(ctx), frozen)
      const values = { draftVersion: null, liveVersion: 1 }
      await campaignStore.transition(within, sandboxId, id, 'start', campaigns.by(ctx), values)
    })
    await publication
    expect(await numbersIn([id], footer)).toEqual([2])
  })

  test('another one inside it is published: campaigns end with both', async () => {
    for (let round = 0; round < 5; round++) {
      const inner = await aLiveFragment(ctx, 'inner 1')
      const outer = await aLiveFragment(ctx, 'outer 1')
      const ids = [
        await running(ref(outer)),
        await running(ref(inner)),
        await running(ref(outer) + ref(inner)),
      ]
      await rewritten(ctx, inner.id, 'inner 2')
      await rewritten(ctx, outer.id, `outer 2 ${ref(inner)}`)
      await fragments.publish(ctx, inner.id, {})
      await fragments.publish(ctx, outer.id, {})
      await Promise.all([carryOut(ctx, of(inner)), carryOut(ctx, of(outer))])
      expect(await numbersIn([ids[0]!, ids[2]!], outer)).toEqual([2, 2])
      expect(await numbersIn(ids, inner)).toEqual([2, 2, 2])
    }
  })

  test('a campaign that is stopped or deleted is left alone', async () => {
    const footer = await aLiveFragment(ctx, 'one')
    const ids = await Promise.all(Array.from({ length: 6 }, () => running(ref(footer))))
    await rewritten(ctx, footer.id, 'two')
    await fragments.publish(ctx, footer.id, {})
    await Promise.all([
      carryOut(ctx, of(footer)),
      ...ids.map((id) => campaignStore.transition(db, sandboxId, id, 'stop', campaigns.by(ctx))),
    ])
    expect((await fragments.get(ctx, footer.id)).publication).toMatchObject({
      status: 'complete',
      errors: [],
    })
  })
})
