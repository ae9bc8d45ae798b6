import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Account, canEnter, serverAccount } from './account.ts'

/** Where one cluster lives. `home` is ours; `data` belongs to the server's account. */
export interface Place {
  home: string
  data: string
  /** A name that is in the command line of every process of this cluster, and of no other. */
  cluster: string
  account: Account | undefined
}

const systemPlace = '/var/lib/chappe'

/** PostgreSQL is started with nothing of our environment: neither our secrets nor somebody's PG variables. */
export const plainEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Makes the data folder if it is missing. As root others may pass through it, for the server's account; that is
 * all they may do here, since each secret file is closed by itself.
 */
export function makeDataFolder(folder: string): void {
  // The folders above it are none of our business: they get the mode that they would get from anybody.
  mkdirSync(dirname(folder), { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0) chmodSync(folder, statSync(folder).mode | 0o111)
}

/**
 * The cluster is kept in `<folder>/postgres`. As root, when the server's account cannot reach that (a checkout in
 * root's own home), it is kept in a system place instead, and `<folder>/postgres.path` says where.
 */
export function findPlace(folder: string, log: (sentence: string) => void): Place {
  makeDataFolder(folder)
  const inside = join(folder, 'postgres')
  const pointer = join(folder, 'postgres.path')
  if (existsSync(pointer)) {
    const home = readFileSync(pointer, 'utf8').trim()
    if (existsSync(home)) return placeAt(home)
    throw new Error(
      `The database of ${folder} was kept in ${home}, which is gone. Put it back, ` +
        `or delete ${pointer} to begin with an empty one.`,
    )
  }
  if (existsSync(join(inside, 'data')) || canEnter(serverAccount(), folder)) return placeAt(inside)
  const home = join(systemPlace, randomBytes(6).toString('hex'))
  const place = placeAt(home)
  writeFileSync(pointer, `${home}\n`)
  log(
    `The database is kept in ${home}: the account "${place.account?.name}" that runs it cannot enter ${folder}.`,
  )
  return place
}

/** The place whose home is `home`; made if missing. */
export function placeAt(home: string): Place {
  mkdirSync(home, { recursive: true, mode: 0o711 })
  // The umask may have taken what the server's account needs.
  if (process.getuid?.() === 0) chmodSync(home, 0o711)
  const real = realpathSync(home)
  const data = join(real, 'data')
  const account = serverAccount(existsSync(data) ? statSync(data).uid : undefined)
  if (account && !canEnter(account, real))
    throw new Error(`The account "${account.name}", which runs the database, cannot enter ${dirname(real)}.`)
  return {
    home: real,
    data,
    account,
    cluster: `chappe-${createHash('sha256').update(real).digest('hex').slice(0, 12)}`,
  }
}

/** A folder that belongs to the server's account and is closed to everybody else. */
export function ownedFolder(path: string, account: Account | undefined): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (account) chownSync(path, account.uid, account.gid)
  chmodSync(path, 0o700)
  return path
}

/**
 * The folder of the Unix socket. The kernel takes at most 107 bytes (103 on macOS) for a socket's path,
 * so a cluster deep in the tree gets a short folder of its own among the temporary ones.
 */
export function socketFolder(place: Place): string {
  const inside = join(place.home, 'run')
  const limit = process.platform === 'linux' ? 107 : 103
  if (Buffer.byteLength(join(inside, '.s.PGSQL.5432.lock')) <= limit)
    return ownedFolder(inside, place.account)
  return ownedFolder(mkdtempSync(join(tmpdir(), 'chappe-')), place.account)
}
