// The product as its users run it, on scratch data, with a second machine that only delivers.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { familyOf, rolesOf } from '../bench/machine.mjs'
import { authenticate, credentials } from '../bench/product.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const program = join(root, 'bin/chappe.mjs')

const isAlive = (child) => child !== undefined && child.exitCode === null && child.signalCode === null

/** Sends a signal; false when the process is gone. */
export function signal(pid, name) {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/**
 * An installation in a folder that holds, or is given, `data`. Nothing is started yet. `machines` is 1 or 2.
 */
export function anInstallation({ folder, port, machines = 2, settings = {} }) {
  const data = join(folder, 'data')
  const clock = join(folder, 'clock')
  const log = join(folder, 'log')
  mkdirSync(data, { recursive: true, mode: 0o755 })
  const out = openSync(log, 'a')
  const environment = {
    ...process.env,
    ...credentials,
    PORT: String(port),
    CHAPPE_DATA: data,
    CHAPPE_DEMO: '0',
    CHAPPE_ALLOW_PRIVATE_NETWORK: '1',
    CHAPPE_SECRET_KEY: Buffer.alloc(32, 7).toString('hex'),
    LOG_LEVEL: 'warn',
    CHAOS_CLOCK: clock,
    NODE_OPTIONS: `--import=${pathToFileURL(join(root, 'chaos/clock.mjs')).href}`,
    ...settings,
  }
  const running = { first: undefined, second: undefined }
  const starting = {}
  let headers

  const environmentOf = (machine) =>
    machine === 'first'
      ? environment
      : { ...environment, ROLES: 'worker', DATABASE_URL: url(), CHAPPE_DATA: join(folder, 'second') }

  const server = () => {
    const file = join(data, 'postgres/data/postmaster.pid')
    if (!existsSync(file)) return undefined
    const [pid, , , , sockets] = readFileSync(file, 'utf8').split('\n')
    return sockets ? { pid: Number(pid), sockets } : undefined
  }
  const sockets = join(data, 'postgres/run')
  const url = () =>
    `postgresql://chappe@localhost/chappe?host=${encodeURIComponent(server()?.sockets ?? sockets)}&port=5432&sslmode=disable`

  function start(machine) {
    const child = spawn(process.execPath, [program, 'start'], {
      env: environmentOf(machine),
      stdio: ['ignore', 'pipe', out],
    })
    running[machine] = child
    return new Promise((resolve, reject) => {
      child.once('exit', (code, by) => reject(new Error(`The ${machine} machine ended (${by ?? code}).`)))
      child.stdout.on('data', (chunk) => String(chunk).includes('Stop with Ctrl-C') && resolve())
    })
  }

  async function untilItRuns(machine) {
    const end = Date.now() + 120_000
    for (;;) {
      try {
        return await start(machine)
      } catch (error) {
        if (Date.now() > end) throw error
        await sleep(500)
      }
    }
  }

  return {
    folder,
    data,
    log,
    clock,
    server,
    machines: machines > 1 ? ['first', 'second'] : ['first'],
    start,
    /** Starts it until it runs, once however often it is asked meanwhile: what is broken may keep it from that. */
    startAgain(machine) {
      starting[machine] ??= untilItRuns(machine).finally(() => delete starting[machine])
      return starting[machine]
    },
    pidOf: (machine, role) =>
      role === 'supervisor'
        ? isAlive(running[machine])
          ? running[machine].pid
          : undefined
        : isAlive(running[machine])
          ? rolesOf(running[machine].pid)[role][0]
          : undefined,
    familyOf: (machine) => (isAlive(running[machine]) ? familyOf(running[machine].pid) : []),
    async stop(machine) {
      const child = running[machine]
      if (!isAlive(child)) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
    /** One statement on a connection of its own; again while the database is away, for at most a minute. */
    async sql(text, values) {
      const end = Date.now() + 60_000
      for (;;) {
        const client = new pg.Client({ connectionString: url() })
        client.on('error', () => {})
        try {
          await client.connect()
          return (await client.query(text, values)).rows
        } catch (error) {
          if (Date.now() > end || /^(42|23|22)/.test(error.code ?? '')) throw error
          await sleep(200)
        } finally {
          await client.end().catch(() => {})
        }
      }
    },
    /** Calls the API; answers status and body. Throws when nobody answers. */
    async call(method, path, body) {
      headers ??= await authenticate(port)
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        signal: AbortSignal.timeout(15_000),
        ...(body && { body: JSON.stringify(body) }),
      })
      if (answer.status === 401) headers = undefined
      return { status: answer.status, body: await answer.json().catch(() => undefined) }
    },
    /** Calls the API until it answers for itself: neither silence nor 5xx nor 429. */
    async ask(method, path, body) {
      const end = Date.now() + 120_000
      for (;;) {
        const answer = await this.call(method, path, body).catch((error) => ({
          status: 0,
          body: error.message,
        }))
        if (answer.status >= 200 && answer.status < 500 && ![401, 429].includes(answer.status)) return answer
        if (Date.now() > end)
          throw new Error(`${method} ${path} was never answered: ${JSON.stringify(answer)}`)
        await sleep(100)
      }
    },
    command(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        env: environment,
        encoding: 'utf8',
      })
      return { status, output: `${stdout}${stderr}` }
    },
    /** Ends whatever is left, hard. */
    end() {
      for (const machine of ['first', 'second'])
        if (isAlive(running[machine]))
          for (const { pid } of familyOf(running[machine].pid)) signal(pid, 'SIGKILL')
      const left = server()
      if (left) signal(left.pid, 'SIGKILL')
    },
  }
}
