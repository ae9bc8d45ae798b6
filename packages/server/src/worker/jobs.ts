import * as queue from '../queue/jobs.ts'
import { isAway } from '../store/health.ts'
import { clearSuppressionsStep } from './clear-suppressions.ts'
import type { WorkerContext } from './context.ts'
import { expandOccurrenceStep } from './expand-occurrence.ts'
import { expandResendStep } from './expand-resend.ts'
import { importProfilesStep } from './import-profiles.ts'
import type { OpenSender } from './ports.ts'
import { publishFragmentStep } from './publish-fragment.ts'
import { sendProofsStep } from './send-proofs.ts'
import { sendTestStep } from './send-test.ts'
import { again, type Step } from './step.ts'
import { tryMailboxStep } from './try-mailbox.ts'
import { uploadSuppressionsStep } from './upload-suppressions.ts'

/** Every kind of job. A new one is a file and a line here. */
const steps: ReadonlyMap<string, Step> = new Map(
  [
    sendTestStep,
    sendProofsStep,
    publishFragmentStep,
    uploadSuppressionsStep,
    clearSuppressionsStep,
    tryMailboxStep,
    importProfilesStep,
    expandOccurrenceStep,
    expandResendStep,
  ].map((step) => [step.kind, step]),
)

/** Jobs done at a time: short ones, and long ones. */
const together = { short: 4, long: 2 } as const
const longest = 1_000

/** Does jobs of either kind, a few at a time, as they become due. */
export class JobLoop {
  readonly #worker: WorkerContext
  readonly #open: OpenSender
  readonly #kinds: readonly string[]
  readonly #together: number
  #woken = false
  #wake: () => void = () => {}

  constructor(worker: WorkerContext, open: OpenSender, length: keyof typeof together = 'short') {
    this.#worker = worker
    this.#open = open
    const isLong = length === 'long'
    this.#kinds = [...steps.values()]
      .filter((step) => (step.isLong ?? false) === isLong)
      .map(({ kind }) => kind)
    this.#together = together[length]
    worker.draining.addEventListener('abort', () => this.wake())
  }

  wake(): void {
    this.#woken = true
    this.#wake()
  }

  async run(): Promise<void> {
    const running = new Set<Promise<void>>()
    while (!this.#worker.draining.aborted) {
      this.#woken = false
      for (const job of await this.#claim(this.#together - running.size)) {
        const doing = this.#do(job).finally(() => {
          running.delete(doing)
          this.wake()
        })
        running.add(doing)
      }
      await this.#sleep()
    }
    await Promise.all(running)
  }

  async #claim(limit: number): Promise<queue.Job[]> {
    if (limit <= 0) return []
    const { db, now, log, name: worker } = this.#worker
    try {
      const seconds = (kind: string) => steps.get(kind)!.lease
      return await queue.claim(db, this.#kinds, { now: now(), seconds, limit, worker })
    } catch (error) {
      if (!isAway(error)) log.error({ err: error }, 'Jobs could not be taken')
      return []
    }
  }

  async #do(job: queue.Job): Promise<void> {
    const { db, now, log } = this.#worker
    const step = steps.get(job.kind)!
    try {
      const renew = () => queue.renew(db, job, { now: now(), seconds: step.lease })
      const result = await step.run(this.#worker, job.payload, this.#open, renew)
      if (result === again) await queue.again(db, job, now())
      else await queue.finish(db, job, result, now())
    } catch (error) {
      log.error({ err: error, kind: job.kind, job: job.id }, 'A job could not be done')
      const reason = (error as Error).message
      await this.#putBack(job, step, reason).catch(() => {})
    }
  }

  /** Whoever waits is told first: what fails here leaves the lease to run out, and the job is taken once more. */
  async #putBack(job: queue.Job, step: Step, reason: string): Promise<void> {
    if (job.attempt >= step.attempts) await step.gaveUp?.(this.#worker, job.payload, reason)
    const { db, now } = this.#worker
    await queue.fail(db, job, reason, { now: now(), attempts: step.attempts })
  }

  #sleep(): Promise<void> {
    if (this.#woken) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longest)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
