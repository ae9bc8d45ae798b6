// An action campaign to many people through a local SMTP sink: personalised, tracked, consent checked, one row of
// status each, by one and by more workers. Beside it in the same run: the same messages to the same sink by our SMTP
// client alone and by nodemailer's pool, and PostgreSQL's bulk write of rows like those. And how long a triggered
// message takes meanwhile. Everything runs on this machine; read the ratios.
import { fork } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { build, bundle } from '../scripts/build.mjs'
import { bulkWrite } from './batch-baselines.mjs'
import { triggered } from './batch-latency.mjs'
import { content, seed } from './batch-people.mjs'
import { cpuOf, rolesOf, rssOf, spending } from './machine.mjs'
import { authenticate, caller, startProduct, stopProduct } from './product.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (...words) => console.log(...words)
const round = (number) => Math.round(number).toLocaleString('en-US')
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export async function run(args) {
  const list = (name, otherwise) =>
    (args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise).split(',').map(Number)
  const sizes = list('people', '10000,100000,1000000')
  const workers = list('workers', '1,2')
  const modules = await bundled()
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  chmodSync(folder, 0o755)
  const sink = fork(join(root, 'bench/sink.mjs'))
  const sinkPort = (await new Promise((resolve) => sink.once('message', resolve))).port
  const stage = { folder, sink, sinkPort, port: 18_000 + (process.pid % 2_000), modules }
  try {
    say(`\nNode ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}), load ${load()} before`)
    await installed(stage, 1, async (house) => {
      await seed(house.database, Math.max(...sizes))
      house.stage.configuration = await configure(house.call, sinkPort)
    })
    const rows = []
    for (const count of workers)
      await installed(stage, count, async (house) => {
        head(count)
        for (const people of sizes) rows.push(said({ workers: count, ...(await campaign(house, people)) }))
      })
    const latency = await installed(stage, 1, (house) => beside(house, Math.min(100_000, Math.max(...sizes))))
    const received = await installed(stage, 1, ({ database }) => books(database, sink, latency.sent))
    const count = Math.min(100_000, Math.max(...sizes))
    const written = await installed(stage, 1, ({ database }) => bulkWrite(database, count))
    const baselines = {
      ...(await alone({ port: sinkPort, count })),
      'PostgreSQL’s bulk write of the rows': written,
    }
    compared(baselines, rows)
    say(
      `\n${JSON.stringify({ node: process.versions.node, load: load(), rows, latency, received, baselines })}`,
    )
  } finally {
    sink.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const load = () => loadavg()[0].toFixed(1)

async function bundled() {
  await build({ say })
  const source = (path) => join(root, 'packages/server/src', path)
  const entries = {
    sink: source('channels/email/testing/sink.ts'),
    embedded: source('store/embedded/embedded.ts'),
    smtp: source('channels/email/smtp/index.ts'),
    rendering: source('app/rendering/compile.ts'),
    email: source('channels/email/index.ts'),
    tracking: source('app/tracking.ts'),
    definition: join(root, 'packages/core/src/campaign/schema.ts'),
    contents: join(root, 'packages/core/src/campaign/contents.ts'),
    settings: join(root, 'packages/core/src/configuration/schema.ts'),
  }
  await bundle(entries, join(root, 'dist/bench'))
  return import(pathToFileURL(join(root, 'dist/bench/embedded.mjs')).href)
}

/** Runs `work` against an installation with so many worker processes on the folder of the stage. */
async function installed(stage, workers, work) {
  const product = await startProduct(stage.folder, stage.port, { CHAPPE_WORKERS: String(workers) })
  const database = new pg.Client({ connectionString: await stage.modules.findEmbedded(stage.folder) })
  try {
    await database.connect()
    return await work({ stage, product, database, call: caller(stage.port, await authenticate(stage.port)) })
  } finally {
    await database.end()
    await stopProduct(product)
  }
}

async function configure(call, port) {
  const configuration = await call('POST', '/v1/channel-configurations', {
    name: 'bench',
    category: 'marketing',
    settings: { senderName: 'Bench', senderEmail: 'shop@bench.example' },
    provider: { kind: 'smtp', config: { host: '127.0.0.1', port, security: 'none', connections: 4 } },
  })
  await call('POST', `/v1/channel-configurations/${configuration.id}/actions/activate`)
  return configuration
}

let campaigns = 0

/** A campaign to the first `people` of the store, ready to be activated. */
async function prepared({ call, stage }, people) {
  const name = `${++campaigns}: the first ${people}`
  const rule = {
    kind: 'group',
    join: 'and',
    rules: [{ kind: 'attribute', path: 'n', test: { operator: 'less', value: people } }],
  }
  const audience = await call('POST', '/v1/audiences', { name, definition: { kind: 'rule', rule } })
  const { id } = await call('POST', '/v1/campaigns', {
    kind: 'action',
    category: 'marketing',
    name,
    definition: { channelConfigurationId: stage.configuration.id, audience: { id: audience.id }, content },
  })
  return id
}

/** Activates and waits until everything is sent. */
async function sent({ call, database }, id) {
  await call('POST', `/v1/campaigns/${id}/activate`, {})
  for (;;) {
    await pause(200)
    const { rows } = await database.query('select status from occurrence where campaign_id = $1', [id])
    if (rows[0]?.status === 'done') return
    if (rows[0]?.status === 'failed') throw new Error('The occurrence failed')
  }
}

async function campaign(house, people) {
  const { database, product, stage } = house
  const id = await prepared(house, people)
  const before = await sizeOf(database)
  const memory = peak(product.pid)
  const sinkBefore = cpuOf(stage.sink.pid)
  const { cpu } = await spending(product.pid, () => sent(house, id))
  const spent = { ...cpu, sink: cpuOf(stage.sink.pid) - sinkBefore }
  const rss = memory.end()
  const { rows } = await database.query(
    `select extract(epoch from o.started_at - c.activated_at)::float8 as snapshot,
            extract(epoch from m.first - c.activated_at)::float8 as first,
            extract(epoch from m.last - c.activated_at)::float8 as took
       from occurrence o join campaign c on c.id = o.campaign_id
      cross join lateral (select min(settled_at) as first, max(settled_at) as last from message where occurrence_id = o.id) m
      where c.id = $1`,
    [id],
  )
  const { snapshot, first, took } = rows[0]
  return {
    people,
    perSecond: people / took,
    cpuSecondsPerMillion: Object.fromEntries(
      Object.entries(spent).map(([role, ms]) => [role, Math.round((ms * 1_000) / people)]),
    ),
    rss,
    bytes: Math.round(((await sizeOf(database)) - before) / people),
    snapshot,
    first,
  }
}

const columns = [
  ['people', 10, ({ people }) => round(people)],
  ['messages/s', 11, ({ perSecond }) => round(perSecond)],
  ['first after', 12, ({ first }) => `${first.toFixed(1)} s`],
  ['CPU s/million: worker', 23, ({ cpuSecondsPerMillion: cpu }) => cpu.worker],
  ['database', 9, ({ cpuSecondsPerMillion: cpu }) => cpu.database],
  ['api', 5, ({ cpuSecondsPerMillion: cpu }) => cpu.api],
  ['sink', 5, ({ cpuSecondsPerMillion: cpu }) => cpu.sink],
  ['RSS a worker', 13, ({ rss }) => `${rss} MB`],
  ['database grows', 16, ({ bytes }) => `${bytes} B each`],
]

function head(workers) {
  say(`\n${workers} worker${workers === 1 ? '' : 's'}`)
  say(columns.map(([name, width]) => name.padStart(width)).join(' '))
}

function said(row) {
  say(columns.map(([, width, value]) => String(value(row)).padStart(width)).join(' '))
  return row
}

/** Triggered messages with nothing beside them, and beside a campaign. */
async function beside(house, people) {
  const calls = await triggered(house.call)
  try {
    await calls.measure((n) => n >= 20)
    const alone = await calls.measure((n) => n >= 100)
    const id = await prepared(house, people)
    let isOver = false
    const bulk = sent(house, id).finally(() => (isOver = true))
    const during = await calls.measure(() => isOver)
    await bulk
    say('\nA triggered message, from the call to the 250 of its relay')
    for (const [name, { p50, p99, worst, messages }] of Object.entries({ alone, during }))
      say(
        `  ${(name === 'alone' ? 'nothing else' : `beside ${round(people)} people`).padEnd(24)} p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  worst ${worst.toFixed(1)} ms  (${messages} messages)`,
      )
    return { alone, during, sent: calls.sent() }
  } finally {
    calls.close()
  }
}

/** What the ledger calls sent is what the sinks have received. */
async function books(database, sink, elsewhere) {
  const { rows } = await database.query("select count(*)::int as sent from message where status = 'sent'")
  const { received } = await new Promise((resolve) => {
    sink.once('message', resolve)
    sink.send('count')
  })
  say(
    `\nThe books: ${round(rows[0].sent)} messages sent, ${round(received + elsewhere)} received by the sinks`,
  )
  if (rows[0].sent !== received + elsewhere) throw new Error('The sink and the ledger disagree')
  return received + elsewhere
}

/** What is measured without a database, in a process that did nothing before, as a worker has one. */
function alone(what) {
  const child = fork(join(root, 'bench/batch-alone.mjs'), [JSON.stringify(what)])
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`The baselines ended with ${code}`)))
  })
}

function compared(results, rows) {
  const best = rows.filter(({ workers }) => workers === Math.min(...rows.map((row) => row.workers))).at(-1)
  say(
    `\nBaselines, the same messages to the same sink; × is ${round(best.people)} people by ${best.workers} worker`,
  )
  for (const [name, { perSecond, cpu }] of Object.entries(results))
    say(
      `  ${name.padEnd(50)} ${round(perSecond).padStart(8)}/s  ${(best.perSecond / perSecond).toFixed(2).padStart(6)} ×   ${cpu.toFixed(1).padStart(6)} µs of CPU each`,
    )
}

const sizeOf = async (database) =>
  Number((await database.query('select pg_database_size(current_database()) as bytes')).rows[0].bytes)

/** The most memory that any worker had, in MB. */
function peak(pid) {
  let most = 0
  const look = () => {
    for (const worker of rolesOf(pid).worker) most = Math.max(most, rssOf(worker))
  }
  const timer = setInterval(look, 1_000)
  return {
    end() {
      look()
      clearInterval(timer)
      return Math.round(most)
    },
  }
}
