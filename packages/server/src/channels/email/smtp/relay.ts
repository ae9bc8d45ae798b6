import { performance } from 'node:perf_hooks'
import type { Outcome } from '../../outcome.ts'
import type { Env, OutgoingMail, Sender, SendOptions, Verification } from '../../provider.ts'
import type { Signer } from '../dkim/signer.ts'
import { connect } from './connect.ts'
import { Unreachable } from './dialogue.ts'
import { Job } from './job.ts'
import { Session, type Source } from './session.ts'
import type { Settings, Tuning } from './settings.ts'
import type { Failure, Log } from './wire.ts'

/** After a refused connection, while others work, so long passes before the next is tried, in milliseconds. */
const coolDown = 10_000
/** Messages being signed ahead of the connections. */
const signedAhead = 32

/**
 * All connections to one relay and the one queue that they draw from. Connections are opened when
 * messages wait, up to the configured number, and ended when idle or used up.
 */
export class Relay implements Sender, Source {
  private readonly settings: Settings
  private readonly env: Env
  private readonly tuning: Tuning
  private readonly signer: Signer | undefined
  private readonly log: Log | undefined

  private readonly queue: Job[] = []
  private readonly sessions = new Set<Session>()
  private opening = 0
  private notBefore = 0
  private closed = false
  private whenQuiet: (() => void)[] = []

  constructor(settings: Settings, env: Env, tuning: Tuning, signer?: Signer, log?: Log) {
    this.settings = settings
    this.env = env
    this.tuning = tuning
    this.signer = signer
    this.log = log
  }

  async send(
    batch: readonly OutgoingMail[],
    settle: (index: number, outcome: Outcome) => void,
    { signal, wanted, transcript }: SendOptions = {},
  ): Promise<void> {
    if (transcript)
      return this.sendAlone(
        batch,
        settle,
        { ...(signal && { signal }), ...(wanted && { wanted }) },
        transcript,
      )
    let jobs: Job[] = []
    const settled = new Promise<void>((resolve, reject) => {
      let left = batch.length
      if (left === 0) resolve()
      jobs = batch.map((mail, index) => {
        const tell = (outcome: Outcome) => {
          try {
            settle(index, outcome)
          } catch (error) {
            reject(error)
          }
          if (--left === 0) resolve()
        }
        return new Job(mail, tell, () => signal?.aborted === true || wanted?.(index) === false)
      })
    })
    const abort = () => this.withdraw(jobs)
    signal?.addEventListener('abort', abort)
    try {
      if (signal?.aborted || this.closed) abort()
      else this.accept(jobs)
      await settled
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  async verify(): Promise<Verification> {
    const transcript: string[] = []
    const last = () => transcript.findLast((line) => line.startsWith('S: '))?.slice(3) ?? ''
    try {
      const { wire } = await connect(this.settings, this.env, this.tuning, (line) => transcript.push(line))
      const reply = last()
      await wire.quit()
      return { ok: true, reply, transcript }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return { ok: false, reply: error.failure.reply, transcript }
    }
  }

  async close(): Promise<void> {
    this.closed = true
    this.withdraw([...this.queue])
    for (const session of this.sessions) session.finish()
    if (this.sessions.size + this.opening > 0)
      await new Promise<void>((resolve) => this.whenQuiet.push(resolve))
    await this.signer?.close()
  }

  next(): Job | undefined {
    for (let job = this.queue.shift(); job; job = this.queue.shift()) {
      if (job.unwanted()) {
        job.settle({ kind: 'not-sent' })
        continue
      }
      job.state = 'begun'
      return job
    }
    return undefined
  }

  /**
   * A message that certainly did not leave tries one other connection, when the lost one had proved
   * that the relay takes messages; otherwise its retry is the worker's to plan.
   */
  giveBack(job: Job, failure: Failure, reused: boolean): void {
    if (this.closed || job.unwanted()) job.settle({ kind: 'not-sent' })
    else if (!reused || job.moved) job.settle({ kind: 'deferred', ...failure, counts: false })
    else {
      job.moved = true
      job.state = 'waiting'
      this.queue.unshift(job)
      this.pump()
    }
  }

  ended(session: Session): void {
    this.sessions.delete(session)
    this.pump()
    this.quiet()
  }

  private async sendAlone(
    batch: readonly OutgoingMail[],
    settle: (index: number, outcome: Outcome) => void,
    options: SendOptions,
    transcript: Log,
  ): Promise<void> {
    const alone = new Relay(
      { ...this.settings, connections: 1 },
      this.env,
      this.tuning,
      this.signer?.borrowed(),
      transcript,
    )
    try {
      await alone.send(batch, settle, options)
    } finally {
      await alone.close()
    }
  }

  private accept(jobs: readonly Job[]): void {
    const sound = jobs.filter((job) => {
      const refusal = job.malformed()
      if (refusal) job.settle(refusal)
      return !refusal
    })
    if (this.signer) this.sign(sound, this.signer)
    else this.enqueue(sound)
  }

  private enqueue(jobs: readonly Job[]): void {
    for (const job of jobs) {
      if (this.closed) job.settle({ kind: 'not-sent' })
      else if (job.state === 'waiting') this.queue.push(job)
    }
    this.pump()
  }

  private sign(jobs: readonly Job[], signer: Signer): void {
    const waiting = jobs.values()
    const signOne = async (): Promise<void> => {
      for (const job of waiting) {
        if (job.state !== 'waiting') continue
        try {
          job.signature = await signer.sign(job.raw)
        } catch (error) {
          const reply = `The message could not be signed: ${(error as Error).message}`
          job.settle({ kind: 'deferred', reason: 'system', reply, counts: false })
          continue
        }
        this.enqueue([job])
      }
    }
    for (let i = 0; i < signedAhead; i++) void signOne()
  }

  private withdraw(jobs: readonly Job[]): void {
    const waiting = new Set(jobs.filter((job) => job.state === 'waiting'))
    const kept = this.queue.filter((job) => !waiting.has(job))
    this.queue.splice(0, this.queue.length, ...kept)
    for (const job of waiting) job.settle({ kind: 'not-sent' })
  }

  private pump(): void {
    for (const session of this.sessions) {
      if (this.queue.length === 0) return
      session.work()
    }
    while (this.queue.length > this.opening && this.mayOpen()) this.open()
  }

  private mayOpen(): boolean {
    const open = this.sessions.size + this.opening
    return open === 0 || (open < this.settings.connections && performance.now() >= this.notBefore)
  }

  private open(): void {
    this.opening++
    connect(this.settings, this.env, this.tuning, this.log).then(
      ({ wire, abilities }) => {
        this.opening--
        const session = new Session(wire, abilities, this.tuning, this.settings.messagesPerConnection, this)
        this.sessions.add(session)
        if (this.closed) session.finish()
        else session.work()
      },
      (error: unknown) => {
        this.opening--
        this.unreachable(error)
        this.quiet()
      },
    )
  }

  private unreachable(error: unknown): void {
    const failure: Failure =
      error instanceof Unreachable
        ? error.failure
        : { reason: 'system', reply: `Unexpected: ${(error as Error).message}` }
    this.notBefore = performance.now() + coolDown
    if (this.sessions.size + this.opening > 0) return
    for (const job of this.queue.splice(0)) job.settle({ kind: 'deferred', ...failure, counts: false })
  }

  private quiet(): void {
    if (this.sessions.size + this.opening > 0) return
    for (const resolve of this.whenQuiet.splice(0)) resolve()
  }
}
