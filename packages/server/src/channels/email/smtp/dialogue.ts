import type { Reply } from '../classify.ts'
import type { Failure, Wire } from './wire.ts'

/** A connection could not be brought to the point of taking messages. */
export class Unreachable extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.reply)
    this.name = 'Unreachable'
    this.failure = failure
  }
}

/** One question, one answer: how a connection begins, before messages flow. */
export class Dialogue {
  readonly wire: Wire
  private readonly patience: number
  private resolve: ((reply: Reply) => void) | undefined
  private reject: ((error: Unreachable) => void) | undefined
  private early: Reply | undefined
  private lost: Failure | undefined

  constructor(wire: Wire, patience: number) {
    this.wire = wire
    this.patience = patience
    wire.onReply = (reply) => {
      if (this.resolve) this.resolve(reply)
      else this.early = reply
      this.resolve = undefined
    }
    wire.onFailure = (failure) => {
      this.lost = failure
      this.reject?.(new Unreachable(failure))
    }
  }

  /** True when something came in that nobody asked for. */
  get unread(): boolean {
    return this.early !== undefined || this.wire.unfinished
  }

  /** @throws Unreachable when the connection is lost or no answer comes in time */
  ask(line: string, shown = line): Promise<Reply> {
    this.wire.command(line, shown)
    return this.hear(this.patience, shown.split(' ', 1)[0]!)
  }

  hear(patience: number, waitingFor: string): Promise<Reply> {
    if (this.lost) return Promise.reject(new Unreachable(this.lost))
    const { early } = this
    this.early = undefined
    if (early) return Promise.resolve(early)
    this.wire.deadline(patience, waitingFor)
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}
