import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import * as reports from '../app/reports.ts'
import * as store from '../store/occurrences.ts'
import { expandOccurrenceStep } from '../worker/expand-occurrence.ts'
import { aListOf } from './audience.ts'
import { aCampaignToSend, aRelay, aWorker, deliverDue } from './delivery.ts'
import type { TestHouse } from './house.ts'

export const content = {
  subject: 'Hello {{profile.person.name.firstName}}',
  html: '<html><body><p>News</p><a href="{{system.unsubscribeUrl}}">Leave</a></body></html>',
}

/** What tests of action campaigns do with a house. */
export function occurrenceTools(house: TestHouse) {
  const { sandboxId } = house.ctx

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

  const occurrenceOf = async (campaign: { id: string }) =>
    (await store.list(house.db, sandboxId, campaign.id, 1))[0]!

  const expandOf = async (campaign: { id: string }) =>
    expandOccurrenceStep.run(
      worker(),
      { id: (await occurrenceOf(campaign)).id },
      () => aRelay(),
      async () => true,
    )

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
