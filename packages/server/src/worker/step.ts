import type { WorkerContext } from './context.ts'
import type { OpenSender } from './ports.ts'

/** What does a kind of job. It may be done twice when a worker dies: kinds must bear that. */
export interface Step {
  readonly kind: string
  /** Seconds of the job's lease, longer than it can take. */
  readonly lease: number
  /** Times that it is tried when it throws. */
  readonly attempts: number
  /** Answers the job's result. */
  run(worker: WorkerContext, payload: unknown, open: OpenSender): Promise<unknown>
  /** Tells whoever waits that the last attempt threw, too. */
  gaveUp?(worker: WorkerContext, payload: unknown, reason: string): Promise<unknown>
}
