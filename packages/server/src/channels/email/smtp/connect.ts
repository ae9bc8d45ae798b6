import { isIP, connect as openSocket, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { type ConnectionOptions, connect as openTls } from 'node:tls'
import type { Env } from '../../provider.ts'
import { Dialogue, Unreachable } from './dialogue.ts'
import { guardedLookup } from './egress.ts'
import type { Settings, Tuning } from './settings.ts'
import { signIn } from './sign-in.ts'
import { explain, failed, failedBy, type Log, Wire } from './wire.ts'

/** What the relay said it can do (RFC 5321 4.1.1.1). */
export type Abilities = {
  readonly pipelining: boolean
  readonly chunking: boolean
  readonly eightBit: boolean
  readonly utf8: boolean
  /** Largest message in octets, when the relay declares SIZE (RFC 1870); 0: declared without a limit. */
  readonly size: number | undefined
}

export type Ready = { readonly wire: Wire; readonly abilities: Abilities }

/**
 * Connects, greets, secures and signs in.
 * @throws Unreachable with the failure, in the relay's words when it said any
 */
export async function connect(settings: Settings, env: Env, tuning: Tuning, log?: Log): Promise<Ready> {
  const { security } = settings
  const socket = await reach(settings, env, tuning)
  log?.(`* Connected to ${socket.remoteAddress} port ${socket.remotePort}`)
  const wire = new Wire(socket, log)
  try {
    const dialogue = new Dialogue(wire, tuning.command)
    if (security === 'implicit') await secure(wire, settings, tuning)
    const greeting = await dialogue.hear(tuning.greeting, 'greeting')
    if (greeting.code !== 220) throw new Unreachable(failedBy(greeting))

    let offers = await hello(dialogue, settings)
    if (security === 'required' || (security === 'opportunistic' && offers.has('STARTTLS'))) {
      await startTls(dialogue, settings, tuning, offers)
      offers = await hello(dialogue, settings)
    } else if (security === 'opportunistic' && settings.username !== '')
      throw new Unreachable(
        failed('The relay offers no STARTTLS: signing in would show the password', 'authentication'),
      )

    const mechanisms = (offers.get('AUTH') ?? '').toUpperCase().split(' ').filter(Boolean)
    const refusal = await signIn(dialogue, settings, mechanisms)
    if (refusal) throw new Unreachable(refusal)
    wire.deadline(undefined)
    return { wire, abilities: abilitiesOf(offers, settings) }
  } catch (error) {
    if (error instanceof Unreachable && !wire.ended) void wire.quit()
    throw error
  }
}

async function reach(settings: Settings, env: Env, tuning: Tuning): Promise<Socket> {
  const { host, port } = settings
  let socket: Socket | undefined
  try {
    socket = openSocket({ host, port, lookup: guardedLookup(host, env), noDelay: true, keepAlive: true })
    await arrival(socket, 'connect', tuning.connect)
    return socket
  } catch (error) {
    socket?.on('error', () => {}).destroy()
    const { code } = error as NodeJS.ErrnoException
    const unresolved = code === 'ENOTFOUND' || code === 'EAI_AGAIN'
    const sentence = `No connection to ${host} port ${port}: ${explain(error as Error)}`
    throw new Unreachable(failed(sentence, unresolved ? 'dns-failure' : 'connection'))
  }
}

/** Waits for one event of a socket; its error, its close and the end of patience reject. */
function arrival(socket: Socket, event: 'connect' | 'secureConnect', patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error) => {
      clearTimeout(timer)
      socket.off(event, arrived).off('error', end).off('close', closed)
      if (error) reject(error)
      else resolve()
    }
    const arrived = () => end()
    const closed = () => end(new Error('the other side closed the connection'))
    const timer = setTimeout(() => end(new Error('no answer in time')), patience)
    socket.on(event, arrived).on('error', end).on('close', closed)
  })
}

/** EHLO, or HELO for a relay that does not know it; answers the extensions with their parameters. */
async function hello(dialogue: Dialogue, settings: Settings): Promise<Map<string, string>> {
  const name = settings.heloName || ownName(dialogue.wire.plain)
  const answer = await dialogue.ask(`EHLO ${name}`)
  if (answer.code === 250) {
    const lines = answer.text.split('\n').slice(1)
    return new Map(lines.map((line) => splitOffer(line.slice(4).trim())))
  }
  if (answer.code < 500) throw new Unreachable(failedBy(answer))
  const second = await dialogue.ask(`HELO ${name}`)
  if (second.code !== 250) throw new Unreachable(failedBy(second))
  return new Map()
}

// "AUTH=PLAIN LOGIN" is how servers of before RFC 2554 offer it.
function splitOffer(offer: string): [string, string] {
  const at = offer.search(/[ =]/)
  return at < 0 ? [offer.toUpperCase(), ''] : [offer.slice(0, at).toUpperCase(), offer.slice(at + 1)]
}

// RFC 5321 4.1.3: a machine without a name that others can resolve gives its address.
function ownName(socket: Socket): string {
  const name = hostname()
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name)) return name
  const address = socket.localAddress?.replace(/^::ffff:/, '').replace(/%.*$/, '') ?? '127.0.0.1'
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`
}

async function startTls(
  dialogue: Dialogue,
  settings: Settings,
  tuning: Tuning,
  offers: Map<string, string>,
): Promise<void> {
  if (!offers.has('STARTTLS')) throw new Unreachable(failed('The relay offers no STARTTLS'))
  const answer = await dialogue.ask('STARTTLS')
  if (answer.code !== 220) throw new Unreachable(failedBy(answer))
  // Octets that came along with the 220 were not protected: someone on the way may have put them there.
  if (dialogue.unread) throw new Unreachable(failed('The relay spoke in clear after STARTTLS'))
  await secure(dialogue.wire, settings, tuning)
}

async function secure(wire: Wire, { host, verifyCertificate }: Settings, tuning: Tuning): Promise<void> {
  const options: ConnectionOptions = {
    socket: wire.plain,
    rejectUnauthorized: verifyCertificate,
    ...(isIP(host) ? { host } : { host, servername: host }),
  }
  wire.pause()
  const socket = openTls(options)
  try {
    await arrival(socket, 'secureConnect', tuning.command)
  } catch (error) {
    socket.on('error', () => {}).destroy()
    wire.destroy()
    throw new Unreachable(failed(`TLS with ${host} failed: ${(error as Error).message}`))
  }
  wire.moveTo(socket)
  wire.note(
    `* ${socket.getProtocol()}${socket.authorized ? ', certificate verified' : ', certificate not verified'}`,
  )
}

function abilitiesOf(offers: Map<string, string>, { pipelining }: Settings): Abilities {
  const size = offers.get('SIZE')
  return {
    pipelining: pipelining && offers.has('PIPELINING'),
    chunking: pipelining && offers.has('PIPELINING') && offers.has('CHUNKING'),
    eightBit: offers.has('8BITMIME'),
    utf8: offers.has('SMTPUTF8'),
    size: size === undefined ? undefined : Number.parseInt(size, 10) || 0,
  }
}
