import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../packages/server/src/testing/port.ts'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

export const administrator = { email: 'admin@chappe.test', password: 'a-password-of-the-tests' }
const client = { id: 'e2e-client', secret: randomBytes(24).toString('hex') }
const organizationId = 'E2E0E2E0E2E0E2E0E2E0E2E0@ChappeOrg'

export type ProcessName = 'supervisor' | 'api' | 'worker' | 'database'

export interface Product {
  readonly url: string
  readonly port: number
  readonly dataFolder: string
  /** Everything that was printed, by every start. */
  output(): string
  /** The cURL that the last start printed. */
  printedCurl(): string
  /** Headers of an API client that may do everything. */
  headers(): Promise<Record<string, string>>
  api<T = Record<string, never>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }>
  pid(name: ProcessName): number | undefined
  kill(name: ProcessName): number | undefined
  /** Starts again on the same data, after the supervisor was killed or stopped. */
  start(): Promise<void>
  /** Runs `chappe <args>` on the same data; its exit code and output. */
  command(...args: string[]): Promise<{ code: number | null; output: string }>
  stop(): Promise<void>
  /** Ends everything and removes the data. */
  close(): Promise<void>
}

export interface Where {
  /** The folder that holds `bin/chappe.mjs`; this checkout unless told. */
  readonly folder?: string
  /** The account to run as; the tests' own unless told. */
  readonly account?: { readonly uid: number; readonly gid: number }
}

/** The real product, as its users run it, on a port and a data folder of its own. */
export async function aProduct(
  env: Record<string, string> = {},
  { folder = root, account }: Where = {},
): Promise<Product> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chappe-e2e-'))
  chmodSync(dataFolder, 0o755)
  if (account) chownSync(dataFolder, account.uid, account.gid)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const environment = {
    ...process.env,
    PORT: String(port),
    CHAPPE_DATA: dataFolder,
    CHAPPE_ADMIN_EMAIL: administrator.email,
    CHAPPE_ADMIN_PASSWORD: administrator.password,
    CHAPPE_CLIENT_ID: client.id,
    CHAPPE_CLIENT_SECRET: client.secret,
    CHAPPE_ORG_ID: organizationId,
    ...env,
  }
  let supervisor: ChildProcess | undefined
  let output = ''
  let sinceStart = ''
  let token: string | undefined

  function run(...args: string[]): ChildProcess {
    return spawn(process.execPath, ['bin/chappe.mjs', ...args], {
      cwd: folder,
      env: environment,
      ...account,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async function start() {
    sinceStart = ''
    const child = run('start')
    supervisor = child
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        output += chunk
        sinceStart += chunk
        if (sinceStart.includes('Stop with Ctrl-C')) resolve()
      }
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      child.on('exit', (code) => reject(new Error(`chappe start ended with ${code}:\n${sinceStart}`)))
    })
  }

  async function headers() {
    if (!token) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.id,
        client_secret: client.secret,
      })
      const answer = await fetch(`${url}/ims/token/v3`, { method: 'POST', body: form })
      token = ((await answer.json()) as { access_token: string }).access_token
    }
    return {
      authorization: `Bearer ${token}`,
      'x-api-key': client.id,
      'x-gw-ims-org-id': organizationId,
      'x-sandbox-name': 'prod',
    }
  }

  const product: Product = {
    url,
    port,
    dataFolder,
    output: () => output,
    printedCurl() {
      const line = sinceStart.split('\n').find((text) => text.startsWith('curl '))
      if (!line) throw new Error(`No line of the welcome begins with curl:\n${sinceStart}`)
      return line
    },
    headers,
    async api(method, path, body) {
      const answer = await fetch(url + path, {
        method,
        headers: { ...(await headers()), ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text ? JSON.parse(text) : undefined }
    },
    pid(name) {
      if (name === 'supervisor') return supervisor?.pid
      if (name === 'database') return databasePid(dataFolder)
      return processes().find(
        ({ parent, args }) => parent === supervisor?.pid && args.includes(`${name}.mjs`),
      )?.pid
    },
    kill(name) {
      const pid = product.pid(name)
      if (pid !== undefined) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          return undefined
        }
      }
      return pid
    },
    start,
    command: (...args) =>
      new Promise((resolve) => {
        const child = run(...args)
        let said = ''
        child.stdout?.on('data', (chunk) => (said += chunk))
        child.stderr?.on('data', (chunk) => (said += chunk))
        child.on('exit', (code) => resolve({ code, output: said }))
      }),
    async stop() {
      const child = supervisor
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
    async close() {
      await product.stop()
      const left = databasePid(dataFolder)
      if (left !== undefined) process.kill(left, 'SIGKILL')
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  await start()
  return product
}

/** Makes something by API; answers it. */
export async function make<T = { id: string }>(product: Product, path: string, body: unknown): Promise<T> {
  const made = await product.api<T>('POST', path, body)
  if (made.status >= 300) throw new Error(`${path} answered ${made.status}: ${JSON.stringify(made.body)}`)
  return made.body
}

/** The id of a configuration of the demo data, which delivers into the Inbox. */
export async function demoConfiguration(
  product: Product,
  category: 'transactional' | 'marketing',
): Promise<string> {
  const path = `/v1/channel-configurations?category=${category}`
  const { body } = await product.api<{ items: { id: string }[] }>('GET', path)
  return body.items[0]!.id
}

/** Processes of this machine, from /proc. */
export function processes(): { pid: number; parent: number; args: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return [
          { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]), args },
        ]
      } catch {
        return []
      }
    })
}

/** The embedded server's first process: the one whose arguments name the data folder's cluster. */
function databasePid(dataFolder: string): number | undefined {
  const servers = processes().filter(({ args }) => args.includes('postgres') && args.includes(dataFolder))
  return servers[0]?.pid
}

/** Waits until `ask` answers something true; asks again a few times a second. */
export async function until<T>(
  ask: () => Promise<T | undefined | null | false>,
  what: string,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask().catch(() => undefined)
    if (answer) return answer
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}
