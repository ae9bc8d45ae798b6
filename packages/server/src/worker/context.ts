import type { OpenMailbox } from '../channels/email/mailbox/index.ts'
import type { House } from '../context.ts'
import type { Doubt } from './doubt.ts'
import type { Leases } from './leases.ts'
import type { Objections } from './objections.ts'
import type { Log } from './ports.ts'
import type { Relays } from './relays.ts'
import type { Targets } from './targets.ts'

/** What the steps of a worker process share. */
export interface WorkerContext extends House {
  /** The name under which this process holds leases. */
  readonly name: string
  readonly log: Log
  readonly leases: Leases
  readonly targets: Targets
  readonly relays: Relays
  /** Refusals heard while messages are under way. */
  readonly objections: Objections
  /** What of the messages that may be in doubt at a time each group has. */
  readonly doubt: Doubt
  readonly openMailbox: OpenMailbox
  /** Batches whose delivery met a bug: they are tried alone, so that they take no others with them. */
  readonly suspects: Set<number>
  /** Once aborted, nothing new is begun: chunks under way are settled and the rest is given back. */
  readonly draining: AbortSignal
}
