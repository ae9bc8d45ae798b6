import { linkSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeDataFolder } from '../store/embedded/place.ts'
import { lifeOf, place } from '../store/embedded/processes.ts'

interface Holder {
  pid: number
  life: string
  place: string
}

export interface Lock {
  /** Whether the one before us was killed: what it started may still be running, for a moment or for good. */
  inherited: boolean
  release(): void
}

/** How often the holder touches its file, and how long after the last touch it counts as gone; ms. */
const heartbeat = 2000
const silence = 10_000

/**
 * Makes this process the only one that works in the data folder. Returns the holder's process id when another one
 * does.
 *
 * The holder is the one in the lock file with the highest number, for as long as its process lives: a kill -9 frees
 * it, and a process that got the same number later is not mistaken for it. A file is never changed and the highest
 * is never removed, so of any number of processes that find a dead holder exactly one makes the next file.
 * A holder in another container or machine, whose process we cannot see, counts as alive while it touches its file.
 */
export async function takeLock(folder: string): Promise<Lock | { heldBy: number }> {
  makeDataFolder(folder)
  for (;;) {
    const last = highest(folder)
    const holder = last > 0 ? read(file(folder, last)) : undefined
    if (holder && (await isAlive(holder, file(folder, last)))) return { heldBy: holder.pid }
    const mine = file(folder, last + 1)
    if (!claim(mine)) continue
    if (highest(folder) > last + 1) {
      // Others came and went while we looked, and one is ahead of us.
      rmSync(mine, { force: true })
      continue
    }
    for (const number of numbers(folder)) if (number <= last) rmSync(file(folder, number), { force: true })
    const beat = setInterval(() => touch(mine), heartbeat)
    beat.unref()
    return {
      inherited: holder !== undefined,
      release() {
        clearInterval(beat)
        // The number stays taken; the file says that nobody holds it.
        writeFileSync(mine, '')
      },
    }
  }
}

/** The process that holds the folder now, if any. */
export async function lockHolder(folder: string): Promise<number | undefined> {
  const last = highest(folder)
  const holder = last > 0 ? read(file(folder, last)) : undefined
  return holder && (await isAlive(holder, file(folder, last))) ? holder.pid : undefined
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.place === place()) return lifeOf(holder.pid) === holder.life
  const first = touched(path)
  // Touched lately: wait and see whether it is touched again.
  while (Date.now() - first < silence) {
    await sleep(heartbeat / 4)
    if (touched(path) !== first) return true
  }
  return false
}

/** A file appears whole under its name, or not at all. */
function claim(path: string): boolean {
  const half = `${path}.${process.pid}.half`
  const holder: Holder = { pid: process.pid, life: lifeOf(process.pid) ?? '', place: place() }
  writeFileSync(half, JSON.stringify(holder), { mode: 0o600 })
  try {
    linkSync(half, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(half, { force: true })
  }
}

const file = (folder: string, number: number) => join(folder, `lock.${number}`)

const numbers = (folder: string): number[] =>
  entries(folder).flatMap((name) => {
    const found = /^lock\.(\d+)$/.exec(name)
    return found ? [Number(found[1])] : []
  })

const highest = (folder: string): number => Math.max(0, ...numbers(folder))

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined // released, or replaced by the next one
  }
}

function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // the folder is gone; then so is what the lock protects
  }
}

function touched(path: string): number {
  try {
    return statSync(path).mtimeMs
  } catch {
    return 0
  }
}
