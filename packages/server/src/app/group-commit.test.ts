import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupCommit } from './group-commit.ts'

/** A commit whose groups end when told, and that records what it was given. */
function aCommit() {
  const groups: { items: number[]; end: (failure?: Error) => void }[] = []
  const commit = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      groups.push({
        items,
        end: (failure) => (failure ? reject(failure) : resolve(items.map((n) => n * 10))),
      })
    })
  return { groups, commit }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what arrives while a commit is under way goes together in the next one', async () => {
  const { groups, commit } = aCommit()
  const { submit } = groupCommit(commit, { lines: 1, most: 100 })
  const first = submit(1)
  await turn()
  const others = [submit(2), submit(3), submit(4)]
  await turn()
  expect(groups.map(({ items }) => items)).toEqual([[1]])
  groups[0]!.end()
  expect(await first).toBe(10)
  await turn()
  expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3, 4]])
  groups[1]!.end()
  expect(await Promise.all(others)).toEqual([20, 30, 40])
})

test('a commit that fails is told to its own group only', async () => {
  const { groups, commit } = aCommit()
  const group = groupCommit(commit, { lines: 1, most: 2 })
  const results = [1, 2, 3].map((n) => group.submit(n).catch((error: Error) => error.message))
  await turn()
  expect(group.waiting).toBe(1)
  groups[0]!.end(new Error('away'))
  await turn()
  await turn()
  groups[1]!.end()
  expect(await Promise.all(results)).toEqual(['away', 'away', 30])
})

test('every item is committed once, in groups no larger than allowed, on no more lines than there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 7 }),
      async (pauses, lines, most) => {
        const seen: number[] = []
        let under = 0
        const { submit } = groupCommit(
          async (items: number[]) => {
            expect(++under).toBeLessThanOrEqual(lines)
            expect(items.length).toBeLessThanOrEqual(most)
            for (let n = 0; n < items.length % 3; n++) await turn()
            seen.push(...items)
            under--
            return items.map((n) => -n)
          },
          { lines, most },
        )
        const results: Promise<number>[] = []
        for (const [n, pause] of pauses.entries()) {
          results.push(submit(n))
          for (let i = 0; i < pause; i++) await turn()
        }
        expect(await Promise.all(results)).toEqual(pauses.map((_, n) => -n))
        expect(seen.sort((a, b) => a - b)).toEqual(pauses.map((_, n) => n))
      },
    ),
    { numRuns: 60 },
  )
})
