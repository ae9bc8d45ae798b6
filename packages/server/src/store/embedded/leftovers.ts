import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './place.ts'
import { lifeOf, processesWith } from './processes.ts'

export interface Found {
  pid: number
  /** The folder of its Unix socket. */
  sockets: string
}

/** The server of this cluster, if one is running: one that outlived the process that started it. */
export function runningServer(place: Place): Found | undefined {
  const file = join(place.data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , , , sockets] = readFileSync(file, 'utf8').split('\n')
  if (!sockets || !processesOf(place).includes(Number(pid))) return undefined
  return { pid: Number(pid), sockets }
}

/**
 * Ends whatever still runs of this cluster, politely first, and removes the server's lock file. PostgreSQL
 * removes a stale one itself, but not when the number in it belongs to a zombie or to another program of the
 * same account, and it refuses to start while a child of a killed server is still there.
 */
export async function endLeftovers(place: Place, grace: number): Promise<void> {
  const server = runningServer(place)
  if (server) {
    // SIGINT is PostgreSQL's fast shutdown: it ends every session and writes a checkpoint.
    signal(server.pid, 'SIGINT')
    await gone(server.pid, grace)
  }
  for (let round = 0; round < 100; round++) {
    const left = processesOf(place)
    if (left.length === 0) break
    for (const pid of left) signal(pid, 'SIGKILL')
    await sleep(20)
  }
  rmSync(join(place.data, 'postmaster.pid'), { force: true })
}

/**
 * Removes what a killed start had made of a cluster's files. Its `initdb` may still be running: it is ended, and
 * the server that it drives ends by itself when nobody talks to it any more. Until then it goes on making files,
 * in folders that are just being emptied.
 */
export async function clearHalfMade(folder: string): Promise<void> {
  for (let round = 1; ; round++) {
    for (const { pid, command } of processesWith(folder))
      if (/\/initdb /.test(command)) signal(pid, 'SIGKILL')
    try {
      rmSync(folder, { recursive: true, force: true })
      return
    } catch (error) {
      if (round === 250) throw error
      await sleep(20)
    }
  }
}

/** Waits until the process is gone, at most `limit` ms. Says whether it is. */
async function gone(pid: number, limit: number): Promise<boolean> {
  const life = lifeOf(pid)
  const end = Date.now() + limit
  while (life !== undefined && lifeOf(pid) === life) {
    if (Date.now() > end) return false
    await sleep(10)
  }
  return true
}

function processesOf(place: Place): number[] {
  const owner = statSync(place.data).uid
  return processesWith(place.cluster)
    .filter(({ uid, command }) => uid === owner && /^(postgres: |\S.*\/postgres )/.test(command))
    .map(({ pid }) => pid)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // it has just gone
  }
}
