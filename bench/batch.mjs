// An action campaign to many people through a local SMTP sink: personalised, tracked, consent checked, one row of
// status each. Beside it in the same run: the same bytes pushed to the same sink by our SMTP client alone, by
// nodemailer's pool, and PostgreSQL's bulk write of rows like those. Everything runs on this machine; read the ratios.
import { fork } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import nodemailer from 'nodemailer'
import pg from 'pg'
import { build, bundle } from '../scripts/build.mjs'
import { rolesOf, rssOf, spending } from './machine.mjs'
import { authenticate, caller, startProduct, stopProduct } from './product.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (...words) => console.log(...words)
const round = (number) => Math.round(number).toLocaleString('en-US')
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const paragraph =
  '<p style="margin:0 0 16px">Des nouvelles de l’atelier, choisies pour vous et pour personne d’autre.</p>\n'
/** About 10 KB: 3 fields, a condition, 5 tracked links. */
const content = {
  subject: 'Bonjour {{profile.person.name.firstName}}, des nouvelles',
  html: `<html><body><h1>Bonjour {{profile.person.name.firstName}}</h1>
{%#if profile.loyalty.points > 1000%}<p>{{profile.loyalty.points}} points</p>{%/if%}
${paragraph.repeat(90)}
${[1, 2, 3, 4, 5].map((n) => `<a href="https://shop.example/page/${n}">Page ${n}</a>`).join('\n')}
<a href="{{system.unsubscribeUrl}}">Se désabonner</a></body></html>`,
  text: 'Bonjour {{profile.person.name.firstName}}',
}

