import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Account, canEnter } from '../store/embedded/account.ts'
import { runningServer } from '../store/embedded/leftovers.ts'
import { findPlace } from '../store/embedded/place.ts'
import { lifeOf, processesWith } from '../store/embedded/processes.ts'
import { aDatabase } from '../testing/database.ts'
import { freePort } from '../testing/port.ts'
import { aFolder, type Running, run, trial, until } from '../testing/trial.ts'

let program: string
beforeAll(async () => {
  program = await trial('cli')
})

interface Answer {
  pid: number
  rows: string[]
  exits: string[]
}

interface Installation extends Running {
  env: Record<string, string>
  /** `undefined` while nobody, or nobody with a database, answers. */
  ask(): Promise<Answer | undefined>
  /** Whether the row was acknowledged. */
  write(id: string): Promise<boolean>
}

async function installation(given: Record<string, string> = {}, account?: Account): Promise<Installation> {
  const env = { CHAPPE_DATA: join(aFolder(account), 'data'), PORT: String(await freePort()), ...given }
  return started(env, account)
}

async function started(env: Record<string, string>, account?: Account): Promise<Installation> {
  const running = run(program, ['start'], env, account)
  const url = `http://127.0.0.1:${env.PORT}`
  const call = (init?: RequestInit, path = '/') =>
    fetch(url + path, { ...init, headers: { connection: 'close' } }).catch(() => undefined)
  const house = {
    ...running,
    env,
    async ask() {
      const response = await call()
      return response?.ok ? ((await response.json()) as Answer) : undefined
    },
    async write(id: string) {
      return (await call({ method: 'POST' }, `/${id}`))?.ok === true
    },
  }
  await until(() => {
    if (running.child.exitCode !== null) throw new Error(running.said())
    return running.said().includes('Welcome') ? true : undefined
  })
  return house
}

const placeOf = ({ env }: Installation) => findPlace(env.CHAPPE_DATA ?? '', () => {})
const databaseOf = (house: Installation): number => runningServer(placeOf(house))?.pid ?? 0

function kill(pid: number | undefined): void {
  if (pid) process.kill(pid, 'SIGKILL')
}

async function stop(house: Installation): Promise<void> {
  house.child.kill('SIGTERM')
  expect(await house.ended).toBe(0)
}

/** Writes until told to stop; returns what was acknowledged. */
function load(house: Installation) {
  const acknowledged: string[] = []
  let on = true
  let count = 0
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    while (on) {
      const id = `${writer}-${house.child.pid}-${count++}`
      if (await house.write(id)) acknowledged.push(id)
    }
  })
  return {
    acknowledged,
    async end() {
      on = false
      await Promise.all(writers)
    },
  }
}

const nobody: Account = { uid: 65_534, gid: 65_534, name: 'nobody' }
const checkout = fileURLToPath(new URL('.', import.meta.url))
/** As root we also start as an ordinary user, where such a user can read the checkout. */
const accounts: [string, Account | undefined][] = [
  [userInfo().username, undefined],
  ...(userInfo().uid === 0 && canEnter(nobody, checkout) ? [['nobody', nobody] as [string, Account]] : []),
]

test.each(accounts)(
  'as %s it starts, answers, ends when asked, and comes back with its data',
  async (_, account) => {
    const house = await installation({}, account)
    expect(await house.write('letter')).toBe(true)
    const { cluster } = placeOf(house)
    await stop(house)
    expect(await house.ask()).toBeUndefined()
    expect(processesWith(cluster)).toEqual([])
    const again = await started(house.env, account)
    expect((await again.ask())?.rows).toEqual(['letter'])
    await stop(again)
  },
)

