import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { totalmem, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Place } from './place.ts'

/**
 * Writes the three files that PostgreSQL reads at start. They lie in our own folder, not among the data, so that
 * root never writes where the server's account could have put a link. Says whether anything differs from what
 * a server that is still running would have read.
 *
 * An operator's own settings go into `local.conf` beside it and win.
 */
export function writeSettings(place: Place, extra: Record<string, string>): { changed: boolean } {
  const file = (name: string) => join(place.home, name)
  let changed = false
  const write = (name: string, lines: string[]) => {
    changed = replace(file(name), `${lines.join('\n')}\n`) || changed
  }
  const settings: Record<string, string> = {
    // Nobody reaches this server but by the socket, and by the socket only the account that runs Chappe:
    // the kernel tells PostgreSQL who is calling, so there is no password to lose.
    listen_addresses: '',
    unix_socket_permissions: '0700',
    hba_file: file('pg_hba.conf'),
    ident_file: file('pg_ident.conf'),
    max_connections: '120',
    // A row that was answered for is on disk.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: sharedBuffers(),
    effective_cache_size: megabytes(memory() / 2),
    maintenance_work_mem: '64MB',
    work_mem: '8MB',
    // Checkpoints far enough apart for bulk work, near enough that recovery takes seconds.
    max_wal_size: '2GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '5min',
    wal_compression: 'on',
    // After a crash everything is flushed before anything is replayed: once, not file by file, which takes seconds.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    log_startup_progress_interval: '2s',
    // Our statements are short: compiling them costs more than it saves.
    jit: 'off',
    random_page_cost: '1.1',
    autovacuum_naptime: '15s',
    // A client that was killed gives its locks back soon, even in the middle of a long statement.
    client_connection_check_interval: '2s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    // Statements hold people's data; they do not belong in a log.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    ...extra,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}`)
  write('postgresql.conf', [
    '# Written at every start. Put your own settings into local.conf.',
    ...lines,
    `include_if_exists = ${quote(file('local.conf'))}`,
  ])
  write('pg_hba.conf', ['local all chappe peer map=chappe', 'local all postgres peer map=chappe'])
  const me = `"${userInfo().username}"`
  write('pg_ident.conf', [`chappe ${me} chappe`, `chappe ${me} postgres`])
  return { changed }
}

/** Returns whether the file had another content, or none. */
function replace(path: string, text: string): boolean {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (before !== text) writeFileSync(path, text)
  chmodSync(path, 0o644) // whatever the umask says, the server's account reads it
  return before !== text
}

const quote = (value: string) => `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`

const megabytes = (bytes: number) => `${Math.max(1, Math.floor(bytes / 2 ** 20))}MB`

/** What we may use: a container's limit counts before the machine's size. */
function memory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

function sharedBuffers(): string {
  const sixteenth = memory() / 16
  return megabytes(Math.min(256 * 2 ** 20, Math.max(64 * 2 ** 20, sixteenth)))
}
