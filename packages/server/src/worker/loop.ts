import * as batches from '../store/batches.ts'
import { isAway } from '../store/health.ts'
import type { WorkerContext } from './context.ts'
import { deliver } from './deliver.ts'
import type { Lease } from './leases.ts'

export interface LaneOptions {
  readonly lane: batches.Lane
  /** Groups of batches delivered at the same time. */
  readonly slots: number
  /** Called when nothing is due any more after something was: there may be more to have. */
  readonly refill?: () => Promise<unknown>
}

/** Most that one lease takes; more batches than this wait only under a backlog, and then come together. */
const most = { batches: 64, messages: 500 }
/** Longest sleep: a notification may get lost, a lease may end. */
const longest = 1_000

/**
 * The loop of one lane. Each lane has its own, with slots of its own, so bulk never stands in the way of
 * transactional messages. It takes due batches as long as there are, as one group per campaign version and variant,
 * then sleeps until it is woken or something is due. Bulk takes
 * turns: no campaign has a second one before every other with something due has had one.
 */
export class LaneLoop {
  readonly #worker: WorkerContext
  readonly #options: LaneOptions
  readonly #running = new Set<Promise<void>>()
  /** Campaigns that had their turn in this round. */
  readonly #served = new Set<string>()
  #isDry = true
  #woken = false
  #wake: () => void = () => {}

  constructor(worker: WorkerContext, options: LaneOptions) {
    this.#worker = worker
    this.#options = options
    worker.draining.addEventListener('abort', () => this.wake())
  }

  /** Something may be due now. */
  wake(): void {
    this.#woken = true
    this.#wake()
  }

  /** Runs until the worker drains; resolves when nothing is under way any more. */
  async run(): Promise<void> {
    const { draining, log } = this.#worker
    while (!draining.aborted) {
      try {
        await this.#turn()
      } catch (error) {
        if (!isAway(error)) log.error({ err: error, lane: this.#options.lane }, 'Batches could not be taken')
        await this.#sleep(longest)
      }
    }
    await Promise.all(this.#running)
  }

  async #turn(): Promise<void> {
    const { lane, slots, refill } = this.#options
    if (this.#running.size >= slots) {
      await Promise.race(this.#running)
      return
    }
    this.#woken = false
    const taken = await this.#take()
    for (const group of groups(taken, this.#worker.suspects)) this.#start(group)
    if (taken.length > 0) this.#isDry = false
    if (taken.length > 0 || this.#woken) return
    if (!this.#isDry) {
      this.#isDry = true
      await refill?.()
    }
    const due = await batches.untilNextDue(this.#worker.db, lane)
    await this.#sleep(Math.min(longest, due ?? longest))
  }

  async #take(): Promise<Lease[]> {
    const { lane, slots } = this.#options
    const { leases, relays } = this.#worker
    const held = relays.held(Math.ceil((slots * 2) / 3))
    if (lane === 'transactional') return leases.take(lane, { ...most, held })
    let taken: Lease[] = []
    if (this.#served.size > 0) taken = await leases.take(lane, { ...most, held: [...held, ...this.#served] })
    if (taken.length === 0) {
      this.#served.clear()
      taken = await leases.take(lane, { ...most, held })
    }
    for (const { campaignId } of taken) this.#served.add(campaignId)
    return taken
  }

  #start(group: readonly Lease[]): void {
    const leave = this.#worker.relays.enter(group[0]!)
    const running = deliver(this.#worker, group).finally(() => {
      leave()
      this.#running.delete(running)
      this.wake()
    })
    this.#running.add(running)
  }

  #sleep(milliseconds: number): Promise<void> {
    if (this.#woken) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** Batches that say the same, of one campaign version, are delivered as one, suspects alone. */
export function groups(leases: readonly Lease[], suspects: ReadonlySet<number>): Lease[][] {
  const found = new Map<string, Lease[]>()
  for (const lease of leases) {
    const alone = suspects.has(lease.id) ? lease.id : ''
    const { sandboxId, campaignId, occurrenceId, version, action, variant } = lease
    const key = [sandboxId, campaignId, occurrenceId, version, action, variant, alone].join('/')
    const group = found.get(key)
    if (group) group.push(lease)
    else found.set(key, [lease])
  }
  return [...found.values()]
}
