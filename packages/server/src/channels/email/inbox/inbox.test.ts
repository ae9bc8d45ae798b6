import { expect, test } from 'vitest'
import type { Deposited } from '../../provider.ts'
import { openEmailSender } from '../index.ts'
import { aMail, conformance, outcomesOf } from '../testing/conformance.ts'
import { anEnv } from '../testing/stage.ts'

conformance('the built-in inbox', async () => {
  const kept: Deposited[] = []
  const deposit = async (messages: readonly Deposited[]) => {
    await Promise.resolve()
    kept.push(...messages)
  }
  return {
    sender: openEmailSender('inbox', {}, anEnv({ deposit })),
    arrived: () => kept.map(({ to, raw }) => ({ to, raw: raw.toString() })),
    close: async () => {},
  }
})

test('a message is accepted only once it is stored', async () => {
  let stored: () => void = () => {}
  const deposit = () => new Promise<void>((resolve) => (stored = resolve))
  const sender = openEmailSender('inbox', {}, anEnv({ deposit }))
  const heard: string[] = []
  const sent = sender.send([aMail()], (_, { kind }) => heard.push(kind))
  await new Promise((resolve) => setImmediate(resolve))
  expect(heard).toEqual([])
  stored()
  await sent
  expect(heard).toEqual(['accepted'])
})

test('what could not be stored is deferred, and counts against no address', async () => {
  const deposit = async () => {
    throw new Error('disk full')
  }
  const sender = openEmailSender('inbox', {}, anEnv({ deposit }))
  expect(await outcomesOf(sender, [aMail(), aMail({ to: 'bounce@example.org' })])).toMatchObject([
    { kind: 'deferred', counts: false, reply: expect.stringContaining('disk full') },
    { kind: 'refused', code: 550 },
  ])
})
