import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../config.ts'
import { openLog } from '../log.ts'
import type { OpenPart, Part } from './house.ts'
import { readSecretKey } from './secret-key.ts'

/** What the supervisor says to its child. */
export type Order = 'stop' | 'hurry'

/** What a child says to its supervisor. `failed`: it cannot begin, and why, in a sentence. */
export type Word = { ready: true } | { failed: string }

/** How long a part may take to stop once nobody waits for it any more; ms. */
const orphanPatience = 2000

/**
 * The whole life of a child process: opens its part, says that it is ready, and stops it when the supervisor says
 * so, when the supervisor is gone, or at SIGTERM. A bug that nobody caught ends the process: the supervisor starts
 * a new one, whose state is known.
 */
export async function runChild(role: 'api' | 'worker', open: OpenPart): Promise<void> {
  const config = readConfig()
  const log = openLog(role, config.logLevel)
  const hurry = new AbortController()
  let part: Part | undefined
  let stopping = false

  const fatal = (err: unknown) => {
    log.fatal({ err }, 'Ending this process because of a bug.')
    process.exit(1)
  }
  const stop = async () => {
    if (stopping) return
    stopping = true
    try {
      await part?.stop(hurry.signal)
    } catch (error) {
      fatal(error)
    }
    process.exit(0)
  }
  process.on('uncaughtException', fatal)
  process.on('unhandledRejection', fatal)
  process.on('message', (order: Order) => {
    if (order === 'hurry') hurry.abort()
    void stop()
  })
  const orphaned = () => {
    void stop()
    void sleep(orphanPatience).then(() => hurry.abort())
    void sleep(2 * orphanPatience).then(() => process.exit(1))
  }
  process.on('disconnect', orphaned)
  process.on('SIGTERM', stop)
  // Ctrl-C reaches the whole terminal; the supervisor decides what follows from it, and in which order.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})

  const say = (word: Word) => process.connected && process.send?.(word)
  try {
    // Killed while this process was being loaded, the supervisor said goodbye before anybody listened.
    if (process.connected === false) return orphaned()
    if (!config.databaseUrl) throw new Error(`The ${role} is started by chappe start, not by itself.`)
    const beginning = { config, log, databaseUrl: config.databaseUrl, secretKey: readSecretKey(config) }
    const opened = await open(beginning, process.argv[2] ?? role)
    if (stopping) await opened.stop(AbortSignal.abort())
    part = opened
    say({ ready: true })
  } catch (error) {
    log.debug({ err: error }, 'Could not begin.')
    const isInbound = config.inbound && (error as { port?: number }).port === config.inbound.port
    say({ failed: isInbound ? sentence(error, config.inbound!, inboundNames) : sentence(error, config) })
    // The channel needs a moment to carry the last word.
    await sleep(50)
    process.exit(1)
  }
}

/** What the settings of an address to listen on are called. */
export const apiNames = { port: 'PORT', host: 'HOST' }
export const inboundNames: typeof apiNames = { port: 'CHAPPE_INBOUND_PORT', host: 'CHAPPE_INBOUND_HOST' }

/** Why a process cannot begin. */
export function sentence(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
  names = apiNames,
): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (syscall !== 'listen' && syscall !== 'bind') return message
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use by another program. Stop it, or set ${names.port} to another one.`
  if (code === 'EACCES') return `This account may not open port ${port}. Set ${names.port} to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${names.host} is ${host}, which is not an address of this machine.`
  return message
}
