// Memory of this process and of PostgreSQL while something runs. Shared pages count once (PSS), where Linux tells.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const MB = 1024 * 1024
const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Watches until `end` is called, which says the peaks in words. `folder` is the data folder of the product. */
export function memoryOf(folder) {
  const before = process.memoryUsage.rss()
  let node = before
  let database = 0
  let backend = 0
  const postmaster = readdirSync(folder, { recursive: true }).find((name) => name.endsWith('postmaster.pid'))
  const parent = postmaster ? read(join(folder, postmaster)).split('\n')[0] : ''
  const look = () => {
    node = Math.max(node, process.memoryUsage.rss())
    let sum = 0
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const isOurs = pid === parent || read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] === parent
      if (!isOurs) continue
      const rollup = read(`/proc/${pid}/smaps_rollup`)
      const kB = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) * 1024
      sum += kB('Pss')
      backend = Math.max(backend, kB('Private_Clean') + kB('Private_Dirty'))
    }
    database = Math.max(database, sum)
  }
  const timer = parent && process.platform === 'linux' ? setInterval(look, 1_000) : undefined
  return {
    end() {
      clearInterval(timer)
      const said = (bytes) => `${Math.round(bytes / MB)} MB`
      return timer
        ? `Memory at most: Node ${said(node)}, ${said(node - before)} more than before; PostgreSQL ${said(database)} in all, ${said(backend)} of its own in one process`
        : 'Memory: not told on this system'
    },
  }
}
