import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The operating system account that PostgreSQL runs as. */
export interface Account {
  uid: number
  gid: number
  name: string
}

/**
 * PostgreSQL refuses to run as root. As root we hand it to the account that owns the cluster already, else to
 * `postgres` where there is one, else to `nobody`. `undefined` means: run it as ourselves.
 *
 * It needs an entry in the password file: `initdb` looks its own account up by number.
 */
export function serverAccount(owner?: number): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = passwordFile()
  const found =
    owner === undefined || owner === 0
      ? (accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'nobody'))
      : accounts.find(({ uid }) => uid === owner)
  if (found) return found
  throw new Error(
    owner === undefined || owner === 0
      ? 'PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody". ' +
          'Start Chappe as an ordinary user, or set DATABASE_URL.'
      : `The database files belong to user number ${owner}, which this machine does not know. ` +
          'Give them to an existing account, or start Chappe as that user.',
  )
}

/** Spawn options that hand a child to the account, without our groups. */
export function asAccount(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

/** Whether the account can enter a folder: asked of the kernel, so that access lists count too. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
      ...asAccount(account),
      cwd: '/',
      stdio: 'ignore',
    }).status === 0
  )
}

function passwordFile(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', , uid, gid] = line.split(':')
      // macOS writes nobody's number as -2
      return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
    })
}
