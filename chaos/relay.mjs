// The sink's process, seen from the run: started, told what to do wrong, killed, started again on the same port.
import { fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('./sink.mjs', import.meta.url))

export function aSink({ port, record }) {
  let child
  let before = 0
  let now = 0
  return {
    record,
    /** Messages taken, by every life of it. */
    taken: () => before + now,
    start() {
      before = existsSync(record) ? readFileSync(record, 'utf8').split('\n').length - 1 : 0
      now = 0
      child = fork(entry, [String(port), record], { execArgv: [], env: {} })
      const life = child
      return new Promise((resolve) => {
        life.on('message', ({ ready, received }) => {
          if (ready) resolve()
          if (life === child && received !== undefined) now = received
        })
      })
    },
    order(order, how) {
      if (!child?.connected) return false
      child.send({ order, ...how })
      return true
    },
    kill: () => child?.kill('SIGKILL'),
  }
}
