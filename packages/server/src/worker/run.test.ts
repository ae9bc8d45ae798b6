import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from '../app/doctor.ts'
import * as reports from '../app/reports.ts'
import { type FakeRelay, fakeRelay } from '../channels/email/testing/fake-relay.ts'
import {
  aCampaignToSend,
  aConfiguration,
  bury,
  calls,
  messagesOf,
  statuses,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { inDoubt } from './doubt.ts'

const checkout = fileURLToPath(new URL('../../../../', import.meta.url))
const out = join(checkout, 'dist', `trial-${process.pid}-worker`)
const children = new Set<ChildProcess>()
let house: TestHouse

beforeAll(async () => {
  house = await aHouse()
  const { bundle } = await import(new URL('../../../../scripts/build.mjs', import.meta.url).href)
  const entry = fileURLToPath(new URL('../testing/trial/delivery.ts', import.meta.url))
  await bundle({ delivery: entry }, out)
})
afterAll(async () => {
  await Promise.all([...children].map((child) => end(child, 'SIGKILL')))
  rmSync(out, { recursive: true, force: true })
})

let count = 0

async function aProcess(): Promise<{ name: string; child: ChildProcess }> {
  const name = `process-${++count}`
  const child = spawn(process.execPath, [join(out, 'delivery.mjs'), house.database.url, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  await once(child.stdout!, 'data')
  return { name, child }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

async function aRelayAndItsConfiguration(category: 'transactional' | 'marketing') {
  const relay = await fakeRelay()
  const { sandboxId } = house.ctx
  const config = { host: '127.0.0.1', port: relay.port, security: 'none', messagesPerConnection: 50 }
  const provider = { kind: 'smtp', config }
  return { relay, configurationId: await aConfiguration(house, { sandboxId, category, provider }) }
}

/** How often each message arrived, by Message-ID. */
function arrivals(relay: FakeRelay): Map<string, number> {
  const times = new Map<string, number>()
  for (const { raw } of relay.mails) {
    const id = /^Message-ID: <([0-9a-f-]{36})@/m.exec(raw)![1]!
    times.set(id, (times.get(id) ?? 0) + 1)
  }
  return times
}

const settledOf = async (id: string) => {
  const { pending, targeted } = await reports.ofCampaign(house.ctx, id)
  return targeted - pending
}

test.each(['transactional', 'marketing'] as const)(
  'kill -9 in the middle of %s deliveries loses nobody; copies stay within the promise; the books balance',
  async (category) => {
    const { relay, configurationId } = await aRelayAndItsConfiguration(category)
    const campaign = await aCampaignToSend(house, { category, configurationId })
    const waves = 4
    const perWave = 600
    const kills = 3
    for (let wave = 0; wave < waves; wave++)
      await calls(
        house,
        campaign,
        Array.from({ length: perWave }, (_, n) => [to(`w${wave}-${n}@example.com`)]),
      )

    for (let kill = 1; kill <= kills; kill++) {
      const { name, child } = await aProcess()
      const before = relay.mails.length
      await expect
        .poll(() => relay.mails.length, { interval: 1 })
        .toBeGreaterThan(Math.min(before + kill * 50, waves * perWave - 1))
      await end(child, 'SIGKILL')
      await bury(house, { name })
    }
    const last = await aProcess()
    await expect.poll(() => settledOf(campaign.id)).toBe(waves * perWave)
    await end(last.child, 'SIGTERM')

    const times = arrivals(relay)
    const ledger = await messagesOf(house, campaign.id)
    expect(ledger).toHaveLength(waves * perWave)
    for (const { id, status, resends } of ledger) {
      if (status === 'sent') expect(times.get(id)).toBeGreaterThanOrEqual(1)
      expect(times.get(id) ?? 0).toBeLessThanOrEqual(1 + resends)
      expect(['sent', 'uncertain']).toContain(status)
    }
    const { uncertain = 0 } = await statuses(house, campaign.id)
    const resent = ledger.filter(({ resends }) => resends > 0).length
    expect(uncertain + resent).toBeLessThanOrEqual(kills * inDoubt)
    if (category === 'marketing') expect(resent).toBe(0)
    expect((await examine(house)).filter(({ level }) => level === 'error')).toEqual([])
    await relay.close()
  },
  300_000,
)

test('a call wakes a worker that has nothing to do', async () => {
  const { relay, configurationId } = await aRelayAndItsConfiguration('transactional')
  const campaign = await aCampaignToSend(house, { configurationId })
  const { child } = await aProcess()
  await calls(house, campaign, [[to('awake@example.com')]])
  await expect.poll(() => statuses(house, campaign.id)).toEqual({ sent: 1 })
  await end(child, 'SIGTERM')
  expect(
    await house.db.selectFrom('worker').select('name').where('name', '=', `process-${count}`).execute(),
  ).toEqual([])
  await relay.close()
})
