import { EmailContent } from '@chappe/core/campaign/schema'
import { expect, test } from 'vitest'
import { aFragment, aLiveFragment, ref, rewritten } from '../../testing/content.ts'
import { aHouse } from '../../testing/house.ts'
import * as fragments from '../fragments.ts'
import { currentFragments, snapshotOf } from './snapshot.ts'

const house = await aHouse()
const { ctx } = house
const { db, sandboxId } = ctx
const saying = (html: string) => [EmailContent.parse({ html })]

test('a snapshot holds the live versions of everything that contents refer to, those inside others too', async () => {
  const inner = await aLiveFragment(ctx, 'in', { name: 'Inner' })
  const outer = await aLiveFragment(ctx, `<${ref(inner)}>`, { name: 'Outer' })
  await rewritten(ctx, outer.id, 'being written')
  const contents = [...saying('plain'), EmailContent.parse({ subject: ref(outer), text: ref(inner) })]
  expect(await snapshotOf(db, sandboxId, contents)).toEqual({
    fragments: {
      [inner.id]: { number: 1, name: 'Inner', content: 'in' },
      [outer.id]: { number: 1, name: 'Outer', content: `<${ref(inner)}>` },
    },
    missing: [],
    unpublished: [],
    archived: [],
  })
})

test('a snapshot names what cannot be used: nobody’s, never published, archived, another sandbox’s', async () => {
  const draft = await aFragment(ctx, 'x', { name: 'Draft' })
  const archived = await aLiveFragment(ctx, 'x', { name: 'Archived' })
  await fragments.archive(ctx, archived.id)
  const foreign = await aLiveFragment(house.otherCtx, 'x')
  const html = `${ref(draft)}${ref(archived)}${ref(foreign, ' name="Theirs"')}${ref({ id: 'no-id' })}`
  expect(await snapshotOf(db, sandboxId, saying(html))).toEqual({
    fragments: { [archived.id]: expect.objectContaining({ number: 1 }) },
    missing: [
      { id: foreign.id, name: 'Theirs' },
      { id: 'no-id', name: 'no-id' },
    ],
    unpublished: [{ id: draft.id, name: 'Draft' }],
    archived: [{ id: archived.id, name: 'Archived' }],
  })
})

test('drafts show what is live, else what is being written, with where each stands', async () => {
  const live = await aLiveFragment(ctx, 'live')
  await rewritten(ctx, live.id, 'next')
  const draft = await aFragment(ctx, ref(live), { name: 'Draft' })
  const found = await currentFragments(db, sandboxId, [draft.id, ctx.newId(), 'nonsense'])
  expect([...found.values()].map(({ id, status, content }) => ({ id, status, content }))).toEqual([
    { id: draft.id, status: 'draft', content: ref(live) },
    { id: live.id, status: 'live', content: 'live' },
  ])
})
