import { performance } from 'node:perf_hooks'
import type { Outcome } from '../../outcome.ts'
import { classify, type Reply, throttles } from '../classify.ts'
import type { Abilities } from './connect.ts'
import { dotStuffed } from './dot-stuffing.ts'
import type { Job } from './job.ts'
import type { Tuning } from './settings.ts'
import { type Failure, failed, failedBy, type Wire } from './wire.ts'

/** Where a session takes messages from and gives back those that it certainly did not send. */
export type Source = {
  next(): Job | undefined
  /** `reused`: the connection had carried messages before, so another one may well work. */
  giveBack(job: Job, failure: Failure, reused: boolean): void
  /** No more messages will be taken and none is under way. */
  ended(session: Session): void
}

type Ask = 'reset' | 'mail' | 'rcpt' | 'copy' | 'data' | 'message' | 'nothing'

/** A message under way. */
type Flight = {
  readonly job: Job
  settled: boolean
  /** Its last octet was handed to the socket: from here on its fate is the relay's answer, or unknown. */
  complete: boolean
  /** Envelope commands not written yet, for a relay without PIPELINING. */
  commands: [Ask, string][]
}

const sliceSize = 65_536
/** A connection without a word for so long, in milliseconds, may be gone without our knowing. */
const silence = 5_000

/**
 * Messages over one ready connection.
 *
 *   chunking     RSET MAIL RCPT BDAT body, several messages under way (RFC 3030, RFC 2920)
 *   pipelining   MAIL RCPT DATA ◀354 body, and in the same write the next message's MAIL RCPT DATA
 *   neither      one command, one answer
 *
 * A message with a blind copy waits for the answers to its recipients before its octets: once they have
 * left, a relay that refused the recipient and took the copy could not be told to forget it.
 */
export class Session {
  private readonly wire: Wire
  private readonly abilities: Abilities
  private readonly tuning: Tuning
  private readonly source: Source
  private messagesLeft: number

  private readonly awaited: { ask: Ask; flight: Flight }[] = []
  private readonly flights = new Set<Flight>()
  /** The message whose turn it is to write; no other may begin meanwhile. */
  private holder: Flight | undefined
  private rest: Uint8Array[] = []
  private openTransaction = false
  private ending = false
  private parting: Failure | undefined
  private begun = false
  private idleTimer: NodeJS.Timeout | undefined
  private carried = 0
  private heardAt = performance.now()

  constructor(wire: Wire, abilities: Abilities, tuning: Tuning, messages: number, source: Source) {
    this.wire = wire
    this.abilities = abilities
    this.tuning = tuning
    this.messagesLeft = messages
    this.source = source
    wire.onReply = (reply) => this.hear(reply)
    wire.onFailure = (failure, gone) => this.lose(failure, gone)
    wire.onDrain = () => this.pour()
  }

  get idle(): boolean {
    return this.flights.size === 0
  }

  /** Begins as many messages as may be under way. */
  work(): void {
    while (this.mayBegin()) {
      const job = this.source.next()
      if (!job) break
      const refusal = job.unfit(this.abilities)
      if (refusal) job.settle(refusal)
      else this.begin(job)
    }
    if (!this.idle || this.wire.ended) return
    if (this.ending) this.end()
    else this.idleTimer ??= setTimeout(() => this.finish(), this.tuning.idle)
  }

  /** Takes no more messages; ends when the last one under way is answered. */
  finish(): void {
    this.ending = true
    if (this.idle) this.end()
  }

  private mayBegin(): boolean {
    const limit = this.abilities.chunking ? this.tuning.inFlight : 2
    if (this.ending || this.holder || this.flights.size >= limit || this.wire.pending > this.tuning.pending)
      return false
    if (this.messagesLeft === 0) this.ending = true
    return !this.ending
  }

