import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aFolder } from '../../testing/trial.ts'
import { serverAccount } from './account.ts'
import { connected, socketUrl } from './answer.ts'
import { findBinaries, platformPackage } from './binaries.ts'
import { type Embedded, findEmbedded, openEmbedded } from './embedded.ts'
import { findPlace } from './place.ts'

const quiet = () => {}
const shared = aFolder()
let server: Embedded
beforeAll(async () => {
  server = await openEmbedded({ folder: shared, log: quiet })
})
afterAll(() => server.stop())

test('what was committed is on disk: the settings that promise it are on', async () => {
  const settings = await connected(server.url, async (client) => {
    const { rows } = await client.query(
      `select name, setting from pg_settings where name in
        ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses', 'TimeZone')`,
    )
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
  })
  expect(settings).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    data_checksums: 'on',
    listen_addresses: '',
    TimeZone: 'UTC',
  })
})

test('the application owns its database and is not a superuser', async () => {
  const { rows } = await connected(server.url, (client) =>
    client.query(`select rolsuper, rolcreaterole, pg_get_userbyid(datdba) as owner, datcollate, datlocale,
        pg_encoding_to_char(encoding) as encoding
      from pg_roles, pg_database where rolname = current_user and datname = current_database()`),
  )
  expect(rows).toEqual([
    {
      rolsuper: false,
      rolcreaterole: false,
      owner: 'chappe',
      datcollate: 'C',
      datlocale: 'C.UTF-8',
      encoding: 'UTF8',
    },
  ])
})

test('the data, the socket and the log are closed to other accounts', async () => {
  const { home, data } = findPlace(shared, quiet)
  for (const path of [data, join(home, 'run')]) expect(statSync(path).mode & 0o077).toBe(0)
  expect(statSync(join(home, 'server.log')).mode & 0o077).toBe(0)
})

test('an operator’s own settings in local.conf win, after the next start', async () => {
  const folder = aFolder()
  const { home } = findPlace(folder, quiet)
  writeFileSync(join(home, 'local.conf'), 'work_mem = 11MB\n')
  chmodSync(join(home, 'local.conf'), 0o644)
  const server = await openEmbedded({ folder, log: quiet })
  const { rows } = await connected(server.url, (client) => client.query('show work_mem'))
  expect(rows).toEqual([{ work_mem: '11MB' }])
  await server.stop()
})

test('a stale lock file with the number of a living stranger is no obstacle', async () => {
  const folder = aFolder()
  const first = await openEmbedded({ folder, log: quiet })
  await first.stop()
  const { data } = findPlace(folder, quiet)
  const lines = [process.pid, data, 1, 5432, join(data, '..', 'run'), '', ' 1 1', 'ready']
  writeFileSync(join(data, 'postmaster.pid'), `${lines.join('\n')}\n`)
  const second = await openEmbedded({ folder, log: quiet })
  expect(second.adopted).toBe(false)
  await second.stop()
})

test('only a server that runs is found', async () => {
  const folder = aFolder()
  expect(await findEmbedded(folder)).toBeUndefined()
  const server = await openEmbedded({ folder, log: quiet })
  expect(await findEmbedded(folder)).toBe(server.url)
  await server.stop()
  expect(await findEmbedded(folder)).toBeUndefined()
})

test('a server that cannot start gives its own reason', async () => {
  const folder = aFolder()
  await expect(openEmbedded({ folder, log: quiet, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
    /PostgreSQL did not start. Its last words: .*shared_buffers/,
  )
})

test('a database of another PostgreSQL version is refused before anything is touched', async () => {
  const folder = aFolder()
  const { data } = findPlace(folder, quiet)
  mkdirSync(data)
  writeFileSync(join(data, 'PG_VERSION'), '14\n')
  await expect(openEmbedded({ folder, log: quiet })).rejects.toThrow(
    'was written by PostgreSQL 14; this Chappe brings',
  )
  expect(readdirSync(data)).toEqual(['PG_VERSION'])
})

test('a database whose place is gone is not silently replaced by an empty one', () => {
  const folder = aFolder()
  writeFileSync(join(folder, 'postgres.path'), '/var/lib/chappe/nowhere\n')
  expect(() => findPlace(folder, quiet)).toThrow('was kept in /var/lib/chappe/nowhere, which is gone')
})

test('binaries that cannot be linked or read where they lie are copied and run', () => {
  const closed = join(aFolder(), 'closed')
  const { native } = platformPackage()
  cpSync(native, join(closed, 'native'), {
    recursive: true,
    filter: (source) => !/\.so(\.\d+)?$/.test(source) || !/lib(icu|pq|ecpg|pgtypes)/.test(source),
  })
  // Root may write anywhere, but then the server's account is another one, and cannot read this.
  chmodSync(join(closed, 'native', 'lib'), 0o555)
  chmodSync(closed, userInfo().uid === 0 ? 0o700 : 0o555)
  const home = aFolder()
  const account = serverAccount()
  const { postgres, initdb, major } = findBinaries(account, home, {
    native: join(closed, 'native'),
    version: '1',
  })
  expect(postgres.startsWith(join(home, 'binaries-1'))).toBe(true)
  expect(spawnSync(initdb, ['--version'], { encoding: 'utf8' }).stdout).toContain(`(PostgreSQL) ${major}`)
  chmodSync(closed, 0o700)
  rmSync(closed, { recursive: true, force: true })
})

test('nobody reaches it without being the account that started it', async () => {
  const sockets = new URL(server.url).searchParams.get('host') ?? ''
  await expect(connected(socketUrl(sockets, 'somebody', 'chappe'), async () => {})).rejects.toThrow(
    'no pg_hba.conf entry',
  )
})
