import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { openDatabase } from '../store/db.ts'

export interface TestDatabase {
  url: string
  /** The same, as `pg` takes it. */
  connection: pg.PoolConfig
  db: ReturnType<typeof openDatabase>['db']
  pool: pg.Pool
}

const made: { name: string; pool: pg.Pool }[] = []

/**
 * A fresh, migrated database of one's own, with a pool open on it. Both go away at the end of the test file.
 * Ask once per file and let the tests share it, unless a test must find it empty.
 */
export async function aDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('testServer')
  // Vitest runs each file in a fresh module graph, so the process and a count name it among the run's databases.
  const name = `${inject('testRun')}_${process.pid}_${Date.now().toString(36)}${made.length}`
  await ask(
    server,
    `create database ${name} template ${options.empty ? 'template0' : inject('testTemplate')}`,
  )
  const url = new URL(server)
  url.pathname = `/${name}`
  // A busy machine gives connections late; what a test is about is seldom that.
  const connection = { connectionString: url.href, connectionTimeoutMillis: 60_000 }
  const { db, pool } = openDatabase({ connection })
  made.push({ name, pool })
  return { url: url.href, connection, db, pool }
}

afterAll(async () => {
  for (const { name, pool } of made.splice(0)) {
    await pool.end()
    await ask(inject('testServer'), `drop database if exists ${name} with (force)`)
  }
})

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
