import * as batches from '../store/batches.ts'
import { whileInactive } from '../store/configurations.ts'
import { isAway } from '../store/health.ts'
import type { WorkerContext } from './context.ts'
import type { Part } from './doubt.ts'
import { type Answer, handOver } from './hand-over.ts'
import type { Item } from './item.ts'
import type { Guard, Lease } from './leases.ts'
import { load } from './load.ts'
import type { Watch } from './objections.ts'
import { persist } from './persist.ts'
import { refusals } from './refusals.ts'
import type { Entry } from './settle.ts'
import type { Target } from './targets.ts'
import { type Page, write } from './write.ts'

/** Milliseconds. */
const afterFailure = 5_000
const mostSuspects = 10_000
/** Milliseconds for which an answer about refusals counts while we hear of what comes after it. */
const askAfter = 500

/**
 * Delivers leased batches of one campaign version and variant, as one:
 *
 *   load ──▶ write down + intent ──▶ hand over ──▶ outcomes + next intent ──▶ hand over ──▶ … ──▶ done
 *
 * Every step but the hand-over is a transaction that holds only while the leases are ours. Whoever finds the
 * batches after a crash sees by the intent markers what may have left. What is not done is given back.
 */
export async function deliver(worker: WorkerContext, leases: readonly Lease[]): Promise<void> {
  const guard = worker.leases.guard(leases)
  const messages = leases.reduce((sum, { size }) => sum + size, 0)
  const part = await worker.doubt.take(leases[0]!.lane, messages)
  const delivery = new Delivery(worker, leases, guard, part)
  let delay = 0
  try {
    delay = await delivery.run()
  } catch (error) {
    if (!(error instanceof LeasesLost)) delay = afterFailure
    if (!(error instanceof LeasesLost || isAway(error))) {
      const { campaignId: campaign, version } = leases[0]!
      worker.log.error({ err: error, campaign, version }, 'A batch could not be delivered')
      if (worker.suspects.size > mostSuspects) worker.suspects.clear()
      for (const { id } of leases) worker.suspects.add(id)
    }
  } finally {
    guard.end()
    delivery.stopListening()
    await delivery.giveBack(delay)
    part.give()
  }
}

class LeasesLost extends Error {}

/** What to do next: hand over a chunk, or wait (milliseconds) after writing what is known. */
interface Step {
  readonly chunk: readonly Item[]
  readonly excluded: Map<Item, string>
  readonly wait?: number
}

class Delivery {
  readonly #worker: WorkerContext
  readonly #guard: Guard
  readonly #key: Lease
  /** Messages that may be under way at a time. */
  readonly #atOnce: number
  /** Batches of which something remains to be done. */
  readonly #unfinished: Set<Lease>
  /** Messages yet to hand over, by batch and ordinal, and those that the channel has at this moment. */
  #queue: Item[] = []
  readonly #underWay = new Set<Item>()
  /** Messages and results that the next transaction writes. */
  #fresh: Pick<Page, 'fresh' | 'strangers'> = { fresh: [], strangers: [] }
  #entries: Entry[] = []
  #begun = false
  /** What was heard of the messages last asked about, and when that was. */
  #objections: Watch | undefined
  #askedAt = 0
  #asked: ReadonlySet<Item> = new Set()

  constructor(worker: WorkerContext, leases: readonly Lease[], guard: Guard, { size }: Part) {
    this.#worker = worker
    this.#guard = guard
    this.#key = leases[0]!
    this.#atOnce = size
    this.#unfinished = new Set(leases)
  }

