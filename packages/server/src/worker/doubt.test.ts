import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunkSize, Doubt, inDoubt, type Part } from './doubt.ts'

const groups = 6

test('a worker is never in doubt of more than a hundred messages, and everybody gets their turn', async () => {
  const steps = fc.array(
    fc.record({
      lane: fc.constantFrom('transactional' as const, 'marketing' as const),
      messages: fc.integer({ min: 1, max: 600 }),
      /** Which of the parts given so far comes back first. */
      back: fc.option(fc.nat(10)),
    }),
  )
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const doubt = new Doubt(groups)
      const held: { lane: string; part: Part }[] = []
      let asked = 0
      let given = 0
      const settle = async () => {
        for (let n = 0; n < 5; n++) await Promise.resolve()
      }
      for (const { lane, messages, back } of all) {
        if (back !== null && held.length > 0) held.splice(back % held.length, 1)[0]!.part.give()
        await settle()
        if (lane === 'transactional' && held.filter((each) => each.lane === lane).length === groups) continue
        asked++
        const taken = doubt.take(lane, messages).then((part) => {
          given++
          expect(part.size).toBeGreaterThanOrEqual(1)
          expect(part.size).toBeLessThanOrEqual(Math.min(messages, chunkSize))
          held.push({ lane, part })
        })
        if (lane === 'transactional') await taken
        await settle()
        expect(held.reduce((sum, { part }) => sum + part.size, 0)).toBeLessThanOrEqual(inDoubt)
      }
      while (held.length > 0) {
        held.shift()!.part.give()
        await settle()
      }
      expect(given).toBe(asked)
    }),
  )
})

test('bulk leaves something for every transactional group, and two groups of it use what there is', async () => {
  const doubt = new Doubt(groups)
  const bulk = [await doubt.take('marketing', 500), await doubt.take('marketing', 500)]
  expect(bulk.map(({ size }) => size)).toEqual([40, 40])
  for (let n = 0; n < groups; n++) expect((await doubt.take('transactional', 500)).size).toBeGreaterThan(0)
})

test('what is given back twice counts once', async () => {
  const doubt = new Doubt(groups)
  const part = await doubt.take('marketing', 500)
  part.give()
  part.give()
  const sizes = [
    await doubt.take('marketing', 500),
    await doubt.take('marketing', 500),
    await doubt.take('marketing', 2),
  ]
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(inDoubt - 18)
})
