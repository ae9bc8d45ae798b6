import type { Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { DeferralReason } from '../../outcome.ts'
import type { Reply } from '../classify.ts'
import { enhancedStatus } from '../classify.ts'
import { ReplyReader } from './reply.ts'

/** Why a connection ended, or could not be made. Never about one address. */
export type Failure = {
  readonly reason: DeferralReason
  readonly reply: string
  readonly code?: number
  readonly enhanced?: string
}

export const failed = (reply: string, reason: DeferralReason = 'connection'): Failure => ({ reason, reply })

/** A failure in the relay's own words. */
export function failedBy(reply: Reply, reason: DeferralReason = 'connection'): Failure {
  const enhanced = enhancedStatus(reply)
  return { reason, reply: reply.text, code: reply.code, ...(enhanced && { enhanced }) }
}

export type Log = (line: string) => void

/**
 * One socket: commands out, replies in, one deadline. Commands gather until the next octets or the
 * end of the turn, so a body and the commands after it leave in one write.
 */
export class Wire {
  onReply: (reply: Reply) => void = () => {}
  /** `gone`: the other side ended it; otherwise we did, because it was late or made no sense. */
  onFailure: (failure: Failure, gone: boolean) => void = () => {}
  onDrain: () => void = () => {}
  ended = false

  private socket: Socket
  private readonly log: Log | undefined
  private reader = new ReplyReader()
  private commands = ''
  private corked = false
  private dueAt = 0
  private waitingFor = ''
  private timer: NodeJS.Timeout | undefined
  private firesAt = 0
  // biome-ignore lint/suspicious/noExplicitAny: one list for listeners of different events
  private readonly listeners: [string, (argument: any) => void][] = [
    ['data', (octets: Buffer) => this.read(octets)],
    ['drain', () => this.onDrain()],
    ['error', (error: Error) => this.fail(failed(explain(error)), true)],
    ['close', () => this.fail(failed('The relay closed the connection'), true)],
  ]

  constructor(socket: Socket, log?: Log) {
    this.socket = socket
    this.log = log
    this.listen()
  }

  /** Octets handed to the socket that the system has not taken yet. */
  get pending(): number {
    return this.socket.writableLength
  }

  get logged(): boolean {
    return this.log !== undefined
  }

  get plain(): Socket {
    return this.socket
  }

  get unfinished(): boolean {
    return this.reader.unfinished
  }

  /** Stops reading, so that the next octets are for whoever takes the socket over. */
  pause(): void {
    for (const [event, listener] of this.listeners) this.socket.off(event, listener)
    this.socket.on('error', ignore)
  }

  /** Goes on over another socket (TLS over this one). What came in clear before it is forgotten. */
  moveTo(socket: Socket): void {
    this.reader = new ReplyReader()
    this.socket = socket
    this.listen()
  }

  /** Writes one command. `shown` stands for it in the transcript when it holds a secret. */
  command(line: string, shown = line): void {
    this.log?.(`C: ${shown}`)
    this.commands += `${line}\r\n`
    this.cork()
  }

  /** Writes octets of a message. */
  octets(bytes: Uint8Array): void {
    this.cork()
    this.flushCommands()
    this.socket.write(bytes)
  }

  note(line: string): void {
    this.log?.(line)
  }

  /** Fails the wire unless `deadline` is called again within `milliseconds`. Undefined: nothing is awaited. */
  deadline(milliseconds: number | undefined, waitingFor = ''): void {
    if (milliseconds === undefined) {
      this.dueAt = Number.POSITIVE_INFINITY
      return
    }
    const now = performance.now()
    this.dueAt = now + milliseconds
    this.waitingFor = waitingFor
    // Moving a date is cheaper than a timer per answer: the timer looks at the date when it fires.
    if (this.timer === undefined || this.firesAt > this.dueAt) this.arm(milliseconds, now)
  }

  /** Ends the connection; nothing is told about it any more. */
  destroy(): void {
    this.ended = true
    clearTimeout(this.timer)
    this.pause()
    this.socket.destroy()
  }

  /** Sends QUIT and ends; the relay's goodbye is awaited for a second at most. */
  quit(): Promise<void> {
    if (this.ended) return Promise.resolve()
    this.ended = true
    clearTimeout(this.timer)
    const { socket } = this
    this.onReply = () => {}
    return new Promise((resolve) => {
      const giveUp = setTimeout(() => socket.destroy(), 1000)
      this.pause()
      socket.on('data', (octets) => {
        for (const line of octets.toString().trimEnd().split('\r\n')) this.log?.(`S: ${line}`)
        socket.end()
      })
      socket.on('close', () => {
        clearTimeout(giveUp)
        resolve()
      })
      this.command('QUIT')
      this.uncork()
    })
  }

  private arm(milliseconds: number, now: number): void {
    clearTimeout(this.timer)
    this.firesAt = now + milliseconds
    this.timer = setTimeout(() => {
      this.timer = undefined
      const left = this.dueAt - performance.now()
      if (left === Number.POSITIVE_INFINITY) return
      if (left > 0) this.arm(left, performance.now())
      else this.fail(failed(`No answer from the relay in time (${this.waitingFor})`))
    }, milliseconds + 1)
  }

  private cork(): void {
    if (this.corked) return
    this.corked = true
    this.socket.cork()
    process.nextTick(() => this.uncork())
  }

  private uncork(): void {
    if (!this.corked) return
    this.corked = false
    this.flushCommands()
    this.socket.uncork()
  }

  private flushCommands(): void {
    if (this.commands === '') return
    this.socket.write(this.commands)
    this.commands = ''
  }

  private listen(): void {
    for (const [event, listener] of this.listeners) this.socket.on(event, listener)
  }

  private read(octets: Buffer): void {
    try {
      this.reader.feed(octets, (reply) => {
        if (this.log) for (const line of reply.text.split('\n')) this.log(`S: ${line}`)
        if (!this.ended) this.onReply(reply)
      })
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      this.fail(failed(`The relay does not speak SMTP: ${error.message}`))
    }
  }

  private fail(failure: Failure, gone = false): void {
    if (this.ended) return
    this.note(`* ${failure.reply}`)
    this.destroy()
    this.onFailure(failure, gone)
  }
}

const ignore = (): void => {}

/** One sentence about a socket's error; with several addresses tried, what each of them said. */
export const explain = (error: Error): string =>
  error instanceof AggregateError && error.errors.length > 0
    ? error.errors.map((each: Error) => each.message).join('; ')
    : error.message
