import { expect, test } from 'vitest'
import { once } from './once.ts'

/** Something to ask, whose answers are given by hand. */
function asking() {
  const asked: { input: unknown; answer: (what: string) => void; refuse: (why: Error) => void }[] = []
  const { ask, forget } = once(
    (input: unknown) =>
      new Promise<string>((answer, refuse) => {
        asked.push({ input, answer, refuse })
      }),
  )
  return { ask, forget, asked }
}

test('the same is not asked again while its answer is on its way, and both get the one answer', async () => {
  const { ask, asked } = asking()
  const both = [ask({ body: { name: 'Ada' } }), ask({ body: { name: 'Ada' } })]
  expect(asked).toHaveLength(1)
  asked[0]!.answer('made')
  expect(await Promise.all(both)).toEqual(['made', 'made'])
})

test('the same may be asked again when it is answered', async () => {
  const { ask, asked } = asking()
  const first = ask({ query: 1 })
  asked[0]!.answer('first')
  await first
  const second = ask({ query: 1 })
  expect(asked).toHaveLength(2)
  asked[1]!.answer('second')
  expect(await second).toBe('second')
})

test('what was refused may be tried again', async () => {
  const { ask, asked } = asking()
  const first = ask({})
  asked[0]!.refuse(new Error('busy'))
  await expect(first).rejects.toThrow('busy')
  void ask({})
  expect(asked).toHaveLength(2)
})

test('on, off and on again are three, each with its own answer', async () => {
  const { ask, asked } = asking()
  const answers = [true, false, true].map((on) => ask({ on }))
  expect(asked.map(({ input }) => input)).toEqual([{ on: true }, { on: false }, { on: true }])
  for (const [i, one] of asked.entries()) one.answer(`answer ${i}`)
  expect(await Promise.all(answers)).toEqual(['answer 0', 'answer 1', 'answer 2'])
})

test('an early answer to what was asked before does not make what is on its way be asked again', async () => {
  const { ask, asked } = asking()
  const first = ask('a')
  void ask('b')
  asked[0]!.answer('done')
  await first
  void ask('b')
  expect(asked).toHaveLength(2)
})

test('what was forgotten may be asked again', () => {
  const { ask, forget, asked } = asking()
  void ask('a')
  forget()
  void ask('a')
  expect(asked).toHaveLength(2)
})
