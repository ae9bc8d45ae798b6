import type { Definition } from '@chappe/core/campaign/schema'
import PostalMime from 'postal-mime'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { examine } from '../app/doctor.ts'
import { record } from '../app/feedback.ts'
import { Links } from '../app/links.ts'
import { expand } from '../app/occurrences/expand.ts'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import * as reports from '../app/reports.ts'
import { trackingTokens } from '../app/tracking.ts'
import type { OutgoingMail } from '../channels/provider.ts'
import * as campaigns from '../store/campaigns.ts'
import { aConfiguration, aRelay, bury, deliverDue, later, messagesOf, take } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { everyDay, nextMinute, occurrenceTools } from '../testing/occurrences.ts'
import { deliver } from './deliver.ts'

let house: TestHouse
let tools: ReturnType<typeof occurrenceTools>
beforeAll(async () => {
  house = await aHouse()
  tools = occurrenceTools(house)
})

type Said = Partial<z.input<typeof Definition>>

const saying = (subject: string, path = subject.toLowerCase()) => ({
  subject: `${subject} {{profile.person.name.firstName}}`,
  html: `<html><body><p>${subject}</p><a href="https://shop.test/${path}">Go</a><a href="{{system.unsubscribeUrl}}">Leave</a><a href="{{system.mirrorUrl}}">Online</a></body></html>`,
})
const own = saying('Own')
const second = { id: 'second', name: 'Second', content: saying('Second') }
const third = { id: 'third', name: 'Third', content: saying('Third') }
const twice: Said = { content: own, variants: [second], actions: ['second'] }

async function begun(list: { id: string }, definition: Said) {
  const campaign = await tools.aCampaign(list, { definition })
  await occurrences.planDue(house)
  const { id } = await tools.occurrenceOf(campaign)
  await expand(house, { id })
  await release(house)
  return campaign
}

async function read({ raw, to, id }: OutgoingMail) {
  const { subject = '', html = '', from } = await PostalMime.parse(raw)
  return { subject, html, from: from?.address, to, id }
}
const firstWords = (mails: readonly { subject: string }[]) =>
  mails.map(({ subject }) => subject.split(' ')[0])

