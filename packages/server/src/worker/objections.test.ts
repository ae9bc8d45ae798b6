import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { saveSettings } from '../app/consent-settings.ts'
import * as consents from '../app/consents.ts'
import { unsubscribe } from '../app/feedback.ts'
import * as notices from '../app/notices.ts'
import { merge } from '../app/profiles/merge.ts'
import * as uploads from '../app/suppression-uploads.ts'
import * as suppressions from '../app/suppressions.ts'
import { trackingPaths, trackingTokens } from '../app/tracking.ts'
import { startSink } from '../channels/email/testing/sink.ts'
import { aSender } from '../channels/email/testing/stage.ts'
import type { Sender } from '../channels/provider.ts'
import { type Listening, listen } from '../store/notifications.ts'
import {
  aCampaignToSend,
  accepted,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  statuses,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { anHttpServer, type TestServer } from '../testing/server.ts'
import type { WorkerContext } from './context.ts'
import { objectionChannel } from './objections.ts'

let house: TestHouse
let server: TestServer
let listening: Listening
const payloads: string[] = []
/** Who hears what the database tells. */
let worker: WorkerContext | undefined
const passed = new Map<string, () => void>()

beforeAll(async () => {
  house = await aHouse()
  server = anHttpServer(house.house)
  listening = listen(house.database.connection, objectionChannel, (payload) => {
    payloads.push(payload)
    passed.get(payload)?.()
    worker?.objections.hear(payload)
  })
})
afterAll(() => listening.close())

/** Resolves when everything that was committed before has been heard: notifications keep the order of commits. */
async function heard(): Promise<void> {
  const payload = `0 ${house.newId()}`
  const passing = new Promise<void>((resolve) => passed.set(payload, resolve))
  // Until the listener is connected nothing passes, so it is said again.
  const again = setInterval(
    () => void house.pool.query('select pg_notify($1, $2)', [objectionChannel, payload]),
    200,
  )
  await house.pool.query('select pg_notify($1, $2)', [objectionChannel, payload])
  await passing
  clearInterval(again)
}

interface Person {
  readonly email: string
  readonly id: string | null
  /** Of the links in a message that they had before. */
  readonly earlier: string
}
const tracked = ({ earlier }: Person) => ({ messageId: earlier, sandboxId: house.ctx.sandboxId })
const tokens = () => trackingTokens(house.secrets)
const post = async (url: string, payload: string) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await server.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(200)
}
const choose = (subject: string) =>
  consents.choose(house, house.ctx.sandboxId, [{ subject, channel: 'email', topic: '', choice: 'out' }], {
    source: 'api',
    by: 'test',
  })

/** Every door by which somebody leaves; through these, transactional messages reach them still. */
const refusals: Record<string, (person: Person) => Promise<unknown>> = {
  'the API': ({ id, email }) =>
    choose(id ? consents.subjectOf.profile(id) : consents.subjectOf.address(email)),
  'one click': (person) =>
    post(trackingPaths.unsubscribe('', tokens().of(tracked(person))), 'List-Unsubscribe=One-Click'),
  'the unsubscribe page': (person) =>
    post(trackingPaths.unsubscribe('', tokens().of(tracked(person))), 'scope=all'),
  'the preference centre': (person) =>
    post(trackingPaths.preferences('', tokens().of(tracked(person))), 'shown=email'),
  mail: (person) => unsubscribe(house, tracked(person), 'mail'),
  async 'becoming one with somebody who left'({ id, email }) {
    if (!id) return choose(consents.subjectOf.address(email))
    const other = await aProfile(house.db, house.ctx.sandboxId, `other-of-${email}`)
    await choose(consents.subjectOf.profile(other))
    await merge(house.ctx, id, other)
  },
}
/** And through these nothing does. */
const suppressing: Record<string, (person: Person) => Promise<unknown>> = {
  'the suppression list': ({ email }) =>
    suppressions.add(house.ctx, { type: 'address', value: email, comment: '' }),
  'the list of domains': ({ email }) =>
    suppressions.add(house.ctx, { type: 'domain', value: email.split('@')[1]!, comment: '' }),
  async 'an upload'({ email }) {
    const upload = await uploads.create(house.ctx, {
      list: 'suppression',
      filename: 'x.csv',
      text: `EMAIL,${email},\n`,
    })
    await uploads.carryOut(house, { sandboxId: house.ctx.sandboxId, uploadId: upload.id })
  },
  'a complaint': ({ email, earlier }) =>
    notices.take(house, { sandboxId: house.ctx.sandboxId, sourceId: null, isTrusted: true }, [
      {
        kind: 'complaint',
        bounce: 'hard',
        reason: 'spam-complaint',
        messageId: earlier,
        address: email,
        detail: 'abuse',
        key: house.newId(),
      },
    ]),
}
const doors = { ...refusals, ...suppressing }
type Door = keyof typeof doors & string

