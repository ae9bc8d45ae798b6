import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { testServerUrl } from '../config.ts'
import { openEmbedded } from '../store/embedded/embedded.ts'
import { endLeftovers } from '../store/embedded/leftovers.ts'
import { placeAt } from '../store/embedded/place.ts'
import { lifeOf } from '../store/embedded/processes.ts'
import { migrate } from '../store/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test databases are made, as a role that may make them. */
    testServer: string
    /** The migrated database that they are copies of. */
    testTemplate: string
    /** Prefix of this run's databases. */
    testRun: string
  }
}

const prefix = 'chappe-test-'

/**
 * Once per vitest run: one PostgreSQL (our own in a temporary folder, or the one in CHAPPE_TEST_DATABASE_URL),
 * with a migrated template. What a killed run left behind is cleared away first.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = testServerUrl()
  const server = given ? { url: given, stop: async () => {} } : await ownServer()
  const admin = new pg.Client({ connectionString: server.url })
  admin.on('error', () => {})
  await admin.connect()
  const run = `chappe_test_${process.pid}_${Date.now().toString(36)}`
  // Held for as long as this run lives, so that another run can tell our databases from orphans.
  await admin.query('select pg_advisory_lock(hashtext($1))', [run])
  await dropOrphans(admin)
  const template = `${run}_template`
  await admin.query(`create database ${template}`)
  await migrate(databaseUrl(server.url, template))
  project.provide('testServer', server.url)
  project.provide('testTemplate', template)
  project.provide('testRun', run)
  return async () => {
    await dropAll(admin, run)
    await admin.end()
    await server.stop()
  }
}

async function ownServer() {
  await sweepFolders()
  const folder = mkdtempSync(join(realpathSync(tmpdir()), prefix))
  writeFileSync(join(folder, 'owner'), lifeOf(process.pid) ?? '')
  const said: string[] = []
  const server = await openEmbedded({
    folder,
    log: (sentence) => said.push(sentence),
    // The data of a test run is worth nothing after it.
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB', max_connections: '200' },
  }).catch((error) => {
    throw new Error([...said, error.message].join(' '), { cause: error })
  })
  return {
    url: server.adminUrl,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Ends the servers and removes the folders of runs whose process is gone. */
async function sweepFolders(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(realpathSync(tmpdir()), name)
    try {
      const owner = readFileSync(join(folder, 'owner'), 'utf8')
      if (lifeOf(Number.parseInt(owner, 10)) === owner) continue
      await endLeftovers(placeAt(join(folder, 'postgres')), 0)
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another run is making it or sweeping it at this moment.
    }
  }
}

async function dropOrphans(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ run: string }>(
    `select distinct substring(datname from '^chappe_test_\\d+_[a-z0-9]+') as run from pg_database
      where datname ~ '^chappe_test_\\d+_[a-z0-9]+'`,
  )
  for (const { run } of rows) {
    const { rows: tried } = await admin.query<{ free: boolean }>(
      'select pg_try_advisory_lock(hashtext($1)) as free',
      [run],
    )
    if (!tried[0]?.free) continue
    await dropAll(admin, run)
    await admin.query('select pg_advisory_unlock(hashtext($1))', [run])
  }
}

async function dropAll(admin: pg.Client, run: string): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [`${run}_`],
  )
  for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`)
}

function databaseUrl(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}
