import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

export interface ProcessSeen {
  pid: number
  uid: number
  /** The command line, arguments joined by spaces; empty for a zombie. */
  command: string
}

const linux = process.platform === 'linux'

/**
 * A name for one life of one process: pid, start time, boot and pid namespace. A number used again by
 * another process gives another name. `undefined` when no such process lives; a zombie does not live.
 */
export function lifeOf(pid: number): string | undefined {
  if (!linux) {
    const line = ps(['-o', 'stat=,lstart=', '-p', String(pid)])[0]
    return line === undefined || line.startsWith('Z') ? undefined : `${pid} ${line.replace(/^\S+\s+/, '')}`
  }
  const stat = read(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The second field is the program's name in parentheses and may hold anything, so count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  return `${pid} ${fields[19]} ${place()}`
}

/** The machine's current boot and our pid namespace: two places cannot see each other's processes. */
export function place(): string {
  if (!linux) return process.platform
  let namespace = ''
  try {
    namespace = readlinkSync('/proc/self/ns/pid')
  } catch {}
  return `${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''} ${namespace}`
}

/** Every living process whose command line contains `text`. */
export function processesWith(text: string): ProcessSeen[] {
  const all = linux ? fromProc() : fromPs()
  return all.filter((seen) => seen.command.includes(text) && lifeOf(seen.pid) !== undefined)
}

function fromProc(): ProcessSeen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [{ pid: Number(name), uid: statSync(`/proc/${name}`).uid, command }]
      } catch {
        return [] // it ended while we looked
      }
    })
}

function fromPs(): ProcessSeen[] {
  return ps(['-axo', 'pid=,uid=,command=']).flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
    return found ? [{ pid: Number(found[1]), uid: Number(found[2]), command: found[3] ?? '' }] : []
  })
}

function ps(args: string[]): string[] {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } })
      .split('\n')
      .filter(Boolean)
  } catch {
    return []
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
