import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lifeOf, place } from '../store/embedded/processes.ts'

interface Entry {
  readonly pid: number
  readonly life: string
  readonly place: string
}

/** The workers of a data folder that have begun and are not known to be dead: what a killed start leaves to the next. */
export interface Roll {
  enter(name: string, pid: number): void
  strike(name: string): void
  /**
   * Waits for those that outlived the start before this one, ends whoever does not leave by itself (it may be asleep for
   * all we know), and answers the names of all that are dead. Those of another machine or container cannot be seen:
   * their leases run out.
   */
  endOthers(): Promise<string[]>
}

const often = 50

/** @param patience milliseconds that an orphan has to leave by itself; it does when it notices that it is one */
export function openRoll(dataFolder: string, patience = 5_000): Roll {
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
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const entry: Entry = { pid, life: lifeOf(pid) ?? '', place: place() }
      writeFileSync(file(name), JSON.stringify(entry), { mode: 0o600 })
    },
    strike: (name) => rmSync(file(name), { force: true }),
    async endOthers() {
      const dead: string[] = []
      const limit = performance.now() + patience
      for (const name of names()) {
        const entry = read(name)
        if (entry && entry.place !== place()) continue
        while (entry && lifeOf(entry.pid) === entry.life) {
          if (performance.now() >= limit) kill(entry.pid)
          await sleep(often)
        }
        dead.push(name)
      }
      return dead
    },
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone, or about to be.
  }
}