  private begin(job: Job): void {
    const flight: Flight = { job, settled: false, complete: false, commands: [] }
    const { pipelining, chunking } = this.abilities
    const opening = job.opening(this.abilities)
    // After a silence the relay may be gone: better to learn it before the octets than to be uncertain after.
    const asleep = this.idle && performance.now() - this.heardAt > silence
    const careful = !pipelining || asleep || job.copy !== undefined
    clearTimeout(this.idleTimer)
    this.idleTimer = undefined
    this.messagesLeft--
    this.flights.add(flight)
    // With several messages under way a refused recipient leaves its transaction open for the next one.
    if (this.openTransaction || (chunking && this.begun)) flight.commands.push(['reset', 'RSET'])
    this.openTransaction = false
    this.begun = true
    flight.commands.push(['mail', opening], ['rcpt', `RCPT TO:<${job.to}>`])
    if (job.copy !== undefined) flight.commands.push(['copy', `RCPT TO:<${job.copy}>`])

    if (careful) this.holder = flight
    if (pipelining) for (const [ask, line] of flight.commands.splice(0)) this.ask(ask, line, flight)
    else this.nextCommand(flight)
    if (!careful) this.sendContent(flight)
  }

  private nextCommand(flight: Flight): void {
    const [ask, line] = flight.commands.shift()!
    this.ask(ask, line, flight)
  }

  private ask(ask: Ask, line: string, flight: Flight): void {
    this.wire.command(line)
    this.expect(ask, flight)
  }

  private expect(ask: Ask, flight: Flight): void {
    this.awaited.push({ ask, flight })
    if (this.awaited.length === 1) this.watch()
  }

  private sendContent(flight: Flight): void {
    this.holder = flight
    if (this.abilities.chunking) {
      this.ask('message', `BDAT ${flight.job.size} LAST`, flight)
      this.startPouring(flight.job.octets())
    } else this.ask('data', 'DATA', flight)
  }

  private startPouring(pieces: Uint8Array[]): void {
    if (this.wire.logged)
      this.wire.note(`C: (${pieces.reduce((sum, piece) => sum + piece.length, 0)} octets of message)`)
    this.rest = pieces.flatMap(sliced)
    this.pour()
  }

  /** Writes what the socket takes now; the rest follows when it has drained. */
  private pour(): void {
    const flight = this.holder
    if (!flight || this.rest.length === 0) {
      this.work()
      return
    }
    while (this.rest.length > 0 && this.wire.pending <= this.tuning.pending) {
      const piece = this.rest.shift()!
      if (this.rest.length === 0) flight.complete = true
      this.wire.octets(piece)
    }
    if (flight.complete) this.holder = undefined
    else this.watch()
  }

  private hear(reply: Reply): void {
    this.heardAt = performance.now()
    const answered = this.awaited.shift()
    if (!answered) {
      this.wire.destroy()
      this.part(reply)
      this.lose(failed(`Unexpected from the relay: ${reply.text}`), true)
      return
    }
    if (reply.code === 421) this.part(reply, answered.flight)
    this.answer(answered.ask, answered.flight, reply)
    this.watch()
    this.work()
  }

  private answer(ask: Ask, flight: Flight, reply: Reply): void {
    switch (ask) {
      case 'data':
        this.answerToData(flight, reply)
        return
      case 'message':
        this.carried++
        this.settle(flight, reply.code < 300 ? accepted(reply) : classify(reply, 'message'))
        this.flights.delete(flight)
        return
      case 'nothing':
        this.flights.delete(flight)
        return
      case 'mail':
      case 'rcpt':
        this.judge(ask, flight, reply)
    }
    if (this.holder === flight && !this.answerAwaited(flight)) this.continue(flight)
  }

  /** Every envelope command written so far is answered. */
  private continue(flight: Flight): void {
    if (flight.settled) this.abandon(flight)
    else if (flight.commands.length > 0) this.nextCommand(flight)
    else this.sendContent(flight)
  }

