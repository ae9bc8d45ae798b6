import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Role } from '../config/settings.ts'
import type { Log } from '../log.ts'
import type { Order, Word } from './child.ts'

export interface KeepOptions {
  role: Role
  /** The bundled entry. */
  entry: string
  env: NodeJS.ProcessEnv
  log: Log
  /** One life of the process begins. `name` is what it is called. */
  onBegin?: (name: string, pid: number) => void
  /** One life of the process is over. */
  onExit: (name: string) => void
}

export interface Kept {
  /** Settles when the first life is ready; fails with its reason when it cannot begin. */
  ready: Promise<void>
  pid(): number | undefined
  /** Asks the process to end, waits at most `limit` ms, then kills it. When `hurry` aborts, it gets little time. */
  stop(hurry: AbortSignal, limit: number): Promise<void>
}

/**
 * Young objects live in small spaces: measured, that keeps 30 to 60 MB out of each process and costs the API no speed.
 * A worker has some thousand people in hand at a time; with less room it collects garbage for a tenth of its time.
 */
const youngMegabytes: Readonly<Record<Role, number>> = { api: 4, worker: 8 }
const runtimeFlags = (role: Role) => ['--enable-source-maps', `--max-semi-space-size=${youngMegabytes[role]}`]
/** One heap of the C library for all threads of a process (glibc; others do not read it), for the same reason. */
const memory = { MALLOC_ARENA_MAX: '1' }

/** ms */
const longestWait = 5000
const steady = 30_000
const hurried = 500

/**
 * Keeps one child process alive: a dead one is followed by a new one, at once the first time, then after waits
 * that double until a life has lasted half a minute. A child that fails before it was ever ready is not tried
 * again: what keeps it from beginning is for a person to put right.
 */
export function keepChild({ role, entry, env, log, onBegin, onExit }: KeepOptions): Kept {
  let child: ChildProcess | undefined
  let stopping = false
  let everReady = false
  let failures = 0
  let next: NodeJS.Timeout | undefined

  const ready = new Promise<void>((resolve, reject) => {
    const begin = () => {
      const name = `${role}-${hostname()}-${randomBytes(4).toString('hex')}`
      const born = Date.now()
      let reason = ''
      const life = fork(entry, [name], { env: { ...memory, ...env }, execArgv: runtimeFlags(role) })
      child = life
      if (life.pid !== undefined) onBegin?.(name, life.pid)
      life.on('message', (word: Word) => {
        if ('failed' in word) {
          reason = word.failed
          return
        }
        if (everReady) log.info(`The ${role} is back (process ${life.pid}).`)
        everReady = true
        resolve()
      })
      // A failing fork raises error and no exit.
      life.once('error', (error) => over(error.message))
      life.once('exit', (code, signal) => over(signal ?? `code ${code}`))
      const over = (how: string) => {
        if (child !== life) return
        child = undefined
        onExit(name)
        if (stopping) return
        if (!everReady) {
          reject(new Error(reason || `The ${role} ended before it was ready (${how}).`))
          return
        }
        if (Date.now() - born > steady) failures = 0
        const wait = failures === 0 ? 0 : Math.min(longestWait, 100 * 2 ** (failures - 1))
        failures += 1
        log.error(`The ${role} ended unexpectedly (${reason || how}); starting a new one.`)
        next = setTimeout(begin, wait)
      }
    }
    begin()
  })
  // Whoever stops us before we are ready does not wait for it any more.
  ready.catch(() => {})

  return {
    ready,
    pid: () => child?.pid,
    async stop(hurry, limit) {
      stopping = true
      clearTimeout(next)
      const life = child
      if (!life) return
      const gone = new Promise<void>((resolve) => life.once('exit', () => resolve()))
      const tell = (order: Order) => life.connected && life.send(order, () => {})
      const kill = () => life.kill('SIGKILL')
      const timers = [setTimeout(kill, limit)]
      const rush = () => {
        tell('hurry')
        timers.push(setTimeout(kill, hurried))
      }
      tell('stop')
      if (hurry.aborted) rush()
      hurry.addEventListener('abort', rush, { once: true })
      await gone
      hurry.removeEventListener('abort', rush)
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
