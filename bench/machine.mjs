// What processes cost, from /proc: CPU time and memory.
import { readdirSync, readFileSync } from 'node:fs'

const tick = 10 // ms; USER_HZ is 100 on every Linux we meet

/** CPU milliseconds (user and system) that a process has used; 0 when it is gone. */
export function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * tick
  } catch {
    return 0
  }
}

/** Resident memory in MB. */
export function rssOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Every process below `pid`, itself included. */
export function familyOf(pid) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return [{ pid: Number(name), parent: Number(stat.split(') ').at(-1).split(' ')[1]), args }]
      } catch {
        return []
      }
    })
  const family = all.filter((one) => one.pid === pid)
  for (const one of family) family.push(...all.filter((other) => other.parent === one.pid))
  return family
}

/** The processes of an installation, by what they do. */
export function rolesOf(supervisor) {
  const roles = { supervisor: [], api: [], worker: [], database: [] }
  for (const { pid, args } of familyOf(supervisor)) {
    if (args.includes('/api.mjs')) roles.api.push(pid)
    else if (args.includes('/worker.mjs')) roles.worker.push(pid)
    else if (args.includes('postgres')) roles.database.push(pid)
    else roles.supervisor.push(pid)
  }
  return roles
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

/** Measures what each role spends during `work`: CPU ms by role. */
export async function spending(supervisor, work) {
  const before = new Map(familyOf(supervisor).map(({ pid }) => [pid, cpuOf(pid)]))
  const result = await work()
  const roles = rolesOf(supervisor)
  const cpu = Object.fromEntries(
    Object.entries(roles).map(([role, pids]) => [
      role,
      sum(pids.map((pid) => cpuOf(pid) - (before.get(pid) ?? 0))),
    ]),
  )
  return { result, cpu }
}

export const memory = (supervisor) =>
  Object.fromEntries(
    Object.entries(rolesOf(supervisor))
      .filter(([role]) => role !== 'database')
      .map(([role, pids]) => [role, Math.round(sum(pids.map(rssOf)))]),
  )
