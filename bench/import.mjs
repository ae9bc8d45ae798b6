// Importing profiles from a CSV file, through the API as anybody would, beside PostgreSQL's own COPY of the same file
// into a plain table with a primary key and an index on the e-mail address, in the same run. Read the ratio.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { build, bundle } from '../scripts/build.mjs'
import { cpuOf, rolesOf, rssOf } from './machine.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const client = { id: 'bench-client', secret: 'bench-secret-bench-secret-bench-secret' }
const piece = 8 * 1024 * 1024
const say = (...words) => console.log(...words)
const round = (number) => Math.round(number).toLocaleString('en-US')
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export async function run(args) {
  const option = (name, standard) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? standard)
  const profiles = option('profiles', 1_000_000)
  const rounds = option('rounds', 1)
  await build({ say })
  await bundle(
    { embedded: join(root, 'packages/server/src/store/embedded/embedded.ts') },
    join(root, 'dist/bench'),
  )
  const { findEmbedded } = await import(pathToFileURL(join(root, 'dist/bench/embedded.mjs')).href)
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  chmodSync(folder, 0o755)
  const port = 18_000 + (process.pid % 2_000)
  let product
  let database
  try {
    product = await startProduct(folder, port)
    database = new pg.Client({ connectionString: await findEmbedded(folder) })
    await database.connect()
    const call = await caller(port)
    say(
      `\nNode ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}); everything on this machine`,
    )
    const rates = { copy: [], shaped: [], ours: [], again: [] }
    for (let n = 0; n < rounds; n++) {
      const file = join(folder, `people-${n}.csv`)
      writeFile(file, profiles, n)
      const size = statSync(file).size
      say(
        `\n${round(profiles)} profiles, ${round(size / 1024 / 1024)} MB: CRM id, email, phone, 8 attributes, a consent`,
      )
      await settle(database)
      const spent = sum(rolesOf(product.pid).database.map(cpuOf))
      const copied = await copyPlain(database, file)
      const cost = sum(rolesOf(product.pid).database.map(cpuOf)) - spent
      rates.copy.push(profiles / copied)
      say(
        `  COPY into a plain table          ${round(profiles / copied).padStart(8)} rows/s   CPU a row: database ${((cost * 1_000) / profiles).toFixed(1)} µs`,
      )
      await settle(database)
      const first = await importFile(call, product.pid, file, size)
      if (first.counts.created !== profiles) throw new Error(`Created ${JSON.stringify(first.counts)}`)
      rates.ours.push(profiles / first.seconds)
      tell('import, all new', profiles, copied, first)
      const shaped = await copyShaped(database, folder)
      rates.shaped.push(profiles / shaped)
      say(
        `  COPY of what it wrote, as made   ${round(profiles / shaped).padStart(8)} rows/s   into tables of the same shape; the import took ${(first.seconds / shaped).toFixed(2)} times as long`,
      )
      await settle(database)
      const again = await importFile(call, product.pid, file, size)
      if (again.counts.unchanged !== profiles) throw new Error(`Unchanged ${JSON.stringify(again.counts)}`)
      rates.again.push(profiles / again.seconds)
      tell('the same file again', profiles, copied, again)
    }
    say(
      `\nMedians: COPY ${round(median(rates.copy))}, import ${round(median(rates.ours))} (ratio ${(median(rates.ours) / median(rates.copy)).toFixed(2)}; of COPY into tables of the same shape ${(median(rates.ours) / median(rates.shaped)).toFixed(2)}), again ${round(median(rates.again))} rows/s (ratio ${(median(rates.again) / median(rates.copy)).toFixed(2)})`,
    )
  } finally {
    await database?.end()
    if (product) {
      product.removeAllListeners('exit')
      const ended = new Promise((resolve) => product.once('exit', resolve))
      product.kill('SIGTERM')
      await ended
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function tell(name, profiles, copied, { seconds, upload, rss, cpu }) {
  const each = (ms) => `${((ms * 1_000) / profiles).toFixed(1)} µs`
  say(
    `  ${name.padEnd(32)} ${round(profiles / seconds).padStart(8)} rows/s   ratio ${(copied / seconds).toFixed(2)}   upload ${upload.toFixed(1)} s   CPU a row: worker ${each(cpu.worker)}, database ${each(cpu.database)}`,
  )
  say(
    `    RSS of the worker, MB: ${rss.before} before; by tenths of the file ${rss.tenths.join(' ')}; peak ${rss.peak}`,
  )
}

/** What runs in the background after writing is not held against whoever comes next. */
async function settle(database) {
  await database.query('vacuum analyze')
}

function writeFile(path, profiles, salt) {
  const file = openSync(path, 'w')
  const cities = ['Lyon', 'Paris', 'Lille', 'Nantes', 'Saint-Étienne']
  let text =
    'crmid,email,phone,first name,last name,birth date,city,country,tier,points,language,newsletter\n'
  for (let n = 0; n < profiles; n++) {
    const hash = createHash('md5').update(`${salt}-${n}`).digest('hex')
    const day = new Date(Date.UTC(1940, 0, 1 + (n % 24_000))).toISOString().slice(0, 10)
    text += `C${salt}${n},${hash.slice(0, 12)}.${n}@bench.example,+336${String(salt * 10_000_000 + n).padStart(8, '0')},${['Marie', 'Paul', 'Zoé', 'Léa'][n % 4]},"Durand ${n % 5_000}",${day},${cities[n % 5]},FR,${['bronze', 'silver', 'gold'][n % 3]},${n % 5_000},fr,${n % 3 ? 'yes' : 'no'}\n`
    if (text.length < 1_000_000) continue
    writeSync(file, text)
    text = ''
  }
  writeSync(file, text)
}

/** Seconds that PostgreSQL takes for the file alone. */
async function copyPlain(database, file) {
  await database.query(`
    drop table if exists plain;
    create table plain (crmid text primary key, email text, phone text, first_name text, last_name text,
      birth_date date, city text, country text, tier text, points integer, language text, newsletter boolean);
    create index on plain (email)`)
  const began = performance.now()
  await pipeline(
    createReadStream(file, { highWaterMark: 1024 * 1024 }),
    database.query(copyFrom('copy plain from stdin with (format csv, header)')),
  )
  return (performance.now() - began) / 1_000
}

const written = ['profile', 'profile_identity', 'consent', 'consent_change']

/** Seconds that PostgreSQL takes for the rows that an import has written, ready-made, into tables like ours. */
async function copyShaped(database, folder) {
  let seconds = 0
  for (const table of written) {
    const file = join(folder, `${table}.copy`)
    await pipeline(database.query(copyTo(`copy ${table} to stdout`)), createWriteStream(file))
    await database.query(`drop table if exists shaped; create table shaped (like ${table} including all)`)
    const began = performance.now()
    await pipeline(
      createReadStream(file, { highWaterMark: 1024 * 1024 }),
      database.query(copyFrom('copy shaped from stdin')),
    )
    seconds += (performance.now() - began) / 1_000
    rmSync(file)
  }
  await database.query('drop table shaped')
  return seconds
}

async function importFile(call, supervisor, path, size) {
  const before = performance.now()
  const { id } = await call('POST', '/v1/imports', { filename: 'people.csv', size })
  const handle = await open(path)
  const buffer = Buffer.alloc(piece)
  for (let offset = 0; offset < size; ) {
    const { bytesRead } = await handle.read(buffer, 0, piece, offset)
    await call('PUT', `/v1/imports/${id}/file?offset=${offset}`, buffer.subarray(0, bytesRead))
    offset += bytesRead
  }
  await handle.close()
  const { settings } = await call('GET', `/v1/imports/${id}/preview`)
  await call('PUT', `/v1/imports/${id}/settings`, settings)
  const upload = (performance.now() - before) / 1_000
  const { worker } = rolesOf(supervisor)
  const cpu = () => ({
    worker: sum(worker.map(cpuOf)),
    database: sum(rolesOf(supervisor).database.map(cpuOf)),
  })
  const rss = { before: Math.round(rssOf(worker[0])), tenths: [], peak: 0 }
  const spent = cpu()
  await call('POST', `/v1/imports/${id}/start`, {})
  for (let n = 0; ; n++) {
    await pause(20)
    const now = rssOf(worker[0])
    rss.peak = Math.max(rss.peak, Math.round(now))
    if (n % 5 > 0) continue
    const state = await call('GET', `/v1/imports/${id}`)
    while (rss.tenths.length < Math.floor((state.progress.bytes / size) * 10))
      rss.tenths.push(Math.round(now))
    if (state.status === 'running') continue
    if (state.status !== 'complete') throw new Error(JSON.stringify(state))
    const seconds = (new Date(state.finishedAt) - new Date(state.startedAt)) / 1_000
    const after = cpu()
    await call('DELETE', `/v1/imports/${id}`)
    return {
      counts: state.counts,
      seconds,
      upload,
      rss,
      cpu: { worker: after.worker - spent.worker, database: after.database - spent.database },
    }
  }
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

async function caller(port) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.id,
    client_secret: client.secret,
  })
  const token = await fetch(`http://127.0.0.1:${port}/ims/token/v3`, { method: 'POST', body })
  const { access_token } = await token.json()
  return async (method, path, given) => {
    const isFile = Buffer.isBuffer(given)
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${access_token}`,
        'x-api-key': client.id,
        ...(given && { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      },
      ...(given && { body: isFile ? given : JSON.stringify(given) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? undefined : answer.json()
  }
}

function startProduct(folder, port) {
  const product = spawn(process.execPath, [join(root, 'bin/chappe.mjs'), 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      CHAPPE_DATA: folder,
      CHAPPE_DEMO: '0',
      LOG_LEVEL: 'error',
      CHAPPE_CLIENT_ID: client.id,
      CHAPPE_CLIENT_SECRET: client.secret,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    product.once('exit', (code) => reject(new Error(`chappe start ended with ${code}`)))
    product.stdout.on('data', (chunk) => {
      if (!String(chunk).includes('Stop with Ctrl-C')) return
      product.stdout.resume()
      resolve(product)
    })
  })
}