  /** Answers after how many milliseconds that which is not done is due again. */
  async run(): Promise<number> {
    for (;;) {
      const target = await this.#surely(() => this.#worker.targets.of(this.#key))
      if (!target) {
        await this.#drop()
        return 0
      }
      if (!this.#begun) await this.#load(target)
      const step = await this.#next(target)
      const going = await this.#commit(target, step)
      if (this.#unfinished.size === 0) return 0
      if (step.wait !== undefined) return step.wait
      if (going.length === 0) continue
      const pause = await this.#handOver(target, going)
      if (pause === null) continue
      await this.#commit(target, { chunk: [], excluded: new Map() })
      return pause
    }
  }

  stopListening(): void {
    this.#objections?.end()
  }

  /** Gives back what is still ours, with the marker where our last hand-over ended. */
  async giveBack(delay: number): Promise<void> {
    const { db, leases, draining, log } = this.#worker
    const ours = [...this.#unfinished].filter(({ lost }) => !lost)
    const returned = ours.map(({ id, fence, handedUpto }) => ({ id, fence, intentUpto: handedUpto }))
    await persist(
      () => batches.release(db, returned, delay),
      (waited) => draining.aborted && waited > 2_000,
    ).catch((error) => log.warn({ err: error }, 'Leases are left to expire'))
    leases.forget(this.#unfinished)
  }

  /** Reads or writes, again while the database is away: between two chunks we know outcomes that nobody else does. */
  #surely<T>(work: () => Promise<T>): Promise<T> {
    const { draining } = this.#worker
    return persist(work, (waited) => draining.aborted && waited > 5_000)
  }

  async #load(target: Target): Promise<void> {
    if (target.configurationId) this.#worker.relays.belongs(this.#key, target.configurationId)
    const { fresh, strangers, open, uncertain } = await load(this.#worker, [...this.#unfinished], target)
    this.#fresh = { fresh, strangers }
    this.#queue = [...open]
    const reply = 'The worker ended between hand-over and answer.'
    this.#entries = uncertain.map((item) => ({ item, result: { kind: 'uncertain', reply } }))
  }

  async #next(target: Target): Promise<Step> {
    const { relays, draining, now } = this.#worker
    const { state, configurationId } = target
    const at = now()
    // A campaign that is paused keeps everybody: what the pause took of the window is added when it is resumed.
    if (state.kind !== 'waits' || !state.isPaused)
      this.#fail(
        (item) => item.expiresAt <= at,
        (item) => ({ kind: 'error', reason: 'retry-window-over', reply: item.reply }),
      )
    if (state.kind === 'halted')
      return { chunk: [], excluded: this.#exclude(({ lease }) => lease.reason ?? 'campaign-stopped') }
    if (state.kind === 'impossible') {
      this.#fail(
        () => true,
        () => ({ kind: 'error', reason: state.reason, reply: state.why }),
      )
      return { chunk: [], excluded: new Map() }
    }
    const refused = await this.#ask(target)
    const excluded = this.#exclude((item) => refused.get(item))
    const unreachable = configurationId === null ? 0 : relays.wait(configurationId)
    if (draining.aborted) return { chunk: [], excluded, wait: 0 }
    if (state.kind === 'waits') return { chunk: [], excluded, wait: whileInactive }
    if (unreachable > 0) return { chunk: [], excluded, wait: unreachable }
    return { chunk: this.#queue.slice(0, this.#atOnce), excluded }
  }

  /**
   * Why some of those who are next must not be sent to. Everybody is asked about before being written down, and again
   * when their turn comes: unless that is at once, and nothing was heard of them.
   */
  async #ask(target: Target): Promise<Map<Item, string>> {
    const { db, objections } = this.#worker
    const next = this.#queue.slice(0, this.#atOnce)
    const passed = performance.now() - this.#askedAt
    const isFresh = objections.hears && passed < askAfter
    const isSettled = (item: Item) => this.#asked.has(item) && !this.#objections?.has(item)
    if (this.#begun && isFresh && next.every(isSettled)) return new Map()
    // All that wait are asked about in one go, unless there is so much to hear that it would not last.
    const isLasting = objections.hears && passed >= askAfter / 5
    const asked = this.#begun && !isLasting ? next : this.#queue
    this.stopListening()
    this.#objections = objections.over(this.#key.sandboxId, asked)
    this.#askedAt = performance.now()
    this.#asked = new Set(asked)
    return this.#surely(() => refusals(db, this.#key.sandboxId, asked, target))
  }

  /** Takes the items that have a reason out of the queue. */
  #exclude(reasonFor: (item: Item) => string | undefined): Map<Item, string> {
    const excluded = new Map<Item, string>()
    this.#queue = this.#queue.filter((item) => {
      const reason = reasonFor(item)
      if (reason !== undefined) excluded.set(item, reason)
      return reason === undefined
    })
    return excluded
  }

  #fail(which: (item: Item) => boolean, result: (item: Item) => Entry['result']): void {
    this.#entries.push(...this.#queue.filter(which).map((item) => ({ item, result: result(item) })))
    this.#queue = this.#queue.filter((item) => !which(item))
  }

  /**
   * Writes what is known and the intent to hand over a chunk; answers what of it may go. Leases that were lost
   * take their messages with them: nothing is written of these, the rest is written without a further intent.
   */
  async #commit(target: Target, { chunk, excluded }: Step): Promise<readonly Item[]> {
    const rules = target.state.kind === 'halted' ? { ...target, policy: 'leave' as const } : target
    for (;;) {
      const progress = this.#progress(chunk, excluded)
      const page = { ...this.#fresh, progress, excluded, entries: this.#entries }
      const written = progress.length === 0 || (await this.#surely(() => write(this.#worker, rules, page)))
      if (written) {
        this.#begun = true
        this.#fresh = { fresh: [], strangers: [] }
        this.#entries = []
        for (const { lease, done } of progress) if (done) this.#finish(lease)
        return chunk
      }
      await this.#dropLost(excluded)
      chunk = []
    }
  }

  #progress(chunk: readonly Item[], excluded: ReadonlyMap<Item, string>) {
    const upto = new Map<Lease, number>()
    for (const { lease, ordinal } of chunk)
      upto.set(lease, Math.max(upto.get(lease) ?? lease.handedUpto, ordinal + 1))
    const waiting = new Set([...this.#queue, ...this.#underWay].map(({ lease }) => lease))
    const changed = new Set(
      [...this.#entries.map(({ item }) => item), ...excluded.keys()].map((i) => i.lease),
    )
    return [...this.#unfinished]
      .map((lease) => ({
        lease,
        id: lease.id,
        fence: lease.fence,
        intentUpto: upto.get(lease) ?? lease.handedUpto,
        done: !waiting.has(lease),
      }))
      .filter(({ lease, done }) => !this.#begun || done || upto.has(lease) || changed.has(lease))
  }

  /** Hands the chunk over; answers how long to pause when the relay cannot be reached or we must stop, else null. */
  async #handOver(target: Target, chunk: readonly Item[]): Promise<number | null> {
    const { state } = target
    if (state.kind !== 'go' || !this.#guard.safe()) throw new LeasesLost()
    for (const item of chunk) {
      item.lease.handedUpto = Math.max(item.lease.handedUpto, item.ordinal + 1)
      this.#underWay.add(item)
    }
    this.#queue = this.#queue.filter((item) => !this.#underWay.has(item))
    const answers = await handOver(chunk, {
      content: state.content,
      sender: state.sender,
      now: this.#worker.now,
      signal: this.#guard.signal,
      // Asked of the clock, too: who was asleep hears of answers, and would begin more, before any timer comes.
      isHeld: (item) => this.#objections?.has(item) === true || !this.#guard.safe(item.lease),
      meanwhile: async (early) => {
        this.#take(early)
        await this.#commit(target, { chunk: [], excluded: new Map() })
        if (await this.#isHalted()) this.#guard.abort()
        await this.#askAgain(target)
      },
    })
    return this.#judge(target.configurationId!, answers)
  }

  /** Whether the campaign was stopped or paused, cannot be sent now, or is gone; while the database is away nobody knows, and what began goes on. */
  async #isHalted(): Promise<boolean> {
    try {
      const target = await this.#worker.targets.of(this.#key)
      return target?.state.kind !== 'go'
    } catch (error) {
      if (isAway(error)) return false
      throw error
    }
  }

  /** Asks about what is still under way, should a notification have been lost; while the database is away, nobody can. */
  async #askAgain(target: Target): Promise<void> {
    const { db } = this.#worker
    try {
      const refused = await refusals(db, this.#key.sandboxId, [...this.#underWay], target)
      for (const item of refused.keys()) this.#objections?.add(item)
    } catch (error) {
      if (!isAway(error)) throw error
    }
  }

  /** Takes the last answers. When nobody could be reached everything waits, and no recipient is blamed. */
  #judge(configurationId: string, answers: readonly Answer[]): number | null {
    const { relays } = this.#worker
    const offline = ({ result }: Answer) =>
      result.kind === 'deferred' && result.reason === 'connection' && !result.counts
    if (!answers.some(offline) || !answers.every((a) => offline(a) || a.result.kind === 'not-sent')) {
      if (answers.some(({ result }) => result.kind !== 'not-sent')) relays.reached(configurationId)
      return this.#take(answers) ? 0 : null
    }
    this.#take(
      answers.map(({ item, result }) =>
        result.kind === 'deferred'
          ? { item, result: { kind: 'waits', reason: result.reason, reply: result.reply } }
          : { item, result },
      ),
    )
    return relays.failed(configurationId)
  }

  /**
   * Keeps results for the next transaction and puts back what did not leave. True when there was such, other than what
   * somebody objected to: that is asked about at once.
   */
  #take(answers: readonly Answer[]): boolean {
    const back: Item[] = []
    for (const { item, result } of answers) {
      this.#underWay.delete(item)
      if (result.kind === 'not-sent' || result.kind === 'waits') back.push(item)
      if (result.kind !== 'not-sent') this.#entries.push({ item, result })
    }
    for (const { lease, ordinal } of back) lease.handedUpto = Math.min(lease.handedUpto, ordinal)
    // What came back early does not make what the channel still has untouched.
    for (const { lease, ordinal } of this.#underWay)
      lease.handedUpto = Math.max(lease.handedUpto, ordinal + 1)
    if (back.length > 0)
      this.#queue = [...back, ...this.#queue].sort((a, b) => a.lease.id - b.lease.id || a.ordinal - b.ordinal)
    return back.some((item) => !this.#objections?.has(item))
  }

  /** Lets go of lost leases and of everything that belongs to them. */
  async #dropLost(excluded: Map<Item, string>): Promise<void> {
    await persist(
      () => this.#worker.leases.renew(),
      (waited) => this.#worker.draining.aborted && waited > 5_000,
    )
    const before = this.#unfinished.size
    for (const lease of [...this.#unfinished]) if (lease.lost) this.#finish(lease)
    if (this.#unfinished.size === before || this.#unfinished.size === 0) throw new LeasesLost()
    const ours = (item: Item) => this.#unfinished.has(item.lease)
    this.#queue = this.#queue.filter(ours)
    this.#entries = this.#entries.filter(({ item }) => ours(item))
    this.#fresh = { ...this.#fresh, fresh: this.#fresh.fresh.filter(ours) }
    for (const item of excluded.keys()) if (!ours(item)) excluded.delete(item)
  }

  /** Ends batches of a campaign that was deleted, its messages with it. */
  async #drop(): Promise<void> {
    const progress = [...this.#unfinished].map(({ id, fence, handedUpto }) => ({
      id,
      fence,
      intentUpto: handedUpto,
      done: true,
    }))
    await batches.advance(this.#worker.db, progress)
    for (const lease of [...this.#unfinished]) this.#finish(lease)
  }

  #finish(lease: Lease): void {
    this.#unfinished.delete(lease)
    this.#worker.leases.forget([lease])
  }
}
