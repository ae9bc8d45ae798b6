import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Patience } from './mailbox.ts'

/** Octets of one line at most, line end included: RFC 1939 says 512 for answers, mails have 1,000 and worse. */
const longestLine = 1_048_576
/** Octets of one answer at most: larger mails are nobody's report. */
const longestAnswer = 67_108_864

/** The server said no to a command, in these words. */
export class Denied extends Error {
  override readonly name = 'Denied'
}

export interface WireOptions {
  readonly host: string
  readonly port: number
  readonly tls: { readonly rejectUnauthorized: boolean } | undefined
  readonly lookup: LookupFunction
  readonly patience: Patience
  readonly signal?: AbortSignal | undefined
}

/**
 * The line discipline of POP3 (RFC 1939): one command at a time, an answer of one line or of many, and an end to every
 * wait. Lines are read as octets, one character an octet, wherever the network cuts them.
 */
export class Pop3Wire {
  readonly #patience: Patience
  #socket: Socket
  #buffer: Buffer = Buffer.alloc(0)
  #broken: Error | undefined
  #wake: () => void = () => {}

  private constructor(socket: Socket, patience: Patience) {
    this.#patience = patience
    this.#socket = socket
    this.#listen(socket)
  }

  /** Connects and hears the greeting. Throws whatever went wrong. */
  static async open({ host, port, tls, lookup, patience, signal }: WireOptions): Promise<Pop3Wire> {
    signal?.throwIfAborted()
    const at = { host, port, lookup, autoSelectFamily: true }
    const socket = tls ? connectTls({ ...at, ...tls, servername: nameOf(host) }) : connectTcp(at)
    const wire = new Pop3Wire(socket, patience)
    const abort = () => wire.destroy()
    signal?.addEventListener('abort', abort)
    socket.once('close', () => signal?.removeEventListener('abort', abort))
    try {
      await wire.#event(tls ? 'secureConnect' : 'connect', patience.connect)
      await wire.#answer()
      return wire
    } catch (error) {
      wire.destroy()
      throw error
    }
  }

  /** Goes on encrypted (RFC 2595). What was received before is not believed. */
  async startTls(host: string, rejectUnauthorized: boolean): Promise<void> {
    await this.command('STLS')
    this.#socket.removeAllListeners('data')
    this.#buffer = Buffer.alloc(0)
    const socket: TLSSocket = connectTls({
      socket: this.#socket,
      rejectUnauthorized,
      servername: nameOf(host),
    })
    this.#socket = socket
    this.#listen(socket)
    await this.#event('secureConnect', this.#patience.connect)
  }

  /** Says a command; answers the words after `+OK`. Throws Denied for `-ERR`. */
  async command(line: string): Promise<string> {
    if (/[\r\n]/.test(line)) throw new TypeError('A command is one line.')
    if (this.#broken) throw this.#broken
    this.#socket.write(`${line}\r\n`)
    return this.#answer()
  }

  /** Says a command whose answer has several lines; tells each as it comes, unstuffed, without its end. */
  async lines(line: string, tell: (line: Buffer) => void): Promise<void> {
    await this.command(line)
    for (let octets = 0; ; ) {
      const next = await this.#line()
      octets += next.length + 2
      if (octets > longestAnswer) throw this.#break(new Error('Its answer has no end.'))
      if (next.length === 1 && next[0] === dot) return
      tell(next[0] === dot ? next.subarray(1) : next)
    }
  }

  destroy(): void {
    this.#socket.destroy()
  }

  async #answer(): Promise<string> {
    const text = (await this.#line()).toString('latin1')
    if (/^\+OK\b/i.test(text)) return text.slice(3).trim()
    if (/^-ERR\b/i.test(text)) throw new Denied(text.slice(4).trim() || 'It gave no reason.')
    throw new Error('It does not speak POP3.')
  }

  async #line(): Promise<Buffer> {
    const until = performance.now() + this.#patience.answer
    for (let from = 0; ; ) {
      const end = this.#buffer.indexOf(lineFeed, from)
      if (end >= 0) {
        const line = this.#buffer.subarray(0, end > 0 && this.#buffer[end - 1] === 13 ? end - 1 : end)
        this.#buffer = this.#buffer.subarray(end + 1)
        return line
      }
      from = this.#buffer.length
      if (from > longestLine) throw this.#break(new Error('A line of its answer has no end.'))
      if (this.#broken) throw this.#broken
      await this.#more(until)
    }
  }

  #more(until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = () => reject(this.#break(new Error('It does not answer.')))
      const timer = setTimeout(late, Math.max(0, until - performance.now()))
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #listen(socket: Socket): void {
    const broken = (error: Error) => {
      this.#broken ??= error
      this.#wake()
    }
    socket.on('data', (chunk: Buffer) => {
      this.#buffer = this.#buffer.length > 0 ? Buffer.concat([this.#buffer, chunk]) : chunk
      this.#wake()
    })
    socket.on('error', broken)
    socket.on('close', () => broken(new Error('It ended the connection.')))
  }

  #event(name: string, within: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (act: () => void) => {
        clearTimeout(timer)
        this.#wake = () => {}
        act()
      }
      const late = () => done(() => reject(this.#break(new Error('It does not answer.'))))
      const timer = setTimeout(late, within)
      this.#wake = () => {
        if (this.#broken) done(() => reject(this.#broken))
      }
      this.#socket.once(name, () => done(resolve))
    })
  }

  #break(error: Error): Error {
    this.#broken ??= error
    this.#socket.destroy()
    return this.#broken
  }
}

const lineFeed = 10
const dot = 46

/** SNI names no addresses (RFC 6066, section 3). */
const nameOf = (host: string): string => (/^[\d.]+$|:/.test(host) ? '' : host)
