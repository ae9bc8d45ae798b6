import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'
import { certificate } from '../../testing/certificate.ts'

/** What a fake does at a command (`connect`: before its greeting) instead of answering it. */
export type Mischief = 'drop' | 'hang' | 'no' | 'garbage'

export interface FakeOptions {
  /** By command, in capitals without `UID`; `nth` counts the command over the whole server, from 1. */
  readonly script?: (command: string, nth: number) => Mischief | undefined
  readonly mails?: readonly string[]
  readonly password?: string
  readonly tls?: 'implicit' | 'starttls'
  /** Octets a packet has: answers are cut in pieces of this size. */
  readonly piece?: number
}

export interface FakeMail {
  readonly uid: number
  readonly raw: string
  readonly flags: Set<string>
}

export interface FakeMailbox {
  readonly port: number
  /** By folder. POP3 has INBOX only. */
  readonly folders: Map<string, FakeMail[]>
  /** IMAP's UIDVALIDITY, which may change under the reader. */
  validity: number
  readonly commands: string[]
  open(): number
  put(raw: string): void
  close(): Promise<void>
}

/** One connection of a fake: says the lines of its protocol. */
export interface Speaker {
  greet(): void
  hear(line: string): void
}

export interface Line {
  say(text: string): void
  end(): void
  secure(): void
  /** True when the script did something instead. */
  misbehaves(command: string): boolean
}

/** A server on loopback that speaks the protocol of `speak`, and misbehaves where its script says so. */
export async function fakeMailbox(
  options: FakeOptions,
  speak: (box: FakeMailbox, line: Line, options: FakeOptions) => Speaker,
): Promise<FakeMailbox> {
  const sockets = new Set<Socket>()
  const counts = new Map<string, number>()
  let uid = 0
  const inbox: FakeMail[] = []
  const folders = new Map([['INBOX', inbox]])
  const put = (raw: string) => void inbox.push({ uid: ++uid, raw, flags: new Set() })
  for (const raw of options.mails ?? []) put(raw)

  const serve = (plain: Socket) => {
    let socket = plain
    sockets.add(plain)
    plain.on('close', () => sockets.delete(plain))
    let buffer = ''
    const say = (text: string) => {
      const octets = Buffer.from(text, 'latin1')
      const piece = options.piece ?? octets.length
      for (let n = 0; n < octets.length; n += piece) socket.write(octets.subarray(n, n + piece))
    }
    const misbehaves = (command: string): boolean => {
      const nth = (counts.get(command) ?? 0) + 1
      counts.set(command, nth)
      switch (options.script?.(command, nth)) {
        case 'drop':
          socket.destroy()
          return true
        case 'hang':
          return true
        case 'garbage':
          say('\0\u00ff}{ what?\r\n')
          return true
        case 'no':
        case undefined:
          return false
      }
    }
    const listen = () => {
      socket.on('error', () => {})
      socket.on('data', (chunk: Buffer) => {
        buffer += chunk.toString('latin1')
        for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
          const line = buffer.slice(0, end)
          buffer = buffer.slice(end + 2)
          box.commands.push(line)
          speaker.hear(line)
        }
      })
    }
    const secure = () => {
      socket.removeAllListeners('data')
      socket = new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(certificate) })
      listen()
    }
    const speaker = speak(box, { say, secure, misbehaves, end: () => socket.end() }, options)
    listen()
    if (!misbehaves('connect')) speaker.greet()
  }
  const server = options.tls === 'implicit' ? createTlsServer(certificate, serve) : createServer(serve)
  server.on('tlsClientError', () => {})
  const box: FakeMailbox = {
    port: 0,
    folders,
    validity: 7,
    commands: [],
    put,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(box, { port: (server.address() as AddressInfo).port })
}

/** Whether the script wants a command refused. */
export const refuses = (options: FakeOptions, command: string): boolean =>
  options.script?.(command, 0) === 'no'
