import { spawnSync } from 'node:child_process'
import { statfsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { signal } from './installation.mjs'

/** Room of the small file system while nothing is wrong. */
const roomy = '3g'

/** Puts a file system of its own under a folder; answers why it could not, or undefined. */
export function mountOn(folder) {
  const { status, stderr, error } = spawnSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${roomy},mode=755`, 'chaos', folder],
    {
      encoding: 'utf8',
    },
  )
  return status === 0 ? undefined : (error?.message ?? stderr).trim()
}
export const unmount = (folder) => spawnSync('umount', ['-l', folder])
const resize = (folder, size) => spawnSync('mount', ['-o', `remount,size=${size}`, folder])

/** Pauses a process; whoever ends the run lets it go on. */
async function paused(run, pid, ms) {
  if (!signal(pid, 'SIGSTOP')) return
  run.paused.add(pid)
  await sleep(ms)
  run.paused.delete(pid)
  signal(pid, 'SIGCONT')
}

async function restart(run, machine) {
  // Its children leave by themselves, and are killed when they are paused.
  await run.house.startAgain(machine)
}

/**
 * Does what a kind says; resolves when it is over. False: there was nothing to do it to.
 * `run`: the house, the sink, the paused processes.
 */
export const faults = {
  'worker.kill': (run, { machine }) => killed(run.house.pidOf(machine, 'worker')),
  'api.kill': (run) => killed(run.house.pidOf('first', 'api')),
  'database.kill': (run) => killed(run.house.server()?.pid),
  async 'backend.kill'(run) {
    const [row] = await run.house.sql(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend' order by state = 'active' desc, random() limit 1`,
    )
    return killed(row?.pid)
  },
  async 'supervisor.kill'(run, { machine }) {
    if (!killed(run.house.pidOf(machine, 'supervisor'))) return false
    await restart(run, machine)
  },
  async 'machine.kill'(run) {
    const family = run.house.familyOf('second')
    for (const { pid } of family) signal(pid, 'SIGKILL')
    if (family.length === 0) return false
    await restart(run, 'second')
  },
  'worker.blink': (run, { machine, ms }) => pause(run, machine, ms),
  'worker.pause': (run, { machine, ms }) => pause(run, machine, ms),
  async 'disk.full'(run, { ms, room }) {
    const { data } = run.house
    const { blocks, bfree, bsize } = statfsSync(data)
    resize(data, String((blocks - bfree) * bsize + room * 1_024))
    await sleep(ms)
    resize(data, roomy)
  },
  async 'sink.kill'(run, { ms }) {
    run.sink.kill()
    await sleep(ms)
    await run.sink.start()
  },
  async 'sink.refuse'(run, { ms }) {
    run.sink.order('refuse', { ms })
    await sleep(ms)
  },
  'sink.cut': (run, { messages }) => run.sink.order('cut', { messages }),
  'sink.swallow': (run, { messages }) => run.sink.order('swallow', { messages }),
  'sink.storm': (run, { messages }) => run.sink.order('storm', { messages }),
  async 'sink.slow'(run, how) {
    run.sink.order('slow', how)
    await sleep(how.ms)
  },
  async 'sink.hang'(run, { ms }) {
    run.sink.order('hang', { ms })
    await sleep(ms)
  },
  'clock.jump': (run, { by }) => setClock(run, by),
}

function killed(pid) {
  return pid !== undefined && signal(pid, 'SIGKILL')
}

async function pause(run, machine, ms) {
  const pid = run.house.pidOf(machine, 'worker')
  if (pid === undefined) return false
  await paused(run, pid, ms)
}

/** Sets the clock of every process of the installation off by so many milliseconds. */
export const setClock = ({ house }, by) => writeFileSync(house.clock, String(Math.round(by)))
