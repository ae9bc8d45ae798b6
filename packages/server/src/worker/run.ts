import { release } from '../app/occurrences/release.ts'
import { trackingTokens } from '../app/tracking.ts'
import { mailboxes, type OpenMailbox } from '../channels/email/mailbox/index.ts'
import type { House } from '../context.ts'
import type { Db } from '../store/db.ts'
import { type Listening, listen } from '../store/notifications.ts'
import { leave } from '../store/workers.ts'
import type { WorkerContext } from './context.ts'
import { Doubt } from './doubt.ts'
import { Housekeeping } from './housekeeping.ts'
import { JobLoop } from './jobs.ts'
import { Leases } from './leases.ts'
import { LaneLoop } from './loop.ts'
import { readMailboxes } from './mailboxes.ts'
import { Objections, objectionChannel } from './objections.ts'
import type { Log, OpenSender } from './ports.ts'
import { Relays } from './relays.ts'
import { Targets } from './targets.ts'

export interface WorkerOptions {
  /** Unique among the living worker processes; the supervisor gives back the leases of this name. */
  readonly name: string
  readonly log: Log
  /** For the connection that listens; the pool of the house does not lend one for that long. */
  readonly connection: Parameters<typeof listen>[0]
  /** Connections for what is done per batch; without them those of the house do it. */
  readonly ledger?: Db
  /** Opens what carries messages; see `senders`. */
  readonly openSender: OpenSender
  /** Opens the mailboxes that are read; without it only public ones are. */
  readonly openMailbox?: OpenMailbox
  /** Groups of batches delivered at the same time, per lane. */
  readonly slots?: { readonly transactional: number; readonly marketing: number }
}

export interface RunningWorker {
  /** Takes nothing new, finishes the chunks under way, gives back the rest, and closes what was opened. */
  stop(): Promise<void>
}

/** Milliseconds that chunks under way have when the worker stops; after them only what is begun goes on. */
const patience = 4_000

/** Runs a delivery worker: both lanes, jobs, and the housekeeping of whichever worker leads. */
export function runWorker(house: House, options: WorkerOptions): RunningWorker {
  const { name, log, connection, openSender, slots = { transactional: 6, marketing: 3 } } = options
  const draining = new AbortController()
  const ledger = options.ledger ?? house.db
  const worker: WorkerContext = {
    ...house,
    name,
    log,
    leases: new Leases(ledger, name),
    targets: new Targets({ ...house, db: ledger }, openSender, log),
    relays: new Relays(),
    objections: new Objections(),
    doubt: new Doubt(slots),
    openMailbox: options.openMailbox ?? mailboxes({ allowPrivate: false }),
    suspects: new Set(),
    draining: draining.signal,
  }
  const delivering = { ...worker, db: ledger }
  const lanes = {
    transactional: new LaneLoop(delivering, { lane: 'transactional', slots: slots.transactional }),
    marketing: new LaneLoop(delivering, {
      lane: 'marketing',
      slots: slots.marketing,
      // Not to wait for the clock while a campaign has more people.
      refill: () =>
        release(worker, (err, occurrence) =>
          log.error({ err, occurrence }, 'People of an occurrence could not be released'),
        ),
    }),
  }
  const jobs = [new JobLoop(worker, openSender, 'short'), new JobLoop(worker, openSender, 'long')]
  const housekeeping = new Housekeeping(worker, connection)
  const listening: Listening[] = [
    listen(connection, 'chappe_batch', (lane) => {
      if (lane !== 'marketing') lanes.transactional.wake()
      if (lane !== 'transactional') lanes.marketing.wake()
    }),
    listen(connection, 'chappe_job', () => {
      for (const loop of jobs) loop.wake()
    }),
    listen(
      connection,
      objectionChannel,
      (payload) => worker.objections.hear(payload),
      () => worker.objections.deafen(),
    ),
  ]
  const reader = { ...worker, tokens: trackingTokens(house.secrets), open: worker.openMailbox }
  const running = [
    lanes.transactional.run(),
    lanes.marketing.run(),
    ...jobs.map((loop) => loop.run()),
    housekeeping.run(),
    readMailboxes(reader),
  ]
  log.info({ slots }, 'The worker runs')

  let stopped: Promise<void> | undefined
  async function stop() {
    draining.abort()
    const hurry = setTimeout(() => worker.leases.hurry(), patience)
    await Promise.all(listening.map((each) => each.close()))
    await Promise.all(running)
    clearTimeout(hurry)
    worker.leases.close()
    await worker.targets.close()
    await leave(house.db, name).catch(() => {})
  }
  return { stop: () => (stopped ??= stop()) }
}
