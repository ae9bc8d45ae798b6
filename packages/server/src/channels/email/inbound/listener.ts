import type { AddressInfo, Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { Rate } from './rate.ts'

/** A mail that came in: its first octets, and the recipients of its envelope that are ours. */
export interface ReceivedMail {
  readonly raw: Buffer
  readonly recipients: readonly string[]
}

/** What becomes of mail; the house's part. What it throws is answered 451: come back. */
export interface Desk {
  /** Whether mail to this address is taken. */
  knows(address: string): Promise<boolean>
  /** Answers `taken` once what the mail says is safe, `later` when it is to come back, `unknown` for nobody's mail. */
  take(mail: ReceivedMail): Promise<'taken' | 'later' | 'unknown'>
}

export interface ListenerOptions extends Desk {
  readonly host: string
  readonly port: number
  /** The name it greets with. */
  readonly name: string
  /** PEM; without it connections are not encrypted. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  readonly onError: (error: Error) => void
  readonly limits?: Partial<Limits>
}

export interface Limits {
  /** Octets of a mail. */
  readonly size: number
  /** Of those, how many are looked at: what a mail reports stands before the message that it returns. */
  readonly kept: number
  readonly connections: number
  readonly connectionsPerAddress: number
  readonly mailsPerMinuteAndAddress: number
  /** Mails whose taking is under way at the same time; the others wait with their answer. */
  readonly together: number
  readonly recipients: number
  /** Milliseconds of silence. */
  readonly idle: number
}

/** What a write to a client who has left ends in. */
const gone: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET'])

// A bounce has one recipient, and a relay of one's own sends all of them from one address.
const usual: Limits = {
  size: 10_485_760,
  kept: 262_144,
  connections: 100,
  connectionsPerAddress: 20,
  mailsPerMinuteAndAddress: 3_000,
  together: 4,
  recipients: 10,
  idle: 60_000,
}

export interface Listener {
  readonly port: number
  /** Takes no more; what is under way has two seconds. */
  close(): Promise<void>
}

/**
 * An SMTP server (RFC 5321) for what comes back to us and for nothing else: it takes mail for addresses that its desk
 * knows, relays none, lets nobody sign in, and says 250 only once what a mail says is safe. Resolves when it listens.
 */
export function openListener(options: ListenerOptions): Promise<Listener> {
  const limits = { ...usual, ...options.limits }
  const rate = new Rate(limits.mailsPerMinuteAndAddress)
  const open = new Map<string, number>()
  const gate = openGate(limits.together)

  /** Connections on which a mail is being taken, by where they come from. */
  const busy = new Set<string>()
  const settings: SMTPServerOptions & { allowHalfOpen: boolean } = {
    allowHalfOpen: true,
    name: options.name,
    banner: 'Chappe takes bounces here',
    logger: false,
    authOptional: true,
    disabledCommands: ['AUTH', 'VRFY', 'EXPN', ...(options.tls ? [] : ['STARTTLS'])],
    ...(options.tls && { ...options.tls, minVersion: 'TLSv1.2' }),
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    size: limits.size,
    maxClients: limits.connections,
    socketTimeout: limits.idle,
    closeTimeout: 2_000,

    onSecure(socket, _session, done) {
      answerWhileWritable(socket)
      done(null)
    },
    onConnect({ remoteAddress }, done) {
      const now = (open.get(remoteAddress) ?? 0) + 1
      open.set(remoteAddress, now)
      done(now > limits.connectionsPerAddress ? no(421, 'Too many connections from your address') : null)
    },
    onClose({ remoteAddress }) {
      const now = (open.get(remoteAddress) ?? 1) - 1
      if (now > 0) open.set(remoteAddress, now)
      else open.delete(remoteAddress)
    },
    onMailFrom(_from, { remoteAddress }, done) {
      done(rate.passes(remoteAddress) ? null : no(451, 'Too many mails a minute, come back later'))
    },
    onRcptTo({ address }, { envelope }, done) {
      if (envelope.rcptTo.length >= limits.recipients) return done(no(452, 'Too many recipients'))
      options.knows(address).then(
        (isKnown) => done(isKnown ? null : no(550, 'There is no such mailbox here')),
        (error: Error) => {
          options.onError(error)
          done(no(451, 'Come back later'))
        },
      )
    },
    onData(stream, session, done) {
      const caller = nameOf(session)
      busy.add(caller)
      receive(stream, session)
        .then(
          (words) => done(null, words),
          (error: Error) => {
            if (!(error instanceof No)) options.onError(error)
            done(error instanceof No ? error : no(451, 'Come back later'))
          },
        )
        .finally(() => {
          busy.delete(caller)
          server.emit(freed, caller)
        })
    },
  }

  async function receive(
    stream: Readable & { sizeExceeded?: boolean },
    { envelope }: SMTPServerSession,
  ): Promise<string> {
    const chunks: Buffer[] = []
    let octets = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (octets < limits.kept) chunks.push(chunk)
      octets += chunk.length
    }
    if (stream.sizeExceeded || octets > limits.size) throw no(552, 'The mail is too large')
    const raw = Buffer.concat(chunks).subarray(0, limits.kept)
    const recipients = envelope.rcptTo.map(({ address }) => address)
    const answer = await gate(() => options.take({ raw, recipients }))
    if (answer === 'unknown') throw no(550, 'There is no such mailbox here')
    if (answer === 'later') throw no(451, 'Come back later')
    return 'Taken'
  }

  const server = new SMTPServer(settings)
  server.setMaxListeners(0)
  server.server.on('connection', (socket) => {
    answerWhileWritable(socket)
    socket.once('end', () => {
      const caller = nameOf(socket)
      // What is answered last is still written; then nobody is left to speak to.
      const leave = () => setImmediate(() => socket.end())
      if (!busy.has(caller)) return leave()
      const whenFreed = (one: string) => {
        if (one !== caller) return
        server.off(freed, whenFreed)
        leave()
      }
      server.on(freed, whenFreed)
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      // A client that breaks off, hears nothing of our answer or speaks TLS badly is no news.
      server.on('error', (error: NodeJS.ErrnoException & { remote?: unknown }) => {
        if (error.remote === undefined && !gone.has(error.code ?? '')) options.onError(error)
      })
      resolve({
        port: (server.server.address() as AddressInfo).port,
        close: () => new Promise((closed) => server.close(() => closed())),
      })
    })
  })
}

/**
 * A client may say all that it has to say, its QUIT too, close its side and still wait for the answers, as Exim does
 * (RFC 9293, section 3.6). The library answers only where both sides are open, so to it they are.
 */
function answerWhileWritable(socket: Socket): void {
  Object.defineProperty(socket, 'readyState', { get: () => (socket.writable ? 'open' : 'closed') })
}

const freed = 'freed'
const nameOf = ({
  remoteAddress,
  remotePort,
}: {
  remoteAddress?: string | undefined
  remotePort?: number | undefined
}) => `${remoteAddress?.replace(/^::ffff:/, '')} ${remotePort}`

class No extends Error {
  readonly responseCode: number
  constructor(code: number, words: string) {
    super(words)
    this.responseCode = code
  }
}
const no = (code: number, words: string) => new No(code, words)

/** Lets so many pieces of work run at a time; the others wait in line. */
function openGate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const line: (() => void)[] = []
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => line.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running--
    }
  }
}
