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
  /** Whether every lease, or this one, is ours now and for some time to come. */
  safe(lease?: Lease): boolean
  abort(): void
  end(): void
}

const renewEvery = 8_000
/** A lease is taken for lost this long before it ends, for the hand-over that begins just then. */
const margin = 5_000

/** The wall clock says so much more than the monotonic one: the machine slept, or somebody set the clock; ms. */
const leap = 1_000

/**
 * A clock of milliseconds for leases. The monotonic one stands still while a machine sleeps, the wall clock is set
 * forward and back: whatever the wall clock leaps forward has passed, and what it goes back has not been undone. So this
 * one never goes back, and no lease looks longer than it is.
 */
export function leaseClock(monotonic = () => performance.now(), wall = () => Date.now()): () => number {
  let ahead = wall() - monotonic()
  let leapt = 0
  return () => {
    const now = monotonic()
    const more = wall() - now - ahead
    if (more > leap) leapt += more
    if (more > leap || more < 0) ahead += more
    return now + leapt
  }
}

/** The leases of this process: takes, renews, watches and gives back. */
export class Leases {
  readonly #db: Db
  readonly #worker: string
  readonly #held = new Set<Lease>()
  readonly #guards = new Set<{ leases: readonly Lease[]; abort: AbortController }>()
  readonly #clock: () => number
  readonly #timers: NodeJS.Timeout[]

  constructor(db: Db, worker: string, clock: () => number = leaseClock()) {
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
      safe: (lease) => (lease ? this.#isSafe(lease) : leases.every((each) => this.#isSafe(each))),
      abort: () => entry.abort.abort(),
      end: () => this.#guards.delete(entry),
    }
  }

  /** Renews every lease; those that turn out to be lost abort what is done under them. */
  async renew(): Promise<void> {
    const held = [...this.#held]
    if (held.length === 0) return
    const safeUntil = this.#safeFromNow()
    const { ours, renewed } = await store.renew(this.#db, held)
    for (const lease of held) {
      if (renewed.has(lease.id)) lease.safeUntil = safeUntil
      else if (!ours.has(lease.id) && this.#held.has(lease)) lease.lost = true
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
