// The product as its users run it, for benchmarks: started, asked, stopped.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const client = { id: 'bench-client', secret: 'bench-secret-bench-secret-bench-secret' }
const organization = 'BE0CBE0CBE0CBE0CBE0CBE0C@ChappeOrg'

/** The first API client, as settings of an installation. */
export const credentials = {
  CHAPPE_CLIENT_ID: client.id,
  CHAPPE_CLIENT_SECRET: client.secret,
  CHAPPE_ORG_ID: organization,
}

/** Starts an installation with everything quiet; answers its supervisor once it says that it is there. */
export function startProduct(folder, port, settings = {}) {
  const child = spawn(process.execPath, [join(root, 'bin/chappe.mjs'), 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      CHAPPE_DATA: folder,
      CHAPPE_DEMO: '0',
      ...credentials,
      CHAPPE_ALLOW_PRIVATE_NETWORK: '1',
      CHAPPE_MAX_BACKLOG: '100000000',
      LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`chappe start ended with ${code}`)))
    child.stdout.on('data', (chunk) => String(chunk).includes('Stop with Ctrl-C') && resolve(child))
  })
}

export async function stopProduct(product) {
  if (!product || product.exitCode !== null) return
  const ended = new Promise((resolve) => product.once('exit', resolve))
  product.kill('SIGTERM')
  await ended
}

/** The headers of a client that may do everything. */
export async function authenticate(port) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.id,
    client_secret: client.secret,
  })
  const answer = await fetch(`http://127.0.0.1:${port}/ims/token/v3`, { method: 'POST', body })
  const { access_token } = await answer.json()
  return {
    Authorization: `Bearer ${access_token}`,
    'x-api-key': client.id,
    'x-gw-ims-org-id': organization,
    'x-sandbox-name': 'prod',
  }
}

/** Calls the API; throws what it refuses. */
export const caller = (port, headers) => async (method, path, body) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
