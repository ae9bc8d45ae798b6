import { beforeAll, describe, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import * as consents from './consents.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

let number = 0
async function aPerson() {
  const email = `chooser-${++number}@example.com`
  return { email, id: await aProfile(house.db, house.ctx.sandboxId, email) }
}
const page = { limit: 50, offset: 0 }

describe('choices', () => {
  test('are written with their history: who, when, how, and what was before', async () => {
    const { ctx } = house
    const { id, email } = await aPerson()
    const about = { channel: 'email' as const, topic: '', address: null }
    await consents.put(ctx, id, { choices: [{ ...about, choice: 'out' }], source: 'phone call' })
    house.clock.pass({ minutes: 1 })
    const spelled = { ...about, topic: 'news', address: email.toUpperCase() }
    const { items, defaults } = await consents.put(ctx, id, {
      choices: [
        { ...about, choice: 'in' },
        { ...spelled, choice: 'out' },
      ],
      source: 'api',
    })
    expect(items).toMatchObject([
      { channel: 'email', topic: '', address: null, choice: 'in', source: 'api' },
      { channel: 'email', topic: 'news', address: email, choice: 'out' },
    ])
    expect(defaults).toEqual({ email: 'in', sms: 'in', push: 'in' })
    const { items: changes, total } = await consents.history(ctx, id, page)
    expect(total).toBe(3)
    expect(changes.at(-1)).toMatchObject({ choice: 'out', previous: null, source: 'phone call' })
    expect(changes.slice(0, 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ choice: 'in', previous: 'out', source: 'api', by: ctx.actor.name }),
        expect.objectContaining({ choice: 'out', previous: null, address: email, topic: 'news' }),
      ]),
    )
  })

  test('that are no news leave no trace', async () => {
    const { ctx } = house
    const { id } = await aPerson()
    const choices = [{ channel: 'sms' as const, topic: '', address: null, choice: 'out' as const }]
    await consents.put(ctx, id, { choices, source: 'api' })
    await consents.put(ctx, id, { choices: [...choices, ...choices], source: 'again' })
    expect((await consents.history(ctx, id, page)).items).toMatchObject([{ source: 'api', previous: null }])
  })

  test('made at the same time are all in the history, each after the one before', async () => {
    const { ctx } = house
    const { id } = await aPerson()
    const choose = (choice: 'in' | 'out') =>
      consents.choose(
        house,
        ctx.sandboxId,
        ['email', 'sms', 'push'].map((channel) => ({
          subject: consents.subjectOf.profile(id),
          channel,
          topic: '',
          choice,
        })),
        { source: choice, by: 'test' },
      )
    await choose('in')
    await Promise.all(Array.from({ length: 20 }, (_, n) => choose(n % 2 === 0 ? 'out' : 'in')))
    const { items } = await consents.history(ctx, id, { limit: 200, offset: 0 })
    for (const channel of ['email', 'sms', 'push']) {
      const steps = items.filter((one) => one.channel === channel && one.previous !== null)
      expect(steps.filter(({ choice, previous }) => choice === previous)).toEqual([])
      const balance = steps.filter(({ choice }) => choice === 'out').length * 2 - steps.length
      const current = (await consents.get(ctx, id)).items.find((one) => one.channel === channel)
      expect(balance).toBe(current?.choice === 'out' ? 1 : 0)
    }
  })

  test('about an address of somebody else are refused, and nothing is written', async () => {
    const { ctx } = house
    const [one, other] = [await aPerson(), await aPerson()]
    const choice = { channel: 'email' as const, topic: '', choice: 'out' as const }
    const choices = [
      { ...choice, address: null },
      { ...choice, address: other.email },
    ]
    await expect(consents.put(ctx, one.id, { choices, source: 'api' })).rejects.toMatchObject({
      type: 'request/invalid',
      extra: { errors: [{ pointer: '/choices/1/address' }] },
    })
    expect((await consents.get(ctx, one.id)).items).toEqual([])
  })
})