let number = 0
/** People who had a message before, known or not; each with a domain of their own. */
async function people(known: readonly boolean[]): Promise<Person[]> {
  const emails = known.map(() => `person@d${++number}.example`)
  const ids: (string | null)[] = []
  for (const [n, email] of emails.entries())
    ids.push(known[n] ? await aProfile(house.db, house.ctx.sandboxId, email) : null)
  const intro = await aCampaignToSend(house)
  const [earlier] = await calls(house, intro, [emails.map((email) => to(email))])
  await deliverDue(aWorker(house, aRelay()))
  return emails.map((email, n) => ({ email, id: ids[n]!, earlier: earlier![n]! }))
}

const plans = fc.array(
  fc.record({
    door: fc.constantFrom(...Object.keys(doors)),
    /** After so many messages of this run have left; 0: after the worker asked, before the first one. */
    moment: fc.integer({ min: 0, max: 9 }),
    known: fc.boolean(),
  }),
  { minLength: 4, maxLength: 10 },
)

test('what somebody refuses while it is being handed over does not begin to leave, by whatever door', async () => {
  await fc.assert(
    fc.asyncProperty(
      plans,
      fc.constantFrom('marketing' as const, 'transactional' as const),
      async (all, category) => {
        const persons = await people(all.map(({ known }) => known))
        const campaign = await aCampaignToSend(house, { category })
        const gone = new Set<string>()
        const leaving = new Set<Person>()
        const late: string[] = []
        const isEnough = (door: Door) => category === 'marketing' || door in suppressing
        const relay = aRelay(
          (mail) => {
            if (gone.has(mail.to)) late.push(mail.to)
            return accepted
          },
          async (left) => {
            let anybody = false
            for (const [n, { door, moment }] of all.entries()) {
              const person = persons[n]!
              if (moment !== left || leaving.has(person)) continue
              leaving.add(person)
              await doors[door]!(person)
              anybody = true
              if (isEnough(door)) gone.add(person.email)
            }
            if (anybody) await heard()
          },
        )
        worker = aWorker(house, relay)
        await calls(house, campaign, [persons.map(({ email }) => to(email))])
        await deliverDue(worker)

        expect(late).toEqual([])
        const got = relay.heard.map((mail) => mail.to)
        expect(new Set(got).size).toBe(got.length)
        // Whoever did not leave, or left by a door that this message does not mind, has it.
        for (const { email } of persons) if (!gone.has(email)) expect(got).toContain(email)
        const { sent = 0, excluded = 0, ...rest } = await statuses(house, campaign.id)
        expect(rest).toEqual({})
        expect(sent + excluded).toBe(persons.length)
      },
    ),
    { numRuns: 15 },
  )
})

