import { setTimeout as sleep } from 'node:timers/promises'
import { isAway } from '../store/health.ts'
import { Candidate } from '../store/leader.ts'
import { heartbeat } from '../store/workers.ts'
import { type Chore, chores } from './chores.ts'
import type { WorkerContext } from './context.ts'

const tick = 1_000
/** Chores that are due at least so often (seconds) do not wait for those that may take their time. */
const often = 1
const beatEvery = 10_000

/** Says that this worker lives and, while it leads, does the chores of the installation when they are due. */
export class Housekeeping {
  readonly #worker: WorkerContext
  readonly #candidate: Candidate
  readonly #chores: readonly Chore[]
  readonly #next = new Map<Chore, number>()
  #beatAt = 0

  constructor(
    worker: WorkerContext,
    connection: ConstructorParameters<typeof Candidate>[0],
    list: readonly Chore[] = chores,
  ) {
    this.#worker = worker
    this.#chores = list
    this.#candidate = new Candidate(connection, 'chappe-housekeeping')
  }

  async run(): Promise<void> {
    const { draining } = this.#worker
    const prompt = this.#chores.filter(({ every }) => every <= often)
    const patient = this.#chores.filter(({ every }) => every > often)
    let besides: Promise<void> | undefined
    while (!draining.aborted) {
      await this.#beat()
      if (await this.#candidate.leads()) {
        besides ??= this.#round(patient).finally(() => (besides = undefined))
        await this.#round(prompt)
      }
      await sleep(tick, undefined, { signal: draining, ref: false }).catch(() => {})
    }
    await besides
    await this.#candidate.close()
  }

  async #round(round: readonly Chore[]): Promise<void> {
    for (const chore of round) await this.#do(chore)
  }

  async #beat(): Promise<void> {
    if (performance.now() < this.#beatAt) return
    this.#beatAt = performance.now() + beatEvery
    await heartbeat(this.#worker.db, this.#worker.name).catch(() => {})
  }

  async #do(chore: Chore): Promise<void> {
    if (performance.now() < (this.#next.get(chore) ?? 0) || this.#worker.draining.aborted) return
    let more = false
    try {
      more = (await chore.run(this.#worker)) === true
    } catch (error) {
      if (!isAway(error))
        this.#worker.log.error({ err: error, chore: chore.name }, 'A chore could not be done')
    }
    this.#next.set(chore, more ? 0 : performance.now() + Math.min(chore.every, 3_600) * 1_000)
  }
}