test('a supervisor killed under load is followed by one that takes over the database, and no answered row is lost', async () => {
  const house = await installation()
  const writing = load(house)
  await until(() => (writing.acknowledged.length > 100 ? true : undefined))
  const database = databaseOf(house)
  kill(house.child.pid)
  await house.ended
  const again = await started(house.env)
  await writing.end()
  expect(databaseOf(again)).toBe(database)
  expect(again.said()).toContain(`Took over the PostgreSQL that was still running (process ${database})`)
  expect((await again.ask())?.rows).toEqual(expect.arrayContaining(writing.acknowledged))
  await stop(again)
  expect(lifeOf(database)).toBeUndefined()
})

test('a database killed under load is started again, the processes reconnect, and no answered row is lost', async () => {
  const house = await installation()
  const writing = load(house)
  await until(() => (writing.acknowledged.length > 100 ? true : undefined))
  const before = await house.ask()
  const database = databaseOf(house)
  kill(database)
  const at = writing.acknowledged.length
  await until(() => (writing.acknowledged.length > at + 100 ? true : undefined))
  await writing.end()
  const after = await house.ask()
  expect(databaseOf(house)).not.toBe(database)
  expect(after?.pid).toBe(before?.pid)
  expect(after?.rows).toEqual(expect.arrayContaining(writing.acknowledged))
  await stop(house)
})

test('a database taken over from a killed supervisor is started again too when it dies', async () => {
  const house = await installation()
  kill(house.child.pid)
  const again = await started(house.env)
  const database = databaseOf(again)
  kill(database)
  await until(async () => (databaseOf(again) !== database && (await again.write('after')) ? true : undefined))
  await stop(again)
})

test('supervisor and database killed together are followed by a clean start', async () => {
  const house = await installation()
  await house.write('letter')
  kill(house.child.pid)
  kill(databaseOf(house))
  const again = await started(house.env)
  expect((await again.ask())?.rows).toEqual(['letter'])
  await stop(again)
})

test('every process killed at once is followed by a clean start', async () => {
  const house = await installation()
  await house.write('letter')
  const api = (await house.ask())?.pid
  for (const { pid } of processesWith(placeOf(house).cluster)) kill(pid)
  kill(api)
  kill(house.child.pid)
  const again = await started(house.env)
  expect((await again.ask())?.rows).toEqual(['letter'])
  await stop(again)
})

test.each(['data.half', 'data.half/base/1', 'data.half/base/4'])(
  'a start killed when it has made %s is followed by one that makes the database',
  async (made) => {
    const env = { CHAPPE_DATA: join(aFolder(), 'data'), PORT: String(await freePort()) }
    const first = run(program, ['start'], env)
    await until(() => (existsSync(join(env.CHAPPE_DATA, 'postgres', made)) ? true : undefined))
    kill(first.child.pid)
    await first.ended
    const again = await started(env)
    expect(await again.write('letter')).toBe(true)
    expect(readdirSync(join(env.CHAPPE_DATA, 'postgres'))).not.toContain('data.half')
    await stop(again)
  },
)

test('there are as many workers as asked for, each under a name of its own', async () => {
  const house = await installation({ CHAPPE_WORKERS: '2' })
  const workers = processesWith('worker-').filter(({ command }) =>
    command.includes(program.replace('cli', 'worker')),
  )
  expect(new Set(workers.map(({ command }) => command)).size).toBe(2)
  await stop(house)
  for (const { pid } of workers) expect(lifeOf(pid)).toBeUndefined()
})

test('a killed API or worker is replaced, and what the worker had leased is freed by its name', async () => {
  const house = await installation()
  const api = (await house.ask())?.pid
  kill(api)
  await until(async () => {
    const answer = await house.ask()
    return answer && answer.pid !== api ? true : undefined
  })
  const workers = () =>
    processesWith('worker-').filter(({ command }) => command.includes(program.replace('cli', 'worker')))
  const [worker] = workers()
  kill(worker?.pid)
  await until(() => (workers()[0] && workers()[0]?.pid !== worker?.pid ? true : undefined))
  const exits = await until(async () => {
    const answer = await house.ask()
    return answer?.exits.length ? answer.exits : undefined
  })
  expect(worker?.command.endsWith(exits[0] ?? '?')).toBe(true)
  await stop(house)
})

