import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { saveSettings } from '../app/consent-settings.ts'
import * as consents from '../app/consents.ts'
import { unsubscribe } from '../app/feedback.ts'
import * as topics from '../store/topics.ts'
import {
  aCampaignToSend,
  accepted,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  later,
  take,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { deliver } from './deliver.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
  const { db, ctx } = house
  for (const [key, doubleOptIn] of [
    ['news', false],
    ['club', true],
  ] as const) {
    const settings = {
      name: { en: key, fr: key },
      description: { en: '', fr: '' },
      channels: ['email' as const],
    }
    await topics.insert(
      db,
      ctx.sandboxId,
      key,
      { ...settings, doubleOptIn, position: 0 },
      { ...ctx.actor, at: ctx.now() },
    )
  }
})

let number = 0
const someone = () => `person-${++number}@example.com`
const say = (choice: 'in' | 'out' | 'pending', subject: string, topic = '') =>
  consents.choose(house, house.ctx.sandboxId, [{ subject, channel: 'email', topic, choice }], {
    source: 'test',
    by: 'test',
  })
const { address, profile } = consents.subjectOf

const ways = {
  'for the address': ({ email }: Person) => say('out', address(email.toUpperCase())),
  'for the person': ({ id, email }: Person) => say('out', id ? profile(id) : address(email)),
  'for the topic': ({ email }: Person) => say('out', address(email), 'news'),
  'by the link of an earlier message': ({ earlier }: Person) =>
    unsubscribe(house, { messageId: earlier, sandboxId: house.ctx.sandboxId }, 'one-click'),
}
interface Person {
  readonly email: string
  readonly id: string | null
  readonly earlier: string
}

/** The moments of the pipeline, in their order; people leave at the beginning of one. */
const moments = [
  'before the call',
  'after acceptance',
  'between two batches',
  'before a retry',
  'before the second retry',
  'never',
] as const

const leaving = fc.record({
  moment: fc.constantFrom(...moments),
  way: fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[])),
  known: fc.boolean(),
})

test('whoever opts out, at any point and in any way, hears no marketing after that moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(leaving, { minLength: 3, maxLength: 8 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      async (plans, highThroughput, rhythm) => {
        const emails = plans.map(someone)
        const ids = await Promise.all(
          plans.map(({ known }, n) => (known ? aProfile(house.db, house.ctx.sandboxId, emails[n]!) : null)),
        )
        const intro = await aCampaignToSend(house)
        const [earlier] = await calls(house, intro, [emails.map((email) => to(email))])
        await deliverDue(aWorker(house, aRelay()))

        const campaign = await aCampaignToSend(house, {
          category: 'marketing',
          highThroughput,
          definition: { topic: 'news' },
        })
        const gone = new Set<string>()
        const heardAfter: string[] = []
        let last = false
        const relay = aRelay((mail, n) => {
          if (gone.has(mail.to)) heardAfter.push(mail.to)
          return last || n % rhythm === 0
            ? accepted
            : { kind: 'deferred', reason: 'system', reply: '451 later', counts: false }
        })
        const worker = aWorker(house, relay)
        const leave = async (now: (typeof moments)[number]) => {
          for (const [n, { moment, way }] of plans.entries()) {
            if (moment !== now) continue
            await ways[way]({ email: emails[n]!, id: ids[n]!, earlier: earlier![n]! })
            gone.add(emails[n]!)
          }
        }
        const deliverOne = async () => {
          const leases = await take(worker, 'marketing', 1)
          if (leases.length > 0) await deliver(worker, leases)
        }

        await leave('before the call')
        for (let n = 0; n < 2; n++) await calls(house, campaign, [emails.map((email) => to(email))])
        await leave('after acceptance')
        await deliverOne()
        await leave('between two batches')
        await deliverDue(worker)
        await leave('before a retry')
        await later(house, 30)
        await deliverDue(worker)
        await leave('before the second retry')
        last = true
        for (let n = 0; n < 2; n++) {
          await later(house, 60)
          await deliverDue(worker)
        }

        expect(heardAfter).toEqual([])
        const staying = emails.filter((_, n) => plans[n]!.moment === 'never')
        const addressOf = new Map(relay.heard.map((mail) => [mail.id, mail.to]))
        const got = relay.accepted.map((id) => addressOf.get(id))
        for (const email of staying) expect(got.filter((one) => one === email)).toHaveLength(2)
        const rows = await house.db
          .selectFrom('message')
          .select(['status'])
          .where('campaignId', '=', campaign.id)
          .execute()
        expect(rows.filter(({ status }) => status !== 'sent' && status !== 'excluded')).toEqual([])
      },
    ),
    { numRuns: 12 },
  )
})

describe('where nobody chose', () => {
  /** Who of these receives a marketing campaign about a topic. */
  async function hear(emails: readonly string[], topic: string | null): Promise<string[]> {
    const campaign = await aCampaignToSend(house, { category: 'marketing', definition: { topic } })
    await calls(house, campaign, [emails.map((email) => to(email))])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    return relay.heard.map((mail) => mail.to).sort()
  }

  test('a topic with double opt-in waits for the confirmation, another does not', async () => {
    const [silent, pending, confirmed] = [someone(), someone(), someone()]
    await say('pending', address(pending), 'club')
    await say('in', address(confirmed), 'club')
    expect(await hear([silent, pending, confirmed], 'club')).toEqual([confirmed])
    expect(await hear([silent, pending, confirmed], 'news')).toHaveLength(3)
    expect(await hear([pending], null)).toEqual([pending])
  })

  test('the default of the sandbox counts, for marketing only', async () => {
    const [silent, channel, topic] = [someone(), someone(), someone()]
    await say('in', address(channel))
    await say('in', address(topic), 'news')
    const all = [silent, channel, topic]
    await saveSettings(house.ctx, { defaults: { email: 'out', sms: 'in', push: 'in' } })
    try {
      expect(await hear(all, null)).toEqual([channel])
      expect(await hear(all, 'news')).toEqual([channel, topic].sort())
      const order = await aCampaignToSend(house)
      await calls(house, order, [[to(silent)]])
      const relay = aRelay()
      await deliverDue(aWorker(house, relay))
      expect(relay.heard).toHaveLength(1)
    } finally {
      await saveSettings(house.ctx, { defaults: { email: 'in', sms: 'in', push: 'in' } })
    }
    expect(await hear(all, null)).toHaveLength(3)
  })
})