test('over SMTP, too: no message begins once the refusal was heard', async () => {
  let left = 0
  let onLeft: (left: number) => void = () => {}
  const sink = await startSink({ mode: 'plain', onMessage: () => onLeft(++left) })
  const smtp = aSender(sink.port, { connections: 2 })
  try {
    const persons = await people(Array.from({ length: 80 }, (_, n) => n % 2 === 0))
    const campaign = await aCampaignToSend(house, { category: 'marketing' })
    const gone = new Set<string>()
    const late: string[] = []
    const watched: Sender = {
      send: (batch, settle, options = {}) =>
        smtp.send(batch, settle, {
          ...options,
          wanted(index) {
            const isWanted = options.wanted?.(index) !== false
            if (isWanted && gone.has(batch[index]!.to)) late.push(batch[index]!.to)
            return isWanted
          },
        }),
      close: async () => {},
    }
    worker = aWorker(house, watched)
    const names = Object.keys(doors)
    const leaving: Promise<void>[] = []
    onLeft = (left) => {
      if (left % 4 !== 1) return
      const person = persons[persons.length - 1 - (left >> 2)]!
      const door = doors[names[(left >> 2) % names.length]!]!
      leaving.push(
        door(person)
          .then(heard)
          .then(() => void gone.add(person.email)),
      )
    }
    await calls(house, campaign, [persons.map(({ email }) => to(email))])
    await deliverDue(worker)
    await Promise.all(leaving)
    expect(leaving.length).toBeGreaterThan(0)
    expect(late).toEqual([])
    const { sent = 0, excluded = 0, ...rest } = await statuses(house, campaign.id)
    expect([sent + excluded, rest]).toEqual([80, {}])
    expect(sent).toBe(sink.received())
  } finally {
    await smtp.close()
    await sink.close()
  }
})

test('a refusal that no notification told of is found while the relay is slow', async () => {
  const persons = await people([true, false, true])
  const campaign = await aCampaignToSend(house, { category: 'marketing' })
  const sent: string[] = []
  const slow: Sender = {
    async send(batch, settle, { wanted } = {}) {
      for (const [index, mail] of batch.entries()) {
        if (index === 1) {
          const last = persons.findIndex(({ email }) => email === batch.at(-1)!.to)
          await doors['one click']!(persons[last]!)
          while (wanted!(batch.length - 1)) await new Promise((resolve) => setTimeout(resolve, 20))
        }
        if (wanted?.(index) === false) settle(index, { kind: 'not-sent' })
        else {
          sent.push(mail.to)
          settle(index, accepted)
        }
      }
    },
    close: async () => {},
  }
  worker = undefined
  await calls(house, campaign, [persons.map(({ email }) => to(email))])
  await deliverDue(aWorker(house, slow))
  expect(sent).toHaveLength(2)
  expect(await statuses(house, campaign.id)).toEqual({ sent: 2, excluded: 1 })
})

test('a rule that changes for everybody is heard: what has not begun is asked about again', async () => {
  const persons = await people([true, true, false, false])
  const campaign = await aCampaignToSend(house, { category: 'marketing' })
  const saying = (choice: 'in' | 'out') => ({ email: choice, sms: 'in' as const, push: 'in' as const })
  const relay = aRelay(undefined, async (left) => {
    if (left !== 2) return
    await saveSettings(house.ctx, { defaults: saying('out') })
    await heard()
  })
  worker = aWorker(house, relay)
  await calls(house, campaign, [persons.map(({ email }) => to(email))])
  await deliverDue(worker)
  expect(relay.heard).toHaveLength(2)
  await saveSettings(house.ctx, { defaults: saying('in') })
})

test('a yes is told to nobody, and a great many refusals at once in few words', async () => {
  await heard()
  payloads.length = 0
  const say = (choice: 'in' | 'out') =>
    consents.choose(
      house,
      house.ctx.sandboxId,
      Array.from({ length: 300 }, (_, n) => ({
        subject: consents.subjectOf.address(`many-${n}@example.com`),
        channel: 'email',
        topic: '',
        choice,
      })),
      { source: 'test', by: 'test' },
    )
  const told = () => payloads.filter((payload) => !payload.startsWith('0 '))
  await say('in')
  await heard()
  expect(told()).toEqual([])
  await say('out')
  await heard()
  expect(told()).toContain(String(house.ctx.sandboxId))
  expect(told().length).toBeLessThanOrEqual(51)
})