  private answerToData(flight: Flight, reply: Reply): void {
    if (reply.code !== 354) {
      this.settle(flight, classify(reply, 'data'))
      this.abandon(flight)
    } else if (flight.settled) {
      // Told to go on although nobody is left to receive it (RFC 2920 3.1): an empty message, for nobody.
      this.ask('nothing', '.', flight)
      this.holder = undefined
    } else {
      this.expect('message', flight)
      this.startPouring(dotStuffed(flight.job.octets()))
    }
  }

  /** Its octets will not be sent; the relay still holds its transaction open. */
  private abandon(flight: Flight): void {
    this.openTransaction = true
    this.holder = undefined
    this.flights.delete(flight)
  }

  private answerAwaited = (flight: Flight): boolean => this.awaited.some((each) => each.flight === flight)

  private settle(flight: Flight, outcome: Outcome): void {
    if (flight.settled) return
    flight.settled = true
    flight.job.settle(outcome)
  }

  /**
   * 421: the relay is leaving. What it answered so did not go through. What is behind that is still listened for,
   * because some relays go on; when it leaves without another word, nothing behind was processed.
   */
  private part(reply: Reply, flight?: Flight): void {
    if (reply.code !== 421) return
    this.ending = true
    this.parting = failedBy(reply, throttles(reply) ? 'throttled' : 'connection')
    if (flight) this.giveBack(flight, this.parting)
  }

  private giveBack(flight: Flight, failure: Failure): void {
    if (flight.settled) return
    flight.settled = true
    this.source.giveBack(flight.job, failure, this.carried > 0)
  }

  /** An answer to MAIL or RCPT. */
  private judge(ask: 'mail' | 'rcpt', flight: Flight, reply: Reply): void {
    if (reply.code < 300) return
    if (reply.code === 503) {
      // A bad sequence is about this connection's state, not about the message.
      this.ending = true
      this.giveBack(flight, failedBy(reply, 'system'))
    } else this.settle(flight, classify(reply, ask))
  }

  private lose(failure: Failure, gone: boolean): void {
    if (this.parting && gone) this.conclude(this.parting, () => true)
    else this.conclude(failure, (flight) => !flight.complete)
  }

  /** The connection is over: each message under way is either certainly unsent, or uncertain. */
  private conclude(failure: Failure, certainlyUnsent: (flight: Flight) => boolean): void {
    this.ending = true
    // Backwards, because each goes back to the front of the queue.
    for (const flight of [...this.flights].reverse()) {
      if (certainlyUnsent(flight)) this.giveBack(flight, failure)
      else this.settle(flight, { kind: 'uncertain', reply: failure.reply })
    }
    this.flights.clear()
    clearTimeout(this.idleTimer)
    this.source.ended(this)
  }

  private end(): void {
    clearTimeout(this.idleTimer)
    if (this.wire.ended) return
    void this.wire.quit().then(() => this.source.ended(this))
  }

  private watch(): void {
    if (!this.wire.ended) this.wire.deadline(this.patience(), this.awaited[0]?.ask)
  }

  private patience(): number | undefined {
    const { tuning, awaited } = this
    if (awaited.length === 0) return undefined
    switch (awaited[0]!.ask) {
      case 'message':
        return this.rest.length > 0 ? tuning.data : tuning.message
      case 'data':
        return tuning.data
      default:
        return tuning.command
    }
  }
}

function accepted({ text }: Reply): Outcome {
  const providerId = /queued as <?([^\s>]+)/i.exec(text)?.[1]
  return { kind: 'accepted', reply: text, ...(providerId && { providerId }) }
}

function sliced(piece: Uint8Array): Uint8Array[] {
  if (piece.length <= 4 * sliceSize) return [piece]
  const slices: Uint8Array[] = []
  for (let start = 0; start < piece.length; start += sliceSize)
    slices.push(piece.subarray(start, start + sliceSize))
  return slices
}
