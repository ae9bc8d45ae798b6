import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asAccount } from './account.ts'
import { askServer, socketUrl } from './answer.ts'
import type { Binaries } from './binaries.ts'
import { endLeftovers, runningServer } from './leftovers.ts'
import { type Place, plainEnvironment } from './place.ts'
import { lifeOf } from './processes.ts'

/** One life of the database server. */
export interface Server {
  pid: number
  sockets: string
  /** Settles when the process is gone, whoever ended it. */
  ended: Promise<void>
}

type Log = (sentence: string) => void

/** Takes over a server that outlived its parent, if it answers. One that does not is ended. */
export async function adoptServer(place: Place, log: Log): Promise<Server | undefined> {
  const found = runningServer(place)
  if (!found) return undefined
  const life = lifeOf(found.pid)
  const alive = () => life !== undefined && lifeOf(found.pid) === life
  if (!(await untilReady(found.sockets, alive, log, 5000))) return undefined
  return { ...found, ended: watch(alive) }
}

/**
 * Starts the server and waits until it takes queries, which includes recovery after a crash. It gets a session
 * of its own, so that Ctrl-C in the terminal reaches us and not it.
 *
 * Throws with the server's own words when it does not come up.
 */
export async function startServer(
  place: Place,
  binaries: Binaries,
  sockets: string,
  log: Log,
): Promise<Server> {
  const file = join(place.home, 'server.log')
  for (let attempt = 1; ; attempt++) {
    await endLeftovers(place, 5000)
    // As with the server's own lock file, the number in the socket's may belong to a zombie.
    for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(sockets, name), { force: true })
    if (existsSync(file) && statSync(file).size > 10 * 2 ** 20) renameSync(file, `${file}.1`)
    const from = existsSync(file) ? statSync(file).size : 0
    const out = openSync(file, 'a', 0o600)
    const child = spawn(
      binaries.postgres,
      ['-D', place.data, '-k', sockets, `--cluster_name=${place.cluster}`].concat(
        `--config_file=${join(place.home, 'postgresql.conf')}`,
      ),
      {
        ...asAccount(place.account),
        cwd: '/',
        detached: true,
        stdio: ['ignore', out, out],
        env: plainEnvironment,
      },
    )
    closeSync(out)
    let running = true
    const ended = new Promise<void>((resolve) => {
      const over = () => {
        running = false
        resolve()
      }
      child.once('exit', over)
      child.once('error', over)
    })
    if (await untilReady(sockets, () => running, log)) return { pid: child.pid ?? 0, sockets, ended }
    const words = readFileSync(file).subarray(from).toString()
    // Another process of this cluster was still on its way out.
    if (attempt < 5 && /lock file .* already exists|shared memory block/.test(words)) {
      await sleep(200)
      continue
    }
    throw new Error(`PostgreSQL did not start. Its last words: ${lastWords(words)}`)
  }
}

/** Its last lines, without what it answered to those who asked too early. */
function lastWords(log: string): string {
  const noise = /the database system is|Consistent recovery state|skipping missing configuration/
  const lines = log.split('\n').filter((line) => line !== '' && !noise.test(line))
  return lines.slice(-5).join(' ')
}

/** Ends the server: at once for its clients, with a checkpoint for its data; harder if that takes too long. */
export async function stopServer(place: Place): Promise<void> {
  await endLeftovers(place, 30_000)
}

/** `patience`: how many ms nobody may answer while the process lives; recovery answers. */
async function untilReady(
  sockets: string,
  alive: () => boolean,
  log: Log,
  patience = 60_000,
): Promise<boolean> {
  const url = socketUrl(sockets, 'postgres', 'postgres')
  let heard = Date.now()
  let told = Date.now()
  while (alive()) {
    const answer = await askServer(url)
    if (answer === 'ready') return alive()
    if (answer === 'busy') heard = Date.now()
    if (Date.now() - heard > patience) return false
    if (Date.now() - told > 10_000) {
      told = Date.now()
      log('PostgreSQL is recovering from an abrupt end; waiting for it.')
    }
    await sleep(20)
  }
  return false
}

/** For a server that is not our child: nobody tells us when it ends, so we look. */
function watch(alive: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (alive()) return
      clearInterval(timer)
      resolve()
    }, 200)
    timer.unref()
  })
}
