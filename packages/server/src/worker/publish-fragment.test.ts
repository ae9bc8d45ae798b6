import { expect, test } from 'vitest'
import { publishFragmentKind } from '../app/fragments/publication.ts'
import * as fragments from '../app/fragments.ts'
import { aFragment, aLiveFragment, ref, rewritten } from '../testing/content.ts'
import { aRelay, aWorker } from '../testing/delivery.ts'
import { aHouse } from '../testing/house.ts'
import { aLiveCampaign } from '../testing/live-campaign.ts'
import { JobLoop } from './jobs.ts'

const house = await aHouse()
const { ctx, db } = house

/** Lets a worker do jobs until `done`. */
async function work(done: () => Promise<boolean>): Promise<void> {
  const draining = new AbortController()
  const loop = new JobLoop({ ...aWorker(house, aRelay()), draining: draining.signal }, () => aRelay())
  const running = loop.run()
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20))
  draining.abort()
  await running
}
const ended = (id: string) => async () => (await fragments.get(ctx, id)).status !== 'publishing'

test('a worker carries a publication out, and the next one too', async () => {
  const { id } = await aFragment(ctx, 'one')
  for (const version of [1, 2]) {
    await fragments.publish(ctx, id, {})
    await work(ended(id))
    expect(await fragments.get(ctx, id)).toMatchObject({
      status: 'live',
      liveVersion: version,
      publication: { status: 'complete' },
    })
    await rewritten(ctx, id, `again ${version}`)
  }
})

test('a publication that throws at every attempt ends in an error that says why', async () => {
  const footer = await aLiveFragment(ctx, 'one')
  const campaignId = await aLiveCampaign(db, ctx.sandboxId)
  await db
    .updateTable('campaignVersion')
    .set({
      definition: '{"content":5}',
      fragments: JSON.stringify({ [footer.id]: { number: 1, name: 'x', content: 'one' } }),
    })
    .where('campaignId', '=', campaignId)
    .execute()
  await rewritten(ctx, footer.id, `two ${ref(await aLiveFragment(ctx, 'x'))}`)
  await fragments.publish(ctx, footer.id, {})
  await db
    .updateTable('job')
    .set({ attempts: 19 })
    .where('kind', '=', publishFragmentKind)
    .where('status', '=', 'ready')
    .execute()
  await work(ended(footer.id))
  expect(await fragments.get(ctx, footer.id)).toMatchObject({
    status: 'live',
    publication: { status: 'error', errors: [{ detail: expect.stringContaining('could not be finished') }] },
  })
})
