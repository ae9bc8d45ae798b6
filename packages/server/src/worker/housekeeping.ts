import { setTimeout as sleep } from 'node:timers/promises'
import { isAway } from '../store/health.ts'
import { Candidate } from '../store/leader.ts'
import { heartbeat } from '../store/workers.ts'
import { type Chore, chores } from './chores.ts'
import type { WorkerContext } from './context.ts'

const tick = 1_000
const beatEvery = 10_000

/** Says that this worker lives and, while it leads, does the chores of the installation when they are due. */
export class Housekeeping {
  readonly #worker: WorkerContext
  readonly #candidate: Candidate
  readonly #next = new Map<Chore, number>()
  #beatAt = 0

  constructor(worker: WorkerContext, connection: ConstructorParameters<typeof Candidate>[0]) {
    this.#worker = worker
    this.#candidate = new Candidate(connection, 'chappe-housekeeping')
  }

  async run(): Promise<void> {
    const { draining } = this.#worker
    while (!draining.aborted) {
      await this.#beat()
      if (await this.#candidate.leads()) for (const chore of chores) await this.#do(chore)
      await sleep(tick, undefined, { signal: draining, ref: false }).catch(() => {})
    }
    await this.#candidate.close()
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
