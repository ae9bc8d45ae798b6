import * as store from '../store/batches.ts'
import type { Db } from '../store/db.ts'

/** A batch held by this process. */
export interface Lease extends store.LeasedBatch {
  /** Until then (on this process's monotonic clock) nobody else can have taken the batch. */
  safeUntil: number
  lost: boolean
  /** Messages with a smaller ordinal may have left; everything else of the batch is certainly untouched. */
  handedUpto: number
}

/** What guards a hand-over: aborts as soon as one of the leases may belong to somebody else. */
export interface Guard {
  readonly signal: AbortSignal
  /** Whether every lease is ours now, and for some time to come. */
  safe(): boolean
  abort(): void
  end(): void
}

const renewEvery = 8_000
/** A lease is taken for lost this long before it ends, for the hand-over that begins just then. */
const margin = 5_000

const born = Date.now() - performance.now()
/**
 * Milliseconds of this process's life. The monotonic clock stands still while a machine sleeps, the wall clock may
 * be set back: the later of the two never makes a lease look longer than it is.
 */
const elapsed = () => Math.max(performance.now(), Date.now() - born)

/** The leases of this process: takes, renews, watches and gives back. */
export class Leases {
  readonly #db: Db
  readonly #worker: string
  readonly #held = new Set<Lease>()
  readonly #guards = new Set<{ leases: readonly Lease[]; abort: AbortController }>()
  readonly #clock: () => number
  readonly #timers: NodeJS.Timeout[]

  constructor(db: Db, worker: string, clock: () => number = elapsed) {
    this.#db = db
    this.#worker = worker
    this.#clock = clock
    this.#timers = [
      setInterval(() => void this.renew().catch(() => {}), renewEvery),
      setInterval(() => this.#watch(), 500),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  get count(): number {
    return this.#held.size
  }

  /** Takes due batches; see `store/batches.lease`. */
  async take(lane: store.Lane, options: Parameters<typeof store.lease>[3]): Promise<Lease[]> {
    const safeUntil = this.#safeFromNow()
    const taken = await store.lease(this.#db, this.#worker, lane, options)
    return taken.map((batch) => {
      const lease: Lease = { ...batch, safeUntil, lost: false, handedUpto: batch.intentUpto }
      this.#held.add(lease)
      return lease
    })
  }

  guard(leases: readonly Lease[]): Guard {
    const entry = { leases, abort: new AbortController() }
    this.#guards.add(entry)
    return {
      signal: entry.abort.signal,
      safe: () => leases.every((lease) => this.#isSafe(lease)),
      abort: () => entry.abort.abort(),
      end: () => this.#guards.delete(entry),
    }
  }

  /** Renews every lease; those that turn out to be lost abort what is done under them. */
  async renew(): Promise<void> {
    const held = [...this.#held]
    if (held.length === 0) return
    const safeUntil = this.#safeFromNow()
    const ours = new Set(await store.renew(this.#db, held))
    for (const lease of held) {
      if (ours.has(lease.id)) lease.safeUntil = safeUntil
      else if (this.#held.has(lease)) lease.lost = true
    }
    this.#watch()
  }

  /** Stops watching leases that are done with: finished, given back, or lost. */
  forget(leases: Iterable<Lease>): void {
    for (const lease of leases) this.#held.delete(lease)
  }

  /** Aborts every hand-over: what is not begun comes back, what is begun runs to its outcome. */
  hurry(): void {
    for (const { abort } of this.#guards) abort.abort()
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  #watch(): void {
    for (const { leases, abort } of this.#guards)
      if (!leases.every((lease) => this.#isSafe(lease))) abort.abort()
  }

  #isSafe(lease: Lease): boolean {
    return !lease.lost && this.#clock() < lease.safeUntil
  }

  #safeFromNow(): number {
    return this.#clock() + store.leaseSeconds * 1_000 - margin
  }
}
