import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

interface Migration {
  number: number
  name: string
  sql: string
  checksum: string
}

/** Any number will do, as long as everybody who migrates this database takes the same. */
const lockKey = 20_251_121

/**
 * Brings the database to the newest migration and returns the names of those applied now. Each runs in its own
 * transaction, under a lock that belongs to the transaction (a connection pooler between us does no harm), so
 * any number of processes may do this at once and each migration is applied once.
 *
 * Throws when the database has a migration that this Chappe does not know, or another text of one it does.
 */
export async function migrate(url: string, folder = migrationsFolder()): Promise<string[]> {
  const migrations = readMigrations(folder)
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const applied: string[] = []
    for (let name = await applyNext(client, migrations); name; name = await applyNext(client, migrations))
      applied.push(name)
    return applied
  } finally {
    await client.end().catch(() => {})
  }
}

/** How many migrations the database has not; changes nothing. */
export async function missing(url: string, folder = migrationsFolder()): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query(`select to_regclass('migration') is not null as there`)
    if (!rows[0].there) return readMigrations(folder).length
    const applied = await client.query('select count(*)::int as count from migration')
    return Math.max(0, readMigrations(folder).length - applied.rows[0].count)
  } finally {
    await client.end().catch(() => {})
  }
}

async function applyNext(client: pg.Client, migrations: Migration[]): Promise<string | undefined> {
  let current = 'the list of migrations'
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    await client.query(`create table if not exists migration (
      number int primary key, name text not null, checksum text not null,
      applied_at timestamptz not null default now())`)
    const { rows } = await client.query('select number, name, checksum from migration order by number')
    checkHistory(rows, migrations)
    const next = migrations[rows.length]
    if (next) {
      current = next.name
      await client.query(next.sql)
      await client.query('insert into migration (number, name, checksum) values ($1, $2, $3)', [
        next.number,
        next.name,
        next.checksum,
      ])
    }
    await client.query('commit')
    return next?.name
  } catch (error) {
    await client.query('rollback').catch(() => {})
    if (error instanceof pg.DatabaseError)
      throw new Error(`Migration ${current} failed: ${error.message}`, { cause: error })
    throw error
  }
}

function checkHistory(applied: Omit<Migration, 'sql'>[], known: Migration[]): void {
  for (const [index, { name, checksum }] of applied.entries()) {
    const ours = known[index]
    if (!ours)
      throw new Error(
        `The database was migrated by a newer Chappe (it has ${name}). Start that version, or a newer one.`,
      )
    if (ours.name !== name || ours.checksum !== checksum)
      throw new Error(
        `Migration ${ours.name} is not the ${name} that this database was migrated with. ` +
          'Migrations are never edited: restore the file and add a new one.',
      )
  }
}

/** The numbered files of a folder, in order: `0001_name.sql`, `0002_…`, without gap or double. */
function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name, index) => {
    const number = Number(/^(\d{4})_/.exec(name)?.[1])
    if (number !== index + 1) throw new Error(`Migration ${name} should be number ${index + 1}.`)
    const sql = readFileSync(join(folder, name), 'utf8')
    return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

/** `db/migrations`, above the sources as above the bundle made from them. */
function migrationsFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'db', 'migrations')
    if (existsSync(folder)) return folder
  }
  throw new Error('The folder db/migrations is missing from this installation.')
}
