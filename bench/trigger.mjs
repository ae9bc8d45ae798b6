// The execution API under load: the real server and a local SMTP sink, beside the same HTTP server doing nothing and
// the database's own batch insert. Everything runs on this machine; read the ratios, not the digits.
import { fork, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { build, bundle } from '../scripts/build.mjs'
import { memory, spending } from './machine.mjs'
import { orderConfirmation } from './order-confirmation.mjs'
import { authenticate, caller, startProduct, stopProduct } from './product.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const seconds = 4
const say = (...words) => console.log(...words)
const round = (number) => Math.round(number).toLocaleString('en-US')

export async function run(args) {
  const large = Number(args.find((arg) => arg.startsWith('--profiles='))?.split('=')[1] ?? 1_000_000)
  await build({ say })
  const source = (path) => join(root, 'packages/server/src', path)
  await bundle(
    { sink: source('channels/email/testing/sink.ts'), embedded: source('store/embedded/embedded.ts') },
    join(root, 'dist/bench'),
  )
  const { findEmbedded } = await import(pathToFileURL(join(root, 'dist/bench/embedded.mjs')).href)
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  chmodSync(folder, 0o755)
  const sink = fork(join(root, 'bench/sink.mjs'))
  const sinkPort = (await message(sink)).port
  const idle = fork(join(root, 'bench/nowork.mjs'))
  const { port: idlePort, framework } = await message(idle)
  const port = 18_000 + (process.pid % 2_000)
  let product
  let database
  try {
    product = await startProduct(folder, port)
    database = new pg.Client({ connectionString: await findEmbedded(folder) })
    await database.connect()
    const headers = await authenticate(port)
    const campaigns = await prepare(port, headers, sinkPort)
    await seed(database, 1_000)
    const load = loader(headers)
    say(
      `\nNode ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}); everything on this machine\n`,
    )

    const path = '/ajo/im/executions/unitary'
    const to = (campaign) => ({ port, path, campaignId: campaign.id, profiles: 1_000 })
    const unitary = to(campaigns.accepted)
    const fast = { ...to(campaigns.fast), path: '/ajo/im/executions/highthroughput' }
    const nothing = { ...unitary, port: idlePort, path: '/' }
    const fastify = { ...nothing, port: framework }

    for (const connections of [64, 256]) {
      say(`\nAccepting, while the worker is paused (SIGSTOP), ${connections} connections`)
      const accepting = await withoutWorker(product, async () => {
        const rows = []
        for (let round = 0; round < 3; round++) {
          for (const [name, plan] of [
            ['no-work HTTP server', nothing],
            ['no-work Fastify, body parsed', fastify],
            ['unitary, 1 recipient', unitary],
            ['high throughput, 1 recipient', fast],
          ]) {
            rows.push({ name, ...(await load({ ...plan, connections })) })
          }
        }
        if (connections === 64)
          rows.push({
            name: 'unitary, 20 recipients',
            ...(await load({ ...unitary, connections, recipients: 20 })),
          })
        return rows
      })
      const base = median(accepting.filter((r) => r.name === 'no-work HTTP server').map((r) => r.perSecond))
      for (const name of new Set(accepting.map((row) => row.name))) {
        const rows = accepting.filter((row) => row.name === name)
        const rates = rows.map((row) => row.perSecond)
        const rate = median(rates)
        say(
          `  ${name.padEnd(30)} ${round(rate).padStart(8)} calls/s (${round(Math.min(...rates))}–${round(Math.max(...rates))})   ratio ${(rate / base).toFixed(2)}   p50 ${median(rows.map((r) => r.p50))} ms  p99 ${median(rows.map((r) => r.p99))} ms`,
        )
      }
    }
    say(
      `  ${'database batch insert alone'.padEnd(30)} ${round(await batchInsert(database)).padStart(8)} rows/s of the same size, 127 a statement`,
    )
    say('\nThe same with a usual load generator (autocannon, 64 connections)')
    await withoutWorker(product, async () => {
      const usual = {}
      for (let round = 0; round < 3; round++)
        for (const [name, plan] of Object.entries({
          'no-work HTTP server': nothing,
          'unitary, 1 recipient': unitary,
        }))
          (usual[name] ??= []).push(
            (await autocannon({ ...plan, headers, connections: 64, seconds })).perSecond,
          )
      const base = median(usual['no-work HTTP server'])
      for (const [name, rates] of Object.entries(usual))
        say(
          `  ${name.padEnd(30)} ${round(median(rates)).padStart(8)} calls/s (${round(Math.min(...rates))}–${round(Math.max(...rates))})   ratio ${(median(rates) / base).toFixed(2)}`,
        )
    })
    await campaigns.accepted.stop()
    await campaigns.fast.stop()
    await drained(database)
    const delivered = to(campaigns.delivered)

    say('\nOne call at a time (nothing else under way): from the call to the relay’s answer being written')
    const quiet = await spending(product.pid, () =>
      load({ ...delivered, connections: 1, pace: 20, seconds: 8 }),
    )
    await drained(database)
    say(
      `  202: p50 ${quiet.result.p50} ms, p99 ${quiet.result.p99} ms; hand-over ${await handOver(database, quiet.result.since)}`,
    )

    say('\nAccepting and delivering at once')
    const rates = []
    for (const connections of [64, 256, 1_024]) {
      const before = await settledCount(database)
      const { result, cpu } = await spending(product.pid, () => load({ ...delivered, connections }))
      const count = (await settledCount(database)) - before
      rates.push({ connections, rate: result.perSecond })
      const refused = Object.entries(result.statuses).filter(([status]) => status !== '202')
      const perCall = Object.entries(cpu).map(
        ([role, ms]) => `${role} ${((ms * 1000) / result.accepted).toFixed(0)}`,
      )
      say(
        `  ${String(connections).padStart(5)} connections ${round(result.perSecond).padStart(8)} accepted/s  ${round(count / (result.seconds + 1)).padStart(7)} delivered/s   202 p50 ${result.p50} p99 ${result.p99} ms   others ${JSON.stringify(Object.fromEntries(refused))}   CPU µs per call: ${perCall.join(', ')}`,
      )
    }
    const best = Math.max(...rates.map(({ rate }) => rate))
    say(
      `  against the best of them: ${rates.map(({ connections, rate }) => `${connections}: ${(rate / best).toFixed(2)}`).join('  ')}`,
    )
    const alone = await draining(database, product.pid)
    say(
      `  delivering alone afterwards    ${round(alone.perSecond).padStart(8)} messages/s   CPU µs per message: ${alone.cpu}`,
    )

    say('\nUnder a steady 500 calls/s')
    const steady = await load({ ...delivered, connections: 64, pace: 500 })
    await drained(database)
    say(
      `  202: p50 ${steady.p50} ms, p99 ${steady.p99} ms; hand-over ${await handOver(database, steady.since)}`,
    )

    say('\nMemory of the Node processes after all this, RSS in MB')
    const held = memory(product.pid)
    say(`  ${JSON.stringify(held)}, together ${Object.values(held).reduce((a, b) => a + b, 0)}`)

    say(`\nThe same with ${round(large)} profiles in the store`)
    await seed(database, large)
    await withoutWorker(product, async () => {
      for (const profiles of [1_000, large, 1_000, large]) {
        const row = await load({ ...to(campaigns.large), connections: 64, profiles })
        say(
          `  recipients among ${round(profiles).padStart(9)}      ${round(row.perSecond).padStart(8)} calls/s   p50 ${row.p50} ms  p99 ${row.p99} ms`,
        )
      }
    })
    await campaigns.large.stop()
    await drained(database)
    const alsoSent = await overloaded(sinkPort)
    const { received } = await ask(sink)
    const { rows } = await database.query("select count(*)::int as sent from message where status = 'sent'")
    say(
      `\nThe books: ${round(rows[0].sent + alsoSent)} messages sent, ${round(received)} received by the sink`,
    )
    if (rows[0].sent + alsoSent !== received) throw new Error('The sink and the ledger disagree')
  } finally {
    await database?.end()
    await stopProduct(product)
    sink.kill()
    idle.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** An installation that turns calls away above a backlog of 5,000: what is accepted, refused and delivered. */
async function overloaded(sinkPort) {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  chmodSync(folder, 0o755)
  const port = 16_000 + (process.pid % 2_000)
  const product = await startProduct(folder, port, { CHAPPE_MAX_BACKLOG: '5000' })
  const { findEmbedded } = await import(pathToFileURL(join(root, 'dist/bench/embedded.mjs')).href)
  const database = new pg.Client({ connectionString: await findEmbedded(folder) })
  await database.connect()
  try {
    const headers = await authenticate(port)
    const { delivered } = await prepare(port, headers, sinkPort)
    await seed(database, 1_000)
    const path = '/ajo/im/executions/unitary'
    say('\nOverload: CHAPPE_MAX_BACKLOG=5000, callers that send the next call at once')
    for (const connections of [256, 1_024]) {
      const plan = { port, path, campaignId: delivered.id, profiles: 1_000, connections, seconds: 8 }
      const before = await settledCount(database)
      const result = await loader(headers)(plan)
      const count = (await settledCount(database)) - before
      const refused = (result.statuses['429'] ?? 0) / result.seconds
      say(
        `  ${String(connections).padStart(5)} connections ${round(result.perSecond).padStart(8)} accepted/s  ${round(refused).padStart(7)} refused/s with 429, ${result.retryAfter} of them with Retry-After  ${round(count / (result.seconds + 1)).padStart(7)} delivered/s   202 p50 ${result.p50} p99 ${result.p99} ms`,
      )
      await drained(database)
    }
    const { rows } = await database.query("select count(*)::int as sent from message where status = 'sent'")
    return rows[0].sent
  } finally {
    await database.end()
    await stopProduct(product)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const message = (child) => new Promise((resolve) => child.once('message', resolve))
const ask = (child) => {
  child.send('count')
  return message(child)
}
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** An SMTP configuration and two live campaigns, made through the API as anybody would. */
async function prepare(port, headers, sinkPort) {
  const call = caller(port, headers)
  const configuration = await call('POST', '/v1/channel-configurations', {
    name: 'bench',
    category: 'transactional',
    settings: { senderName: 'Bench', senderEmail: 'shop@bench.example' },
    provider: {
      kind: 'smtp',
      config: { host: '127.0.0.1', port: sinkPort, security: 'none', connections: 4 },
    },
  })
  await call('POST', `/v1/channel-configurations/${configuration.id}/actions/activate`)
  /** A live campaign; `stop` ends it, so that what only measured the acceptance need not be delivered. */
  const campaign = async (name, highThroughput = false) => {
    const { id } = await call('POST', '/v1/campaigns', {
      kind: 'api_triggered',
      category: 'transactional',
      name,
      highThroughput,
      definition: { channelConfigurationId: configuration.id, content: orderConfirmation(!highThroughput) },
    })
    await call('POST', `/v1/campaigns/${id}/activate`, {})
    return { id, stop: () => call('POST', `/v1/campaigns/${id}/stop`) }
  }
  return {
    delivered: await campaign('Bench: accepted and delivered'),
    accepted: await campaign('Bench: accepted only'),
    fast: await campaign('Bench: high throughput, accepted only', true),
    large: await campaign('Bench: accepted only, many profiles'),
  }
}

/** Profiles p0000000@bench.example … up to `count`. */
async function seed(database, count) {
  await database.query(
    `with new as (
       insert into profile (sandbox_id, id, attributes)
       select s.id, gen_random_uuid(), jsonb_build_object('n', n, 'person', jsonb_build_object('name', jsonb_build_object('firstName', 'Marie', 'lastName', 'Durand')), 'loyalty', jsonb_build_object('tier', 'gold', 'points', n % 5000))
         from sandbox s, generate_series(0, $1 - 1) n
        where s.name = 'prod' and not exists (select from profile_identity i where i.sandbox_id = s.id and i.namespace = 'email' and i.value = 'p' || lpad(n::text, 7, '0') || '@bench.example')
       returning sandbox_id, id, attributes ->> 'n' as n)
     insert into profile_identity (sandbox_id, namespace, value, profile_id)
     select sandbox_id, 'email', 'p' || lpad(n, 7, '0') || '@bench.example', id from new`,
    [count],
  )
  await database.query('analyze profile, profile_identity')
}

let runs = Date.now() % 900_000
function loader(headers) {
  return (plan) =>
    new Promise((resolve, reject) => {
      const since = new Date()
      const whole = {
        seconds,
        warmup: 1,
        recipients: 1,
        pace: 0,
        headers,
        run: String(runs++).padStart(6, '0'),
        ...plan,
      }
      const child = spawn(process.execPath, [join(root, 'bench/load.mjs'), JSON.stringify(whole)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let text = ''
      child.stdout.on('data', (chunk) => (text += chunk))
      child.on('exit', () => {
        const result = JSON.parse(text)
        if (result.accepted === 0) reject(new Error(`Nothing was accepted: ${text}`))
        else resolve({ ...result, since })
      })
    })
}

/** A load of bench/autocannon.mjs. */
const autocannon = (plan) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bench/autocannon.mjs'), JSON.stringify(plan)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.on('exit', () => {
      const result = JSON.parse(text)
      if (result.others > 0) reject(new Error(`autocannon got other answers: ${text}`))
      else resolve(result)
    })
  })

async function withoutWorker(product, work) {
  const { rolesOf } = await import('./machine.mjs')
  const { worker } = rolesOf(product.pid)
  for (const pid of worker) process.kill(pid, 'SIGSTOP')
  try {
    return await work()
  } finally {
    for (const pid of worker) process.kill(pid, 'SIGCONT')
  }
}

const settledCount = async (database) =>
  (await database.query('select count(*)::int as n from message where settled_at is not null')).rows[0].n
const waiting = async (database) =>
  (await database.query("select count(*)::int as n from batch where status <> 'done'")).rows[0].n

async function drained(database) {
  while ((await waiting(database)) > 0) await sleep(500)
}

/** The rate at which what is left is delivered, with nothing coming in. */
async function draining(database, pid) {
  const before = await settledCount(database)
  const began = performance.now()
  const { cpu } = await spending(pid, () => drained(database))
  const count = (await settledCount(database)) - before
  const perMessage = Object.entries(cpu).map(([role, ms]) => `${role} ${((ms * 1000) / count).toFixed(0)}`)
  return { perSecond: (count * 1000) / (performance.now() - began), cpu: perMessage.join(', ') }
}

/** Milliseconds from a call's acceptance to the moment its message's outcome was settled: hand-over, relay and all. */
async function handOver(database, since) {
  const { rows } = await database.query(
    `select percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from settled_at - created_at) * 1000) as p, count(*)::int as n
       from message where created_at >= $1 and settled_at is not null`,
    [since],
  )
  const [p50, p99] = rows[0].p
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (${round(rows[0].n)} messages)`
}

/** The plainest durable write of the same bytes: one table like `execution`, one statement per 127 rows. */
async function batchInsert(database) {
  await database.query(
    'create table if not exists bench_insert (id uuid primary key, request_id text unique, body text)',
  )
  const body = 'x'.repeat(600)
  const end = performance.now() + 4_000
  const began = performance.now()
  let count = 0
  while (performance.now() < end) {
    await database.query(
      `insert into bench_insert select gen_random_uuid(), $1 || n, b from unnest($2::text[]) with ordinality as t(b, n)`,
      [`${count}-`, Array.from({ length: 127 }, () => body)],
    )
    count += 127
  }
  await database.query('drop table bench_insert')
  return (count * 1000) / (performance.now() - began)
}
