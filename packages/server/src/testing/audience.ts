import type { Definition } from '@chappe/core/campaign/schema'
import type { AutoPause } from '@chappe/core/campaign/watch'
import { sql } from 'kysely'
import type { z } from 'zod'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import * as store from '../store/occurrences.ts'
import { expandOccurrenceStep } from '../worker/expand-occurrence.ts'
import { aCampaignToSend, aRelay, aWorker, deliverDue, type TestRelay } from './delivery.ts'
import type { TestHouse } from './house.ts'
import { aProfile } from './live-campaign.ts'

let number = 0

/** A person with an address of their own, and what else is said. */
export const aPerson = ({ db, ctx }: TestHouse, attributes: Record<string, unknown> = {}): Promise<string> =>
  aProfile(db, ctx.sandboxId, `member${++number}@example.com`, {
    person: { name: { firstName: `P${number}` } },
    ...attributes,
  })

/** A list of those given and so many people who are made for it; answers its id and theirs, in this order. */
export async function aListOf(
  house: TestHouse,
  people: number,
  given: readonly string[] = [],
): Promise<{ id: string; ids: string[] }> {
  const { db, newId, ctx } = house
  const { sandboxId } = ctx
  const ids = [...given]
  for (let n = 0; n < people; n++) ids.push(await aPerson(house))
  const id = newId()
  const by = { createdBy: 'test', modifiedBy: 'test' }
  const definition = JSON.stringify({ kind: 'list', columns: [] })
  await db
    .insertInto('audience')
    .values({ ...by, sandboxId, id, name: id, kind: 'list', definition, status: 'live' })
    .execute()
  await sql`insert into audience_member
            select ${sandboxId}, ${id}::uuid, p, now() from unnest(${ids}::uuid[]) p`.execute(db)
  return { id, ids }
}

/** A live campaign that is due to be sent to so many people. */
export async function anActionCampaign(
  house: TestHouse,
  people: number,
  given: { definition?: Partial<z.input<typeof Definition>>; autoPause?: Partial<AutoPause> } = {},
) {
  const audience = await aListOf(house, people)
  const content = { subject: 'News', html: '<p>News</p><a href="{{system.unsubscribeUrl}}">Leave</a>' }
  const autoPause = { afterMessages: 10, ...given.autoPause }
  const campaign = await aCampaignToSend(house, {
    kind: 'action',
    category: 'marketing',
    nextAt: house.now(),
    definition: { content, audience: { id: audience.id }, autoPause, ...given.definition },
  })
  return { ...campaign, audience }
}

/** The occurrences of a campaign, newest first. */
export const occurrencesOf = (house: TestHouse, campaign: { id: string }) =>
  store.list(house.db, house.ctx.sandboxId, campaign.id, 100)

/** Plans what is due and takes its snapshot, as workers do. */
export async function begin(house: TestHouse, campaign: { id: string }): Promise<void> {
  await occurrences.planDue(house)
  for (const { id, status } of await occurrencesOf(house, campaign))
    if (status === 'planned')
      await expandOccurrenceStep.run(
        aWorker(house, aRelay()),
        { id },
        () => aRelay(),
        async () => true,
      )
}

/** Releases and delivers until nothing more is due. */
export async function deliverAll(house: TestHouse, relay: TestRelay): Promise<void> {
  const worker = aWorker(house, relay)
  for (let before = -1; before < relay.heard.length; ) {
    before = relay.heard.length
    await release(house)
    await deliverDue(worker)
  }
  await release(house)
}
