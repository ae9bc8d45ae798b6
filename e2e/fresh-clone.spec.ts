import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort } from '../packages/server/src/testing/port.ts'
import { processes, root, until } from './product.ts'

/** What a newcomer's shell has: nothing that speaks of us. */
const theirs = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(CHAPPE_|DATABASE_URL$|PORT$|HOST$|npm_)/.test(name)),
)

/** What git keeps; where there is no git, everything but what is made from it. */
function cloneTo(folder: string) {
  if (spawnSync('git', ['clone', '--quiet', root, folder], { stdio: 'ignore' }).status === 0) return
  const made = ['.git', '.chappe', 'dist', 'node_modules', 'test-results'].map((name) => join(root, name))
  cpSync(root, folder, { recursive: true, filter: (path) => !made.includes(path) })
}

/** The first command of the README, as it stands there. */
const firstCommand = () => /^npm ci && npm start\b/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[0]

const isCurl = (line: string) => line.startsWith('curl ')

test('in a fresh clone the first command of the README runs it, its request arrives, and Ctrl-C ends all of it', async () => {
  test.setTimeout(300_000)
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chappe-clone-')))
  chmodSync(folder, 0o755)
  const clone = join(folder, 'chappe')
  cloneTo(clone)
  const port = await freePort()

  const shell = spawn('sh', ['-c', firstCommand()!], {
    cwd: clone,
    env: { ...theirs, PORT: String(port), npm_config_prefer_offline: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const group = shell.pid!
  let output = ''
  const hear = (chunk: Buffer) => (output += chunk)
  shell.stdout.on('data', hear)
  shell.stderr.on('data', hear)
  const ended = new Promise<number | null>((resolve) => shell.once('exit', resolve))
  try {
    const welcome = until(
      async () => output.includes('Stop with Ctrl-C') && output.split('\n').find(isCurl),
      'the welcome and its command',
      240,
    )
    welcome.catch(() => {})
    const curl = await Promise.race([welcome, ended])
    if (typeof curl !== 'string') throw new Error(`It ended with ${curl}:\n${output}`)
    const answer = execFileSync('sh', ['-c', `${curl} -sS -w '\\n%{http_code}'`], { encoding: 'utf8' }).split(
      '\n',
    )
    expect(answer.at(-1)).toBe('202')

    const headers = Object.fromEntries(
      [...curl.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name, value]) => [name!, value!]),
    )
    const caught = await until(async () => {
      const inbox = await fetch(`http://localhost:${port}/v1/inbox`, { headers })
      const { items } = (await inbox.json()) as { items: { subject: string; html: string }[] }
      return items[0]
    }, 'the message in the Inbox')
    expect(caught.subject).not.toBe('')
    expect(caught.html).not.toMatch(/\{\{|undefined/)

    process.kill(-group, 'SIGINT')
    await ended
    const left = await until(
      async () => !processes().some(({ args }) => args.includes(clone)) && 'none',
      'no process of the clone left',
    )
    expect(left).toBe('none')
  } finally {
    try {
      process.kill(-group, 'SIGKILL')
    } catch {
      // It has ended, as it should.
    }
    for (const { pid, args } of processes()) if (args.includes(clone)) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
