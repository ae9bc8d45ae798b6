import type { WorkerContext } from './context.ts'
import type { OpenSender } from './ports.ts'

/** Answered by a step that has not finished: the job is due again at once. */
export const again = Symbol('again')

export type Renew = () => Promise<boolean>

/** What does a kind of job. It may be done twice when a worker dies: kinds must bear that. */
export interface Step {
  readonly kind: string
  /** It takes as long as a file is: such jobs have turns of their own, so that nobody waits for somebody's file. */
  readonly isLong?: true
  /** Seconds of the job's lease, longer than it can take. */
  readonly lease: number
  /** Times that it is tried when it throws. */
  readonly attempts: number
  /**
   * Answers the job's result, or `again`. One that may take longer than its lease renews it on the way, and stops at
   * once when that answers false: somebody else has the job then.
   */
  run(worker: WorkerContext, payload: unknown, open: OpenSender, renew: Renew): Promise<unknown>
  /** Tells whoever waits that the last attempt threw, too. */
  gaveUp?(worker: WorkerContext, payload: unknown, reason: string): Promise<unknown>
}
