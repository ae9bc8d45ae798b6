import { setTimeout as sleep } from 'node:timers/promises'
import { askServer, socketUrl } from './answer.ts'
import { findBinaries } from './binaries.ts'
import { createCluster, createDatabase } from './create.ts'
import { endLeftovers, runningServer } from './leftovers.ts'
import { findPlace, socketFolder } from './place.ts'
import { adoptServer, type Server, startServer, stopServer } from './server.ts'
import { writeSettings } from './settings.ts'

export interface Embedded {
  /** The application's database, as its owner. The same for as long as this process lives. */
  url: string
  /** The maintenance database, as superuser. For tests and repairs. */
  adminUrl: string
  /** Whether the server was already running, left over by a start that was killed. */
  adopted: boolean
  /** The server's process id; it changes when the server had to be started again. */
  pid(): number
  /** Shuts the server down. Whoever is still connected is cut off. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** The data folder; made if missing. Only one process may work in it at a time: take its lock first. */
  folder: string
  /** Called with one sentence for each thing that an operator may want to know. */
  log: (sentence: string) => void
  /** PostgreSQL settings that replace ours. */
  settings?: Record<string, string>
}

/**
 * Brings up the PostgreSQL that npm installed, on the files in the data folder, and keeps it up until `stop`: a
 * server that dies is started again at once, on the same socket, so clients only have to reconnect.
 *
 * Whatever was left by a killed start is put right first: a server still running is taken over, half-dead
 * processes and stale lock files are cleared away.
 */
export async function openEmbedded({ folder, log, settings = {} }: EmbeddedOptions): Promise<Embedded> {
  const place = findPlace(folder, log)
  const binaries = findBinaries(place.account, place.home)
  await createCluster(place, binaries, log)
  const { changed } = writeSettings(place, settings)
  if (changed && runningServer(place)) await endLeftovers(place, 10_000)
  const found = await adoptServer(place, log)
  if (found) log(`Took over the PostgreSQL that was still running (process ${found.pid}).`)
  let server: Server = found ?? (await startServer(place, binaries, socketFolder(place), log))
  const { sockets } = server
  await createDatabase(sockets)

  let stopping = false
  const keepUp = async () => {
    for (;;) {
      await server.ended
      if (stopping) return
      log('PostgreSQL ended unexpectedly; starting it again.')
      for (let wait = 100; ; wait = Math.min(wait * 2, 5000)) {
        try {
          server = await startServer(place, binaries, sockets, log)
          log('PostgreSQL is back.')
          break
        } catch (error) {
          if (stopping) return
          log((error as Error).message)
          await sleep(wait)
        }
      }
      if (stopping) return
    }
  }
  const kept = keepUp()

  return {
    url: socketUrl(sockets, 'chappe', 'chappe'),
    adminUrl: socketUrl(sockets, 'postgres', 'postgres'),
    adopted: found !== undefined,
    pid: () => server.pid,
    async stop() {
      stopping = true
      await stopServer(place)
      await kept
      // A restart may have been under way while we stopped.
      await stopServer(place)
    },
  }
}

/** The application's database, if a server of this data folder runs and takes queries. */
export async function findEmbedded(folder: string): Promise<string | undefined> {
  const found = runningServer(findPlace(folder, () => {}))
  if (!found) return undefined
  const url = socketUrl(found.sockets, 'chappe', 'chappe')
  return (await askServer(url)) === 'ready' ? url : undefined
}