test('a process whose supervisor is gone before it could listen ends by itself', async () => {
  const env = {
    CHAPPE_DATA: aFolder(),
    CHAPPE_SECRET_KEY: '0'.repeat(64),
    DATABASE_URL: 'postgresql://nowhere',
  }
  const child = fork(join(dirname(program), 'worker.mjs'), ['orphan'], { env, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.disconnect()
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test('a second start in the same data folder says that one is running, and does it no harm', async () => {
  const house = await installation()
  const second = run(program, ['start'], { ...house.env, PORT: String(await freePort()) })
  expect(await second.heard).toBe(1)
  expect(second.said()).toContain(
    `Chappe is already running on ${house.env.CHAPPE_DATA} (process ${house.child.pid}). `,
  )
  expect(await house.write('letter')).toBe(true)
  await stop(house)
})

test('a port in use is one sentence, and nothing is left running', async () => {
  const server = createServer()
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const env = { CHAPPE_DATA: join(aFolder(), 'data'), PORT: String(port) }
  const refused = run(program, ['start'], env)
  expect(await refused.heard).toBe(1)
  expect(refused.said()).toBe(
    `Port ${port} on 127.0.0.1 is in use by another program. Stop it, or set PORT to another one.\n`,
  )
  expect(processesWith(findPlace(env.CHAPPE_DATA, () => {}).cluster)).toEqual([])
  server.close()
})

test('all mistakes in the settings are told, one line each, before anything starts', async () => {
  const env = { CHAPPE_DATA: join(aFolder(), 'data'), PORT: 'x', ROLES: 'cook' }
  const refused = run(program, ['start'], env)
  expect(await refused.heard).toBe(1)
  expect(refused.said().trim().split('\n')).toHaveLength(2)
  expect(existsSync(env.CHAPPE_DATA)).toBe(false)
})

test('somebody’s own PostgreSQL is used when DATABASE_URL says so, and is left running', async () => {
  const { url, pool } = await aDatabase()
  const house = await installation({ DATABASE_URL: url })
  await house.write('letter')
  expect((await pool.query('select id from trial_row')).rows).toEqual([{ id: 'letter' }])
  expect(readdirSync(house.env.CHAPPE_DATA ?? '')).toEqual(['secret.key', 'workers'])
  await stop(house)
  expect((await pool.query('select id from trial_row')).rowCount).toBe(1)
})

test('a PostgreSQL that does not answer is one sentence without its password', async () => {
  const url = `postgresql://me:hunter2@127.0.0.1:${await freePort()}/chappe`
  const env = { CHAPPE_DATA: join(aFolder(), 'data'), PORT: String(await freePort()), DATABASE_URL: url }
  const refused = run(program, ['start'], env)
  expect(await refused.heard).toBe(1)
  expect(refused.said()).toContain('The database in DATABASE_URL cannot be used: connect ECONNREFUSED')
  expect(refused.said()).not.toContain('hunter2')
})

test('a folder too deep for a socket, or closed to the database’s account, is no obstacle', async () => {
  const closed = join(aFolder(), 'closed')
  mkdirSync(closed, { mode: 0o700 })
  chmodSync(closed, 0o700)
  const deep = join(closed, 'a'.repeat(60), 'b'.repeat(60), 'data')
  const house = await installation({ CHAPPE_DATA: deep })
  await house.write('letter')
  await stop(house)
  if (userInfo().uid === 0) {
    const home = readFileSync(join(deep, 'postgres.path'), 'utf8').trim()
    expect(house.said()).toContain(`The database is kept in ${home}: the account`)
  }
  const again = await started(house.env)
  expect((await again.ask())?.rows).toEqual(['letter'])
  await stop(again)
})