export async function run(args) {
  const sizes = (args.find((arg) => arg.startsWith('--people='))?.split('=')[1] ?? '10000,100000,1000000')
    .split(',')
    .map(Number)
  const most = Math.max(...sizes)
  await build({ say })
  const source = (path) => join(root, 'packages/server/src', path)
  await bundle(
    {
      sink: source('channels/email/testing/sink.ts'),
      embedded: source('store/embedded/embedded.ts'),
      smtp: source('channels/email/smtp/index.ts'),
    },
    join(root, 'dist/bench'),
  )
  const load = (name) => import(pathToFileURL(join(root, `dist/bench/${name}.mjs`)).href)
  const { findEmbedded } = await load('embedded')
  const { openRelay } = await load('smtp')
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  chmodSync(folder, 0o755)
  const sink = fork(join(root, 'bench/sink.mjs'))
  const sinkPort = (await new Promise((resolve) => sink.once('message', resolve))).port
  const port = 18_000 + (process.pid % 2_000)
  let product
  let database
  try {
    product = await startProduct(folder, port)
    database = new pg.Client({ connectionString: await findEmbedded(folder) })
    await database.connect()
    const call = caller(port, await authenticate(port))
    say(
      `\nNode ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}); everything on this machine`,
    )
    const configuration = await call('POST', '/v1/channel-configurations', {
      name: 'bench',
      category: 'marketing',
      settings: { senderName: 'Bench', senderEmail: 'shop@bench.example' },
      provider: {
        kind: 'smtp',
        config: { host: '127.0.0.1', port: sinkPort, security: 'none', connections: 4 },
      },
    })
    await call('POST', `/v1/channel-configurations/${configuration.id}/actions/activate`)
    await seed(database, most)
    const ours = []
    for (const people of sizes) ours.push(await campaign({ call, database, product, configuration, people }))
    const { rows } = await database.query("select count(*)::int as sent from message where status = 'sent'")
    const { received } = await new Promise((resolve) => {
      sink.once('message', resolve)
      sink.send('count')
    })
    say(`\nThe books: ${round(rows[0].sent)} messages sent, ${round(received)} received by the sink`)
    if (rows[0].sent !== received) throw new Error('The sink and the ledger disagree')

    const raw = await sample(database)
    const count = Math.min(most, 40_000)
    const bare = await bareLoop(openRelay, sinkPort, raw, count)
    const pool = await nodemailerPool(sinkPort, raw, Math.min(count, 4_000))
    const written = await bulkWrite(database, count)
    const best = ours.at(-1)
    say('\nBaselines, the same bytes to the same sink')
    say(
      `  our SMTP client alone            ${round(bare).padStart(8)} messages/s   the campaign is ${(best / bare).toFixed(2)} of it`,
    )
    say(
      `  nodemailer's pool                ${round(pool).padStart(8)} messages/s   the campaign is ${(best / pool).toFixed(1)} times it`,
    )
    say(
      `  PostgreSQL's bulk write          ${round(written).padStart(8)} rows/s       the campaign is ${(best / written).toFixed(2)} of it`,
    )
  } finally {
    await database?.end()
    await stopProduct(product)
    sink.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Sends one campaign to the first `people` of the store; answers messages per second, from activation to the last. */
async function campaign({ call, database, product, configuration, people }) {
  const rule = {
    kind: 'group',
    join: 'and',
    rules: [{ kind: 'attribute', path: 'n', test: { operator: 'less', value: people } }],
  }
  const audience = await call('POST', '/v1/audiences', {
    name: `The first ${people}`,
    definition: { kind: 'rule', rule },
  })
  const { id } = await call('POST', '/v1/campaigns', {
    kind: 'action',
    category: 'marketing',
    name: `To ${people} people`,
    definition: { channelConfigurationId: configuration.id, audience: { id: audience.id }, content },
  })
  const before = await sizeOf(database)
  const memory = peak(product.pid)
  const began = performance.now()
  const { cpu } = await spending(product.pid, async () => {
    await call('POST', `/v1/campaigns/${id}/activate`, {})
    for (;;) {
      await pause(500)
      const { rows } = await database.query('select status from occurrence where campaign_id = $1', [id])
      if (rows[0]?.status === 'done') return
      if (rows[0]?.status === 'failed') throw new Error('The occurrence failed')
    }
  })
  const took = (performance.now() - began) / 1_000
  const rss = memory.end()
  const { rows } = await database.query(
    `select extract(epoch from o.started_at - c.activated_at)::float8 as snapshot,
            extract(epoch from (select min(settled_at) from message where occurrence_id = o.id) - c.activated_at)::float8 as first
       from occurrence o join campaign c on c.id = o.campaign_id where c.id = $1`,
    [id],
  )
  const grown = ((await sizeOf(database)) - before) / people
  const spent = Object.entries(cpu).map(([role, ms]) => `${role} ${((ms * 1_000) / people).toFixed(0)}`)
  say(
    `\n${round(people).padStart(9)} people   ${round(people / took).padStart(7)} messages/s   snapshot after ${rows[0].snapshot.toFixed(1)} s, first message after ${rows[0].first.toFixed(1)} s`,
  )
  say(
    `            CPU seconds per million: ${spent.join(', ')}   worker RSS ${rss} MB at most   database ${grown.toFixed(0)} bytes a message`,
  )
  return people / took
}

const sizeOf = async (database) =>
  Number((await database.query('select pg_database_size(current_database()) as bytes')).rows[0].bytes)

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

/** People with an address, three attributes, and a word about email from every third. */
async function seed(database, count) {
  await database.query(
    `with new as (
       insert into profile (sandbox_id, id, attributes)
       select s.id, ('0190a000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid,
              jsonb_build_object('n', n, 'person', jsonb_build_object('name', jsonb_build_object('firstName', 'Marie' || n % 900)),
                                 'loyalty', jsonb_build_object('points', n % 5000))
         from sandbox s, generate_series(0, $1 - 1) n where s.name = 'prod'
       returning sandbox_id, id, attributes ->> 'n' as n
     ), consents as (
       insert into consent (sandbox_id, channel, subject, choice, source)
       select sandbox_id, 'email', 'profile:' || id, 'in', 'bench' from new where n::int % 3 = 0
     )
     insert into profile_identity (sandbox_id, namespace, value, profile_id)
     select sandbox_id, 'email', 'p' || lpad(n, 7, '0') || '@bench.example', id from new`,
    [count],
  )
  await database.query('vacuum analyze profile, profile_identity, consent')
}

/** Bytes of about the size of one message. */
async function sample() {
  const head =
    'From: Bench <shop@bench.example>\r\nTo: p@bench.example\r\nSubject: Bonjour Marie\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
  return Buffer.from(head + content.html.replaceAll('\n', '\r\n'))
}

/** Chunks of 100, three at a time, as the worker hands them over; nothing is rendered, checked or written. */
async function bareLoop(openRelay, port, raw, count) {
  const settings = { host: '127.0.0.1', port, security: 'none', connections: 4 }
  const relay = openRelay(
    (await import(pathToFileURL(join(root, 'dist/bench/smtp.mjs')).href)).smtp.config.parse(settings),
    { now: () => new Date(), allowPrivate: true },
  )
  let next = 0
  const began = performance.now()
  const lane = async () => {
    while (next < count) {
      const from = next
      next += 100
      const mails = Array.from({ length: 100 }, (_, n) => ({
        id: String(from + n),
        envelopeFrom: 'shop@bench.example',
        to: `p${from + n}@bench.example`,
        raw,
        eightBit: true,
      }))
      await relay.send(mails, (_, outcome) => {
        if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
      })
    }
  }
  await Promise.all([lane(), lane(), lane()])
  const rate = (count * 1_000) / (performance.now() - began)
  await relay.close()
  return rate
}

async function nodemailerPool(port, raw, count) {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 4,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  })
  const began = performance.now()
  await Promise.all(
    Array.from({ length: count }, (_, n) =>
      transport.sendMail({
        raw,
        envelope: { from: 'shop@bench.example', to: `p${n}@bench.example` },
      }),
    ),
  )
  const rate = (count * 1_000) / (performance.now() - began)
  transport.close()
  return rate
}

/** Rows like those of the ledger, 500 a statement, then their outcome, 100 a statement. */
async function bulkWrite(database, count) {
  await database.query('create table bench_write (like message including all)')
  const ids = Array.from(
    { length: count },
    (_, n) => `0190b000-0000-7000-8001-${n.toString(16).padStart(12, '0')}`,
  )
  const began = performance.now()
  for (let n = 0; n < count; n += 500)
    await database.query(
      `insert into bench_write (sandbox_id, id, campaign_id, version, batch_id, ordinal, profile_id, recipient_id, occurrence_id, address, status, created_at, expires_at)
       select 1, i, $2, 1, 1, 0, i, i, $2, 'p@bench.example', 'pending', now(), now() from unnest($1::uuid[]) i`,
      [ids.slice(n, n + 500), ids[0]],
    )
  for (let n = 0; n < count; n += 100)
    await database.query(
      "update bench_write set status = 'sent', reply = '250 2.0.0 Ok', attempts = 1, settled_at = now() where id = any($1::uuid[])",
      [ids.slice(n, n + 100)],
    )
  const rate = (count * 1_000) / (performance.now() - began)
  await database.query('drop table bench_write')
  return rate
}
