import type { Definition } from '@chappe/core/campaign/schema'
import type { AutoPause } from '@chappe/core/campaign/watch'
import type { z } from 'zod'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import * as reports from '../app/reports.ts'
import * as store from '../store/occurrences.ts'
import { expandOccurrenceStep } from '../worker/expand-occurrence.ts'
import { aListOf } from './audience.ts'
import { aCampaignToSend, aRelay, aWorker, deliverDue, type TestRelay } from './delivery.ts'
import type { TestHouse } from './house.ts'

export const content = {
  subject: 'Hello {{profile.person.name.firstName}}',
  html: '<html><body><p>News</p><a href="{{system.unsubscribeUrl}}">Leave</a></body></html>',
}

/** A live campaign that is due to be sent to so many people. */
export async function anActionCampaign(
  house: TestHouse,
  people: number,
  given: { definition?: Partial<z.input<typeof Definition>>; autoPause?: Partial<AutoPause> } = {},
) {
  const audience = await aListOf(house, people)
  const autoPause = { afterMessages: 10, ...given.autoPause }
  const campaign = await aCampaignToSend(house, {
    kind: 'action',
    category: 'marketing',
    nextAt: house.now(),
    definition: { content, audience: { id: audience.id }, autoPause, ...given.definition },
  })
  return { ...campaign, audience }
}

/** The next whole minute: schedules name no seconds. */
export const nextMinute = (house: Pick<TestHouse, 'now'>): Date =>
  new Date(Math.ceil(house.now().getTime() / 60_000) * 60_000)

/** A schedule of every day from then on, with what else is said of it. */
export const everyDay = (start: Date, more: object = {}) => ({
  kind: 'recurring' as const,
  recurrence: { every: 'day' as const },
  start: start.toISOString().slice(0, 16),
  timeZone: 'UTC',
  ...more,
})

/** The occurrences of a campaign, newest first. */
export const occurrencesOf = (house: TestHouse, campaign: { id: string }) =>
  store.list(house.db, house.ctx.sandboxId, campaign.id, 100)

/** Plans what is due and takes its snapshot, as workers do. */
export async function begin(house: TestHouse, campaign: { id: string }): Promise<void> {
  await occurrences.planDue(house)
  for (const { id, status } of await occurrencesOf(house, campaign))
    if (status === 'planned') await takeSnapshot(house, id)
}

const takeSnapshot = (house: TestHouse, id: string) =>
  expandOccurrenceStep.run(
    aWorker(house, aRelay()),
    { id },
    () => aRelay(),
    async () => true,
  )

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

/** What tests of action campaigns do with a house. */
export function occurrenceTools(house: TestHouse) {
  const aList = (people: number, given: readonly string[] = []) => aListOf(house, people, given)

  const aCampaign = (
    audience: { id: string; exclude?: string[] },
    more: Parameters<typeof aCampaignToSend>[1] = {},
  ) => {
    const { definition, ...rest } = more
    return aCampaignToSend(house, {
      kind: 'action',
      category: 'marketing',
      nextAt: house.now(),
      definition: { content, audience, ...definition },
      ...rest,
    })
  }

  const worker = (relay = aRelay()) => aWorker(house, relay)

  const occurrenceOf = async (campaign: { id: string }) => (await occurrencesOf(house, campaign))[0]!

  const expandOf = async (campaign: { id: string }) => takeSnapshot(house, (await occurrenceOf(campaign)).id)

  /** Everything that happens between the slot and the last message. */
  async function send(campaign: { id: string }, relay = aRelay()) {
    await occurrences.planDue(house)
    await expandOf(campaign)
    await release(house)
    await deliverDue(worker(relay))
    await release(house)
    return relay
  }

  /** What leaves when it is `at`: whom the relay hears of, in all. */
  async function sendAt(at: Date, relay: ReturnType<typeof aRelay>) {
    await release({ db: house.db, now: () => at })
    await deliverDue(worker(relay))
    await release({ db: house.db, now: () => at })
    return relay.heard.length
  }

  const report = (campaign: { id: string }) => reports.ofCampaign(house.ctx, campaign.id)

  return { aList, aCampaign, worker, expandOf, occurrenceOf, report, send, sendAt }
}
