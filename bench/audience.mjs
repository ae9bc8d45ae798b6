// Audiences at a million people: each kind of rule as the product reads it, beside the best SQL we can write by hand
// for the same question, in the same run on the same machine. Read the ratios.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, bundle } from '../scripts/build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (...words) => console.log(...words)
const round = (number) => Math.round(number).toLocaleString('en-US')
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const now = new Date()
const ago = (days) => new Date(now.getTime() - days * 86_400_000)

export async function run(args) {
  const option = (name, standard) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? standard)
  const profiles = option('profiles', 1_000_000)
  const events = option('events', 10_000_000)
  await build({ say })
  const source = (path) => join(root, 'packages/server/src', path)
  const entries = {
    members: source('store/audience-members.ts'),
    rules: source('store/audience-sql.ts'),
    db: source('store/db.ts'),
    embedded: source('store/embedded/embedded.ts'),
  }
  await bundle(entries, join(root, 'dist/bench'))
  const load = (name) => import(pathToFileURL(join(root, `dist/bench/${name}.mjs`)).href)
  const [{ findEmbedded }, { openDatabase }, members, { ruleSql }] = await Promise.all(
    ['embedded', 'db', 'members', 'rules'].map(load),
  )
  const { sql } = await import('kysely')

  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  chmodSync(folder, 0o755)
  const product = spawn(process.execPath, [join(root, 'bin/chappe.mjs'), 'start'], {
    env: {
      ...process.env,
      PORT: String(18_000 + (process.pid % 2_000)),
      CHAPPE_DATA: folder,
      CHAPPE_DEMO: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => {
    product.once('exit', (code) => reject(new Error(`chappe start ended with ${code}`)))
    product.stdout.on('data', (chunk) => String(chunk).includes('Stop with Ctrl-C') && resolve())
  })
  product.stdout.resume()
  const { db, pool } = openDatabase({ connection: { connectionString: await findEmbedded(folder) }, max: 1 })
  try {
    const [{ id: sandboxId }] = (await sql`select id from sandbox where name = 'prod'`.execute(db)).rows
    say(
      `\nNode ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}); everything on this machine`,
    )
    const seeded = performance.now()
    await seed(db, sql, sandboxId, profiles, events)
    say(
      `${round(profiles)} profiles, ${round(events)} events, made in ${round((performance.now() - seeded) / 1000)} s\n`,
    )

    const scope = { sandboxId, now, consentDefault: { email: 'in', sms: 'in', push: 'in' } }
    const people = sql`from profile p where p.sandbox_id = ${sandboxId} and not p.test`
    const timed = async (query) => {
      const began = performance.now()
      const { rows } = await query.execute(db)
      return { took: performance.now() - began, count: Number(rows[0].n) }
    }
    say('Counting, ms: the rule, the best by hand, their ratio (medians of 5 in turn)')
    for (const { name, rule, byHand } of kinds(sql, sandboxId)) {
      const ours = []
      const theirs = []
      let counts
      for (let n = 0; n < 6; n++) {
        const a = await timed(sql`select count(*) as n ${people} and ${ruleSql(rule, scope)}`)
        const b = await timed(byHand)
        counts = [a.count, b.count]
        if (n > 0) {
          ours.push(a.took)
          theirs.push(b.took)
        }
      }
      if (counts[0] !== counts[1])
        throw new Error(`${name}: ${counts[0]} people by the rule, ${counts[1]} by hand`)
      const definition = { kind: 'rule', rule: { kind: 'group', join: 'and', not: false, rules: [rule] } }
      const began = performance.now()
      const estimated = await members.estimate(db, definition, scope, 10)
      const estimate = performance.now() - began
      const each = []
      for (const id of await somebody(db, sql, sandboxId, 100)) {
        const from = performance.now()
        await members.isFound(db, definition.rule, scope, id)
        each.push(performance.now() - from)
      }
      each.sort((x, y) => x - y)
      say(
        `  ${name.padEnd(38)} ${round(median(ours)).padStart(7)} ${round(median(theirs)).padStart(7)}   ${(median(ours) / median(theirs)).toFixed(2)}   ${round(counts[0]).padStart(9)} people   estimate ${round(estimate)} ms (${estimated.exact ? 'exact' : `off by ${((Math.abs(estimated.count - counts[0]) / profiles) * 100).toFixed(1)} % of all`})   one person p50 ${each[50].toFixed(1)} p99 ${each[98].toFixed(1)} ms`,
      )
    }

    say(
      '\nFull evaluation into stored members, ms: first, again with nothing changed; by hand: insert of the same set',
    )
    const definition = { kind: 'rule', rule: kinds(sql, sandboxId)[0].rule }
    definition.rule = {
      kind: 'group',
      join: 'or',
      not: false,
      rules: [kinds(sql, sandboxId)[1].rule, kinds(sql, sandboxId)[0].rule],
    }
    const audience = '0190a000-0000-7000-8000-00000000a001'
    for (const id of [audience, '0190a000-0000-7000-8000-00000000a003'])
      await sql`insert into audience (sandbox_id, id, name, kind, definition, status, created_by, modified_by) values (${sandboxId}, ${id}, ${id}, 'rule', ${JSON.stringify(definition)}::jsonb, 'live', 'b', 'b')`.execute(
        db,
      )
    const clock = async (work) => {
      const began = performance.now()
      const result = await work()
      return { took: performance.now() - began, result }
    }
    const first = await clock(() => members.evaluate(db, audience, definition, scope))
    const again = await clock(() => members.evaluate(db, audience, definition, scope))
    const byHand = await clock(() =>
      sql`insert into audience_member (sandbox_id, audience_id, profile_id, joined_at)
        select ${sandboxId}, '0190a000-0000-7000-8000-00000000a003'::uuid, p.id, now() ${people} and ${ruleSql(definition.rule, scope)}`.execute(
        db,
      ),
    )
    say(
      `  ${round(first.result.members)} members: ${round(first.took)}, ${round(again.took)}; by hand ${round(byHand.took)}: ratio ${(first.took / byHand.took).toFixed(2)}`,
    )
  } finally {
    await pool.end()
    product.removeAllListeners('exit')
    const ended = new Promise((resolve) => product.once('exit', resolve))
    product.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function somebody(db, sql, sandboxId, count) {
  const { rows } =
    await sql`select id from profile tablesample system (1) where sandbox_id = ${sandboxId} limit ${count}`.execute(
      db,
    )
  return rows.map(({ id }) => id)
}

async function seed(db, sql, sandboxId, profiles, events) {
  await sql`create temp table person as select n, gen_random_uuid() as id from generate_series(1, ${profiles}::int) n`.execute(
    db,
  )
  await sql`
    insert into profile (sandbox_id, id, attributes)
    select ${sandboxId}, id, jsonb_build_object(
      'person', jsonb_build_object('name', jsonb_build_object('firstName', (array['Marie', 'Paul', 'Zoé', 'Léa'])[1 + n % 4], 'lastName', 'Durand' || n % 5000), 'birthDate', (date '1940-01-01' + n % 24000)::text),
      'homeAddress', jsonb_build_object('city', (array['Lyon', 'Paris', 'Lille', 'Nantes', 'Brest'])[1 + n % 5], 'country', 'FR', 'postalCode', lpad((n % 95000)::text, 5, '0')),
      'loyalty', jsonb_build_object('tier', (array['bronze', 'bronze', 'bronze', 'silver', 'silver', 'gold'])[1 + n % 6], 'points', n % 5000),
      'preferredLanguage', 'fr', 'tags', jsonb_build_array('t' || n % 50, 't' || n % 7))
      from person`.execute(db)
  await sql`insert into profile_identity select ${sandboxId}, 'email', 'p' || n || '@bench.example', id from person`.execute(
    db,
  )
  await sql`insert into consent (sandbox_id, channel, subject, choice, source) select ${sandboxId}, 'email', 'profile:' || id, case when n % 3 = 0 then 'out' else 'in' end, 'bench' from person where n % 2 = 0`.execute(
    db,
  )
  await sql`create index on person (n)`.execute(db)
  await sql`
    insert into profile_event (sandbox_id, at, id, profile_id, type, data)
    select ${sandboxId}, ${now}::timestamptz - (e % 400) * interval '1 day', gen_random_uuid(), p.id,
           (array['order', 'view', 'view', 'view'])[1 + e % 4], jsonb_build_object('total', e % 300, 'category', 'c' || e % 20)
      from generate_series(1, ${events}::int) e join person p on p.n = 1 + (e::bigint * 7919) % ${profiles}::int`.execute(
    db,
  )
  for (const table of ['profile', 'profile_identity', 'consent', 'profile_event'])
    await sql`vacuum analyze ${sql.table(table)}`.execute(db)
}

function kinds(sql, sandboxId) {
  const attribute = (path, test) => ({ kind: 'attribute', path, test })
  const all = sql`select count(*) as n from profile p where p.sandbox_id = ${sandboxId} and not p.test`
  const last30 = { kind: 'last', amount: 30, unit: 'day' }
  return [
    {
      name: 'attribute is',
      rule: attribute('loyalty.tier', { operator: 'equals', value: 'gold' }),
      byHand: sql`${all} and attributes @> '{"loyalty":{"tier":"gold"}}'`,
    },
    {
      name: 'number between',
      rule: attribute('loyalty.points', { operator: 'between', from: 100, to: 199 }),
      byHand: sql`${all} and (attributes #>> '{loyalty,points}')::numeric between 100 and 199`,
    },
    {
      name: 'text contains',
      rule: attribute('person.name.lastName', { operator: 'contains', value: 'and42' }),
      byHand: sql`${all} and lower(attributes #>> '{person,name,lastName}') like '%and42%'`,
    },
    {
      name: 'born within dates',
      rule: attribute('person.birthDate', { operator: 'before', date: '1950-01-01' }),
      byHand: sql`${all} and (attributes #>> '{person,birthDate}')::date < date '1950-01-01'`,
    },
    {
      name: 'list includes',
      rule: attribute('tags', { operator: 'includes_any', values: ['t3', 't5'] }),
      byHand: sql`${all} and attributes -> 'tags' ?| array['t3', 't5']`,
    },
    {
      name: 'accepts email',
      rule: { kind: 'consent', channel: 'email', topic: '', choice: 'in' },
      byHand: sql`${all} and not exists (select from consent c where c.sandbox_id = ${sandboxId} and c.channel = 'email' and c.topic = '' and c.subject = 'profile:' || p.id::text and c.choice = 'out')`,
    },
    {
      name: '2 orders or more in 30 days',
      rule: {
        kind: 'event',
        type: 'order',
        where: [],
        window: last30,
        measure: { of: 'count' },
        test: { operator: 'at_least', value: 2 },
      },
      byHand: sql`${all} and p.id in (select profile_id from profile_event where sandbox_id = ${sandboxId} and type = 'order' and at >= ${ago(30)} group by 1 having count(*) >= 2)`,
    },
    {
      name: 'orders of 100 and more, sum over 400',
      rule: {
        kind: 'event',
        type: 'order',
        where: [{ path: 'total', test: { operator: 'at_least', value: 100 } }],
        window: { kind: 'ever' },
        measure: { of: 'sum', path: 'total' },
        test: { operator: 'greater', value: 400 },
      },
      byHand: sql`${all} and p.id in (select profile_id from profile_event where sandbox_id = ${sandboxId} and type = 'order' and (data ->> 'total')::numeric >= 100 group by 1 having sum((data ->> 'total')::numeric) > 400)`,
    },
    {
      name: 'no order in 30 days',
      rule: {
        kind: 'event',
        type: 'order',
        where: [],
        window: last30,
        measure: { of: 'count' },
        test: { operator: 'equals', value: 0 },
      },
      byHand: sql`${all} and not exists (select from profile_event e where e.sandbox_id = ${sandboxId} and e.type = 'order' and e.at >= ${ago(30)} and e.profile_id = p.id)`,
    },
    {
      name: 'gold or (Lyon and not < 1000 points)',
      rule: {
        kind: 'group',
        join: 'or',
        not: false,
        rules: [
          attribute('loyalty.tier', { operator: 'equals', value: 'gold' }),
          {
            kind: 'group',
            join: 'and',
            not: false,
            rules: [
              attribute('homeAddress.city', { operator: 'equals', value: 'Lyon' }),
              {
                kind: 'group',
                join: 'and',
                not: true,
                rules: [attribute('loyalty.points', { operator: 'less', value: 1000 })],
              },
            ],
          },
        ],
      },
      byHand: sql`${all} and (attributes @> '{"loyalty":{"tier":"gold"}}' or (attributes @> '{"homeAddress":{"city":"Lyon"}}' and not (attributes #>> '{loyalty,points}')::numeric < 1000))`,
    },
  ]
}
