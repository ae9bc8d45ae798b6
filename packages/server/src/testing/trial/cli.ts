import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readConfig } from '../../config.ts'
import { runCommand } from '../../launch/command.ts'
import type { House } from '../../launch/house.ts'
import { start } from '../../launch/start.ts'
import { openLog } from '../../log.ts'

/**
 * The smallest house that can be run: the real supervisor, database and processes, with an API that writes a row
 * before it answers and a worker that does nothing. Process tests kill parts of it.
 */
const house: House = {
  async bootstrap({ config, databaseUrl }) {
    await ask(databaseUrl, 'create table if not exists trial_row (id text primary key)')
    await ask(databaseUrl, 'create table if not exists trial_exit (name text primary key)')
    return { welcome: `Welcome to ${config.publicUrl}\n` }
  },
  async onWorkerExit({ databaseUrl }, name) {
    await ask(databaseUrl, 'insert into trial_exit values ($1)', [name])
  },
}

async function ask(url: string, sql: string, values: string[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query(sql, values)
  await client.end()
}

const entry = (name: string) => fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))

const command = {
  name: 'start',
  summary: 'Start the trial',
  run(_args: readonly string[], print: (text: string) => void) {
    const config = readConfig()
    const log = openLog('trial', config.logLevel)
    return start({ config, house, log, print, entries: { api: entry('api'), worker: entry('worker') } })
  },
}

// A test run that was killed takes its trials with it.
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'))

process.exit(
  await runCommand([command], process.argv.slice(2), {
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
  }),
)
