import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lifeOf, place } from '../store/embedded/processes.ts'

interface Process {
  readonly pid: number
  readonly life: string
}

interface Entry extends Process {
  readonly place: string
  /** The start that began it, and replaces it when it dies. */
  readonly keeper?: Process
}

/** The workers of a data folder that have begun and are not known to be dead: what a killed start leaves to the next. */
export interface Roll {
  /** False: it could not be written down (the disk is full), and should we be killed nobody will wait for it. */
  enter(name: string, pid: number): boolean
  strike(name: string): void
  /**
   * Waits for those that outlived their start, ends whoever does not leave by itself (it may be asleep for all we know),
   * and answers the names of all that are dead. Those of a start that lives are its own: several may share a folder when
   * the database is somewhere else. Those of another machine or container cannot be seen: their leases run out.
   */
  endOthers(): Promise<string[]>
}

const often = 50

interface Options {
  /** Milliseconds that an orphan has to leave by itself; it does when it notices that it is one. */
  readonly patience?: number
  /** Process that keeps the workers entered here: this one. */
  readonly keeper?: number
}

export function openRoll(dataFolder: string, { patience = 5_000, keeper = process.pid }: Options = {}): Roll {
  const folder = join(dataFolder, 'workers')
  const file = (name: string) => join(folder, `${name}.json`)
  const read = (name: string): Entry | undefined => {
    try {
      return JSON.parse(readFileSync(file(name), 'utf8'))
    } catch {
      return undefined
    }
  }
  const names = () => {
    try {
      return readdirSync(folder).flatMap((each) => (each.endsWith('.json') ? [each.slice(0, -5)] : []))
    } catch {
      return []
    }
  }
  return {
    enter(name, pid) {
      const entry: Entry = { ...processOf(pid), place: place(), keeper: processOf(keeper) }
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileSync(file(name), JSON.stringify(entry), { mode: 0o600 })
        return true
      } catch {
        return false
      }
    },
    strike: (name) => rmSync(file(name), { force: true }),
    async endOthers() {
      const dead: string[] = []
      const limit = performance.now() + patience
      for (const name of names()) {
        const entry = read(name)
        if (entry && (entry.place !== place() || (entry.keeper && lives(entry.keeper)))) continue
        while (entry && lives(entry)) {
          if (performance.now() >= limit) kill(entry.pid)
          await sleep(often)
        }
        dead.push(name)
      }
      return dead
    },
  }
}

const processOf = (pid: number): Process => ({ pid, life: lifeOf(pid) ?? '' })
const lives = ({ pid, life }: Process): boolean => lifeOf(pid) === life

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone, or about to be.
  }
}
