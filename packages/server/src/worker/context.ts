import type { Sender } from '../channels/provider.ts'
import type { House } from '../context.ts'

import type { Leases } from './leases.ts'
import type { Relays } from './relays.ts'
import type { Targets } from './targets.ts'

/** A channel configuration ready to be opened: everything that a provider needs, secrets opened. */
export interface OpenConfiguration {
  readonly sandboxId: number
  readonly id: string
  readonly kind: string
  readonly config: Record<string, unknown>
}

export type OpenSender = (configuration: OpenConfiguration) => Sender

/** The part of a logger that the worker speaks to. */
export interface Log {
  info(fields: object, sentence: string): void
  warn(fields: object, sentence: string): void
  error(fields: object, sentence: string): void
}

/** What the steps of a worker process share. */
export interface WorkerContext extends House {
  /** The name under which this process holds leases. */
  readonly name: string
  readonly log: Log
  readonly leases: Leases
  readonly targets: Targets
  readonly relays: Relays
  /** Batches whose delivery met a bug: they are tried alone, so that they take no others with them. */
  readonly suspects: Set<number>
  /** Once aborted, nothing new is begun: chunks under way are settled and the rest is given back. */
  readonly draining: AbortSignal
}
