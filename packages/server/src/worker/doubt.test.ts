import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunkSize, Doubt, inDoubt, type Part } from './doubt.ts'

const slots = { transactional: 6, marketing: 3 }
const lanes = ['transactional', 'marketing'] as const

const turn = async () => {
  for (let n = 0; n < 3; n++) await Promise.resolve()
}

test('a worker is never in doubt of more than a hundred messages, and everybody gets their turn', async () => {
  const steps = fc.array(
    fc.record({
      lane: fc.constantFrom(...lanes),
      messages: fc.integer({ min: 1, max: 600 }),
      /** Which of the parts given so far comes back first. */
      back: fc.option(fc.nat(10)),
    }),
  )
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const doubt = new Doubt(slots)
      const held: Part[] = []
      let given = 0
      for (const { lane, messages, back } of all) {
        if (back !== null && held.length > 0) held.splice(back % held.length, 1)[0]!.give()
        void doubt.take(lane, messages).then((part) => {
          given++
          expect(part.size).toBeGreaterThanOrEqual(1)
          expect(part.size).toBeLessThanOrEqual(Math.min(messages, chunkSize))
          held.push(part)
        })
        await turn()
        expect(held.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(inDoubt)
      }
      for (let part = held.shift(); part; part = held.shift()) {
        part.give()
        await turn()
      }
      expect(given).toBe(all.length)
    }),
  )
})

test('whatever one lane has under way, each slot of the other finds a part at once', async () => {
  for (const [busy, other] of [lanes, [...lanes].reverse()] as const) {
    const doubt = new Doubt(slots)
    for (let n = 0; n < 50; n++) void doubt.take(busy!, 500)
    await turn()
    let begun = 0
    for (let n = 0; n < slots[other!]; n++) void doubt.take(other!, 500).then(() => begun++)
    await turn()
    expect(begun).toBe(slots[other!])
  }
})

test('alone, the first group has as many as it can hand over together', async () => {
  expect((await new Doubt(slots).take('marketing', 500)).size).toBe(chunkSize)
  expect((await new Doubt(slots).take('transactional', 500)).size).toBe(chunkSize)
})

test('what is given back twice counts once', async () => {
  const doubt = new Doubt(slots)
  const part = await doubt.take('marketing', 500)
  part.give()
  part.give()
  let total = 0
  for (let n = 0; n < 50; n++)
    for (const lane of lanes) void doubt.take(lane, 500).then(({ size }) => (total += size))
  await turn()
  expect(total).toBeLessThanOrEqual(inDoubt)
})
