import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { findEmbedded, openEmbedded } from '../store/embedded/embedded.ts'
import { checkExternal } from '../store/external.ts'
import { lockHolder, takeLock } from './lock.ts'
import { Refusal, refuse, refuseFolder } from './refusal.ts'

export interface OpenedDatabase {
  url: string
  /** The start before this one was killed; its processes may still be on their way out. */
  inherited: boolean
  close(): Promise<void>
}

/**
 * Opens the database to keep it: the one in DATABASE_URL, or the embedded one, under the data folder's lock.
 * `before` runs when the lock is ours and nothing has been started.
 *
 * Throws a Refusal: another Chappe runs in this data folder, or the database cannot be used.
 */
export async function keepDatabase(
  config: Config,
  log: Log,
  before: (inherited: boolean) => Promise<void> = async () => {},
): Promise<OpenedDatabase> {
  if (config.databaseUrl) {
    await before(false)
    await checkExternal(config.databaseUrl).catch(refuse)
    return { url: config.databaseUrl, inherited: false, close: async () => {} }
  }
  const lock = await takeLock(config.dataFolder).catch((error) => refuseFolder(config.dataFolder, error))
  if ('heldBy' in lock)
    throw new Refusal(
      `Chappe is already running on ${config.dataFolder} (process ${lock.heldBy}). ` +
        'Stop it, or set CHAPPE_DATA to another folder.',
    )
  try {
    await before(lock.inherited)
    const say = (sentence: string) => log.info(sentence)
    const { url, stop } = await openEmbedded({ folder: config.dataFolder, log: say }).catch(refuse)
    const close = async () => {
      await stop()
      lock.release()
    }
    return { url, inherited: lock.inherited, close }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Opens the database for one command: beside a running Chappe, or for a moment by itself. */
export async function useDatabase(config: Config, log: Log): Promise<OpenedDatabase> {
  if (!config.databaseUrl) {
    const end = Date.now() + 30_000
    // Somebody who holds the lock and has no database yet is bringing it up.
    while ((await lockHolder(config.dataFolder)) && Date.now() < end) {
      const url = await findEmbedded(config.dataFolder)
      if (url) return { url, inherited: false, close: async () => {} }
      await sleep(200)
    }
  }
  return keepDatabase(config, log)
}
