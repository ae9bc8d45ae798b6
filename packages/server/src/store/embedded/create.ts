import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { asAccount } from './account.ts'
import { connected, socketUrl } from './answer.ts'
import type { Binaries } from './binaries.ts'
import { clearHalfMade } from './leftovers.ts'
import { ownedFolder, type Place, plainEnvironment } from './place.ts'

const initial = [
  '--username=postgres',
  '--auth=peer',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
  ...(process.platform === 'linux' ? ['--sync-method=syncfs'] : []),
]

/**
 * Makes the cluster's files if there are none. They are made aside and renamed when whole, so a start that was
 * killed half-way leaves nothing to repair.
 *
 * The locale is PostgreSQL's own `C.UTF-8`: text compares by code point, the same on every machine and in every
 * later version, so no operating system upgrade can ever break an index. Lists for people ask for a collation.
 */
export async function createCluster(
  place: Place,
  binaries: Binaries,
  log: (sentence: string) => void,
): Promise<void> {
  const version = join(place.data, 'PG_VERSION')
  if (existsSync(version)) {
    const major = Number(readFileSync(version, 'utf8'))
    if (major === binaries.major) return
    throw new Error(
      `The database in ${place.data} was written by PostgreSQL ${major}; this Chappe brings PostgreSQL ` +
        `${binaries.major}. Start the older Chappe, export, and import here.`,
    )
  }
  for (const half of readdirSync(place.home).filter((name) => name.startsWith('data.')))
    await clearHalfMade(join(place.home, half))
  log('Making a new PostgreSQL database.')
  const half = ownedFolder(`${place.data}.half`, place.account)
  const made = spawnSync(binaries.initdb, ['-D', half, ...initial], {
    ...asAccount(place.account),
    cwd: '/',
    encoding: 'utf8',
    env: plainEnvironment,
  })
  if (made.status !== 0)
    throw new Error(
      `PostgreSQL could not make its files in ${place.data}: ${made.error?.message ?? made.stderr.trim()}`,
    )
  renameSync(half, place.data)
}

/** The application's role owns its database and nothing else; it is not a superuser. */
export async function createDatabase(sockets: string): Promise<void> {
  await connected(socketUrl(sockets, 'postgres', 'postgres'), async (client) => {
    const role = await client.query("select from pg_roles where rolname = 'chappe'")
    if (role.rowCount === 0) await client.query('create role chappe login')
    const database = await client.query("select from pg_database where datname = 'chappe'")
    if (database.rowCount === 0) await client.query('create database chappe owner chappe')
  })
}
