import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { aProduct, type Product, root, until } from './product.ts'

const ordinary = { uid: 65534, gid: 65534 }
const amRoot = process.getuid?.() === 0

/** What is run, where every account can read it: hard links where the file system allows, else copies. */
function aReadableCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-copy-'))
  chmodSync(folder, 0o755)
  const parts = ['bin', 'db', 'dist', 'node_modules', 'package.json'].map((part) => join(root, part))
  if (spawnSync('cp', ['-Rl', ...parts, folder], { stdio: 'ignore' }).status !== 0)
    execFileSync('cp', ['-Rf', ...parts, folder])
  return folder
}

const uidOf = (pid: number) => statSync(`/proc/${pid}`).uid

test('an ordinary user, who is no administrator of the machine, starts it and sends', async () => {
  const folder = amRoot ? aReadableCopy() : root
  let product: Product | undefined
  try {
    product = await aProduct({}, { folder, ...(amRoot && { account: ordinary }) })
    const accepted = execFileSync('sh', ['-c', `${product.printedCurl()} -sS`], { encoding: 'utf8' })
    const { executionId } = JSON.parse(accepted) as { executionId: string }
    const { api } = product
    await until(async () => {
      const { body } = await api<{ recipients: { status: string }[] }>('GET', `/v1/executions/${executionId}`)
      return body.recipients[0]?.status === 'sent'
    }, 'the execution saying sent')

    const { pid } = product
    const uids = (['supervisor', 'api', 'worker', 'database'] as const).map((name) => uidOf(pid(name)!))
    expect(new Set(uids)).toEqual(new Set([amRoot ? ordinary.uid : process.getuid?.()]))
  } finally {
    await product?.close()
    if (amRoot) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
