import type { Env } from '../../provider.ts'
import { openRelay } from '../smtp/index.ts'
import type { Relay } from '../smtp/relay.ts'
import { Settings, type Tuning } from '../smtp/settings.ts'
import { type FakeRelay, fakeRelay } from './fake-relay.ts'
import type { FakeOptions } from './script.ts'

export const anEnv = (over: Partial<Env> = {}): Env => ({
  now: () => new Date('2026-11-21T08:09:10Z'),
  allowPrivate: true,
  deposit: async () => {},
  ...over,
})

/** Our client in front of a relay at a port of this machine; in clear unless told. */
export const aSender = (
  port: number,
  settings: Partial<Record<keyof Settings, unknown>> = {},
  tuning: Partial<Tuning> = {},
  env: Partial<Env> = {},
): Relay =>
  openRelay(Settings.parse({ host: '127.0.0.1', port, security: 'none', ...settings }), anEnv(env), tuning)

export type Pair = { readonly relay: FakeRelay; readonly sender: Relay }

/** A fake relay and our client in front of it, both ended after the work. */
export async function withRelay<T>(
  options: FakeOptions & { settings?: Partial<Record<keyof Settings, unknown>>; tuning?: Partial<Tuning> },
  work: (pair: Pair) => Promise<T>,
): Promise<T> {
  const relay = await fakeRelay(options)
  const sender = aSender(relay.port, options.settings, options.tuning)
  try {
    return await work({ relay, sender })
  } finally {
    await sender.close()
    await relay.close()
  }
}

/** The three ways in which a relay may take messages. */
export const modes = {
  'one by one': ['8BITMIME', 'SMTPUTF8'],
  pipelining: ['PIPELINING', '8BITMIME', 'SMTPUTF8'],
  chunking: ['PIPELINING', 'CHUNKING', '8BITMIME', 'SMTPUTF8'],
} as const
