import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '../config/settings.ts'
import { type Config, childEnvironment } from '../config.ts'
import type { Log } from '../log.ts'
import { migrate } from '../store/migrate.ts'
import { inboundNames } from './child.ts'
import { keepDatabase, type OpenedDatabase } from './database.ts'
import type { Beginning, House } from './house.ts'
import { readCertificate } from './inbound.ts'
import { type Kept, keepChild } from './keep-child.ts'
import { checkPort } from './port.ts'
import { refuse } from './refusal.ts'
import { openRoll } from './roll.ts'
import { readSecretKey } from './secret-key.ts'
import { listenForEnd } from './signals.ts'

export interface StartOptions {
  config: Config
  house: House
  log: Log
  /** The bundled entry of each process. */
  entries: Record<Role, string>
  /** Prints the welcome. */
  print: (text: string) => void
}

/** How long each process may take to stop; ms. */
const patience = 10_000

/**
 * Runs the whole installation until somebody ends it: database, migrations, first run, then one process per role,
 * each replaced when it dies. Ends the processes, then the database. Returns the exit code.
 *
 * Throws a Refusal when it cannot begin; then nothing is left running.
 */
export async function start({ config, house, log, entries, print }: StartOptions): Promise<number> {
  const signals = listenForEnd()
  /** Those of each role. */
  const children: Kept[][] = []
  const freeing = new Set<Promise<void>>()
  let database: OpenedDatabase | undefined
  try {
    for (const name of config.unknown)
      log.warn(`${name} is not a setting of Chappe; see chappe start --help.`)
    database = await keepDatabase(config, log, async (inherited) => {
      const patience = inherited ? 5000 : 0
      if (config.roles.includes('api')) await checkPort(config, patience)
      if (config.roles.includes('worker') && config.inbound) {
        readCertificate(config.inbound)
        await checkPort(config.inbound, patience, inboundNames)
      }
    })
    const beginning: Beginning = { config, databaseUrl: database.url, secretKey: readSecretKey(config), log }
    if (signals.asked.aborted) return 0
    for (const name of await migrate(database.url).catch(refuse)) log.info(`Applied migration ${name}.`)
    const roll = openRoll(config.dataFolder)
    const free = async (name: string) => {
      if (await freeLeases(house, beginning, name)) roll.strike(name)
    }
    for (const name of await roll.endOthers()) await free(name)
    const { welcome } = await house.bootstrap(beginning)
    for (const role of config.roles) {
      if (signals.asked.aborted) break
      const isWorker = role === 'worker'
      const onBegin = (name: string, pid: number) => {
        if (isWorker && !roll.enter(name, pid))
          log.warn(`Could not write down in the data folder that ${name} runs.`)
      }
      const onExit = (name: string) => {
        if (!isWorker) return
        const done = free(name).finally(() => freeing.delete(done))
        freeing.add(done)
      }
      const env = childEnvironment(database.url)
      const processes = role === 'worker' ? config.workers : 1
      const kept: Kept[] = []
      children.push(kept)
      for (let n = 0; n < processes; n++) {
        // Mail that comes back is taken on one port, so by one process.
        const own = n === 0 ? env : { ...env, CHAPPE_INBOUND_PORT: '' }
        kept.push(keepChild({ role, entry: entries[role], env: own, log, onBegin, onExit }))
      }
    }
    const ended = new Promise<void>((resolve) => {
      if (signals.asked.aborted) resolve()
      signals.asked.addEventListener('abort', () => resolve(), { once: true })
    })
    await Promise.race([Promise.all(children.flat().map(({ ready }) => ready)).catch(refuse), ended])
    if (!signals.asked.aborted) print(welcome)
    await ended
    log.info('Stopping.')
    return 0
  } catch (error) {
    if (signals.asked.aborted) return 0
    throw error
  } finally {
    // In the order they were begun: what takes work in ends first, then what does it.
    for (const kept of children) await Promise.all(kept.map((child) => child.stop(signals.hurry, patience)))
    await Promise.all(freeing)
    await database?.close()
    signals.close()
  }
}

/** Frees what a dead worker had leased; while the database is away as well, it is tried again. False: not done. */
async function freeLeases(house: House, beginning: Beginning, name: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await house.onWorkerExit(beginning, name)
      return true
    } catch (err) {
      if (attempt === 10) {
        beginning.log.warn({ err }, `Could not free what ${name} had leased.`)
        return false
      }
      await sleep(1000)
    }
  }
}