describe('two actions', () => {
  test('reach everybody twice, each with its own content and a message of its own in the ledger', async () => {
    const list = await tools.aList(30)
    const campaign = await begun(list, twice)
    const relay = aRelay()
    await deliverDue(tools.worker(relay))
    await release(house)
    const rows = await messagesOf(house, campaign.id)
    const pairs = rows.map(({ recipientId, action, variant }) => `${recipientId} ${action} ${variant}`)
    expect(new Set(pairs)).toEqual(new Set(list.ids.flatMap((id) => [`${id} 0 null`, `${id} 1 second`])))
    expect(rows).toHaveLength(60)
    const said = new Map((await Promise.all(relay.heard.map(read))).map((mail) => [mail.id, mail.subject]))
    for (const { id, action } of rows) expect(said.get(id)).toMatch(action === 0 ? /^Own P/ : /^Second P/)
    expect(await tools.report(campaign)).toMatchObject({ targeted: 60, sent: 60, pending: 0 })
    expect((await tools.occurrenceOf(campaign)).status).toBe('done')
    expect(await examine(house)).toEqual([])
  })

  test('are each written once for a person, whatever asks for it', async () => {
    const campaign = await begun(await tools.aList(2), twice)
    await deliverDue(tools.worker())
    for (const one of await messagesOf(house, campaign.id)) {
      const again = { ...one, id: house.newId(), clickedLinks: [] }
      await expect(house.db.insertInto('message').values(again).execute()).rejects.toThrow('message_once')
    }
  })

  test('say the same again when a message is deferred, whichever worker tries', async () => {
    const campaign = await begun(await tools.aList(12), twice)
    const reply = '451 Come back'
    const busy = aRelay(() => ({ kind: 'deferred', reason: 'throttled', reply, counts: true }))
    await deliverDue(tools.worker(busy))
    expect(busy.heard).toHaveLength(24)
    const relay = aRelay()
    await later(house, 30)
    await deliverDue(tools.worker(relay))
    const tried = new Map((await Promise.all(busy.heard.map(read))).map(({ id, subject }) => [id, subject]))
    const mails = await Promise.all(relay.heard.map(read))
    expect(mails).toHaveLength(24)
    for (const { id, subject } of mails) expect(subject).toBe(tried.get(id))
    expect(await tools.report(campaign)).toMatchObject({ targeted: 24, sent: 24 })
  })

  test('go on after a worker dies: nobody is lost, and what is repeated says what it said', async () => {
    const campaign = await begun(await tools.aList(40), { ...twice, uncertainPolicy: 'resend_once' })
    const dying = aRelay(undefined, (n) => (n === 25 ? new Promise(() => {}) : undefined))
    const dead = tools.worker(dying)
    const [lease] = await take(dead, 'marketing', 1)
    void deliver(dead, [lease!])
    await expect.poll(() => dying.heard.length).toBe(25)
    dead.leases.close()
    await bury(house, dead)
    const relay = aRelay()
    await deliverDue(tools.worker(relay))
    await later(house, 60)
    await deliverDue(tools.worker(relay))
    const rows = await messagesOf(house, campaign.id)
    expect(rows.map(({ status }) => status)).toEqual(rows.map(() => 'sent'))
    const known = new Map(rows.map(({ id, variant }) => [id, variant]))
    for (const mail of [...dying.heard, ...relay.heard])
      expect((await read(mail)).subject).toMatch(known.get(mail.id) === null ? /^Own/ : /^Second/)
    expect(await tools.report(campaign)).toMatchObject({ targeted: 80, sent: 80 })
  })

  test('stop together, and whoever was not reached is written down for each', async () => {
    const campaign = await begun(await tools.aList(10), twice)
    const by = { ...house.ctx.actor, at: house.now() }
    await campaigns.transition(house.db, house.ctx.sandboxId, campaign.id, 'stop', by, { nextAt: null })
    await release(house)
    const relay = aRelay()
    await deliverDue(tools.worker(relay))
    expect(relay.heard).toEqual([])
    expect(await tools.report(campaign)).toMatchObject({
      targeted: 20,
      excludedByReason: [{ reason: 'campaign-stopped', count: 20 }],
    })
  })
})

describe('waves', () => {
  test('say their own variant, those without one the campaign’s content', async () => {
    const hour = 3_600_000
    const now = house.now()
    const campaign = await tools.aCampaign(await tools.aList(30), {
      definition: {
        content: own,
        variants: [second, third],
        waves: {
          division: 'equal',
          timing: { kind: 'interval', minutes: 60 },
          waves: [{ variantId: 'third' }, {}, { variantId: 'second' }],
        },
      },
    })
    await occurrences.planDue(house)
    await expand(house, { id: (await tools.occurrenceOf(campaign)).id })
    const heard = []
    for (const hours of [0, 1, 2]) {
      const relay = aRelay()
      await tools.sendAt(new Date(now.getTime() + hours * hour + 60_000), relay)
      heard.push([...new Set(firstWords(await Promise.all(relay.heard.map(read))))])
    }
    expect(heard).toEqual([['Third'], ['Own'], ['Second']])
    const actions = (await messagesOf(house, campaign.id)).map(({ action }) => action)
    expect(new Set(actions)).toEqual(new Set([0]))
  })
})

