import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { type Account, asAccount } from '../store/embedded/account.ts'
import { endLeftovers } from '../store/embedded/leftovers.ts'
import { findPlace } from '../store/embedded/place.ts'
import { lifeOf } from '../store/embedded/processes.ts'

const checkout = fileURLToPath(new URL('../../../../', import.meta.url))
const out = join(checkout, 'dist', `trial-${process.pid}-${Date.now().toString(36)}`)
const folders: string[] = []
const began: { child: ChildProcess; folder: string }[] = []

/** Bundles the programs of `testing/trial`; returns the path of one. Removed at the end of the test file. */
export async function trial(name: 'cli' | 'lock'): Promise<string> {
  const { bundle } = await import(new URL('../../../../scripts/build.mjs', import.meta.url).href)
  sweep()
  const source = (entry: string) => fileURLToPath(new URL(`./trial/${entry}.ts`, import.meta.url))
  const entries = ['cli', 'api', 'worker', 'lock'].map((entry) => [entry, source(entry)])
  await bundle(Object.fromEntries(entries), out)
  return join(out, `${name}.mjs`)
}

/** Bundles the command line as it is; returns its path. */
export async function theCommandLine(): Promise<string> {
  const { bundle } = await import(new URL('../../../../scripts/build.mjs', import.meta.url).href)
  sweep()
  await bundle({ chappe: fileURLToPath(new URL('./trial/chappe.ts', import.meta.url)) }, out)
  return join(out, 'chappe.mjs')
}

/** Bundles of test runs that were killed. */
function sweep(): void {
  const dist = dirname(out)
  for (const name of existsSync(dist) ? readdirSync(dist) : []) {
    const pid = /^trial-(\d+)-/.exec(name)?.[1]
    if (pid && lifeOf(Number(pid)) === undefined) rmSync(join(dist, name), { recursive: true, force: true })
  }
}

/** A fresh temporary folder, the account's own. */
export function aFolder(account?: Account): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'chappe-trial-'))
  folders.push(folder)
  // The database's account passes through it, as it does through an ordinary checkout.
  chmodSync(folder, 0o755)
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

export interface Running {
  child: ChildProcess
  /** Both outputs so far. */
  said(): string
  /** Settles with the exit code, or the signal's name. */
  ended: Promise<number | string>
  /** The same, once everything is read that it and its children said: they hold the outputs, too. */
  heard: Promise<number | string>
}

/** Starts a program with a plain environment and the given variables. */
export function run(program: string, args: string[], env: NodeJS.ProcessEnv, account?: Account): Running {
  const child = spawn(process.execPath, [program, ...args], {
    ...asAccount(account),
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...env },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said += chunk
    })
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'))
  })
  const heard = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing'))
  })
  if (env.CHAPPE_DATA) began.push({ child, folder: env.CHAPPE_DATA })
  return { child, said: () => said, ended, heard }
}

/** Asks again until the answer is not `undefined`. The test's own time limit ends a wait for nothing. */
export async function until<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await sleep(25)
  }
}

afterAll(async () => {
  for (const { child, folder } of began) {
    child.kill('SIGKILL')
    if (!existsSync(folder)) continue
    const place = findPlace(folder, () => {})
    await endLeftovers(place, 0).catch(() => {})
    rmSync(place.home, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  rmSync(out, { recursive: true, force: true })
})