describe('a variant', () => {
  test('is sent with its own channel configuration, and waits for it alone', async () => {
    const { sandboxId } = house.ctx
    const settings = { senderEmail: 'second@sender.test' }
    const given = { sandboxId, category: 'marketing', settings } as const
    const channelConfigurationId = await aConfiguration(house, given)
    const campaign = await begun(await tools.aList(5), {
      ...twice,
      variants: [{ ...second, channelConfigurationId }],
    })
    const configuration = () =>
      house.db.updateTable('channelConfiguration').where('id', '=', channelConfigurationId)
    await configuration().set({ status: 'inactive' }).execute()
    const relay = aRelay()
    const worker = tools.worker(relay)
    await deliverDue(worker)
    const senders = async () => (await Promise.all(relay.heard.map(read))).map(({ from }) => from)
    expect(new Set(await senders())).toEqual(new Set(['shop@sender.test']))
    expect(relay.heard).toHaveLength(5)
    await configuration().set({ status: 'active' }).execute()
    await later(house, 1)
    await deliverDue(worker)
    expect((await senders()).slice(5)).toEqual(Array(5).fill('second@sender.test'))
    expect(await tools.report(campaign)).toMatchObject({ sent: 10 })
  })

  test('that the version does not have fails its own messages, and no others', async () => {
    const campaign = await begun(await tools.aList(3), { ...twice, actions: ['second', 'gone'] })
    await deliverDue(tools.worker())
    const report = await tools.report(campaign)
    expect(report).toMatchObject({ targeted: 9, sent: 6, errors: 3 })
    expect(report.errorsByReason).toEqual([{ reason: 'rendering', count: 3 }])
  })

  test('has its own page in the browser and its own links, in the languages that it is said in', async () => {
    const campaign = await begun(await tools.aList(2), {
      ...twice,
      variants: [third, { ...second, translations: { fr: saying('Deuxième', 'fr') } }],
      languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
    })
    const [, french] = await messagesOf(house, campaign.id)
    expect(french).toBeUndefined()
    const [batch] = await house.db
      .selectFrom('batch')
      .select('profileIds')
      .where('campaignId', '=', campaign.id)
      .execute()
    await house.db
      .updateTable('profile')
      .set({
        attributes: JSON.stringify({ person: { name: { firstName: 'Zoé' } }, preferredLanguage: 'fr' }),
      })
      .where('id', '=', batch!.profileIds![0]!)
      .execute()
    const relay = aRelay()
    await deliverDue(tools.worker(relay))

    const tokens = trackingTokens(house.secrets)
    const links = new Links(house, tokens)
    const signs = []
    const seen: string[] = []
    for (const { id, subject, html } of await Promise.all(relay.heard.map(read))) {
      const tracked = { messageId: id, sandboxId: house.ctx.sandboxId }
      const numbers = [...html.matchAll(/\/t\/c\/[\w-]{48}\/(\d+)/g)].map(([, n]) => Number(n))
      const url = await links.destination(tracked, numbers[0]!)
      const [word] = subject.split(' ')
      seen.push(`${word} ${numbers[0]} ${url}`)
      const page = await links.mirror(tracked)
      expect(page).toContain(`<p>${word}</p>`)
      expect(page).toContain(`/t/c/${tokens.of(tracked)}/${numbers[0]}"`)
      signs.push({ ...tracked, at: house.now(), click: { link: numbers[0]!, url: url! } })
    }
    expect(seen.sort()).toEqual([
      'Deuxième 3 https://shop.test/fr',
      'Own 0 https://shop.test/own',
      'Own 0 https://shop.test/own',
      'Second 2 https://shop.test/second',
    ])
    await record(house.db, signs)
    const { links: clicked } = await reports.ofCampaign(house.ctx, campaign.id)
    expect(clicked.map(({ url, clicks }) => `${url} ${clicks}`).sort()).toEqual([
      'https://shop.test/fr 1',
      'https://shop.test/own 2',
      'https://shop.test/second 1',
    ])
  })
})

test('evergreen: who has got it, with all its actions, does not get it again', async () => {
  const list = await tools.aList(4)
  const start = nextMinute(house)
  const trigger = everyDay(start, { evergreen: true })
  const campaign = await tools.aCampaign(list, { nextAt: start, definition: { ...twice, trigger } })
  const relay = aRelay()
  const targeted: number[] = []
  for (const day of [0, 1]) {
    const at = { ...house, now: () => new Date(start.getTime() + day * 86_400_000) }
    await occurrences.planDue(at)
    await expand(at, { id: (await tools.occurrenceOf(campaign)).id })
    await tools.sendAt(at.now(), relay)
    targeted.push((await tools.occurrenceOf(campaign)).targeted)
  }
  expect(targeted).toEqual([8, 0])
  expect(relay.heard).toHaveLength(8)
})
