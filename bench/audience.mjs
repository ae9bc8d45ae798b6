// Audiences at a million people: each kind of rule as the product reads it, beside the best SQL we can write by hand
// for the same question, in the same run on the same machine. Read the ratios.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, bundle } from '../scripts/build.mjs'
import { kinds } from './audience-kinds.mjs'
import { anAudience, listId, seed } from './audience-people.mjs'
import { memoryOf } from './memory.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (...words) => console.log(...words)
const round = (number) => Math.round(number).toLocaleString('en-US')
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const clock = async (work) => {
  const began = performance.now()
  const result = await work()
  return { took: performance.now() - began, result }
}
const ratio = (ours, theirs) => (ours / theirs).toFixed(2)
const columns = (...cells) => cells.map((cell, n) => (n === 0 ? cell.padEnd(38) : cell.padStart(9))).join(' ')

export async function run(args) {
  const option = (name, standard) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? standard)
  const profiles = option('profiles', 1_000_000)
  const events = option('events', 10_000_000)
  const turns = option('turns', 3)
  const now = new Date()
  await build({ say })
  const source = (path) => join(root, 'packages/server/src', path)
  const entries = {
    members: source('store/audience-members.ts'),
    estimates: source('store/audience-estimate.ts'),
    rules: source('store/audience-sql.ts'),
    db: source('store/db.ts'),
    embedded: source('store/embedded/embedded.ts'),
  }
  await bundle(entries, join(root, 'dist/bench'))
  const load = (name) => import(pathToFileURL(join(root, `dist/bench/${name}.mjs`)).href)
  const [{ findEmbedded }, { openDatabase }, members, { estimate }, { ruleSet }] = await Promise.all(
    ['embedded', 'db', 'members', 'estimates', 'rules'].map(load),
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
    const seeded = await clock(() => seed(db, sql, sandboxId, { profiles, events, now }))
    say(`${round(profiles)} profiles, ${round(events)} events, made in ${round(seeded.took / 1000)} s`)
    const watch = memoryOf(folder)

    const scope = {
      sandboxId,
      now,
      consentDefault: { email: 'in', sms: 'in', push: 'in' },
      confirmedTopics: new Set(),
    }
    const peopleOf = ({ joins, where }) =>
      sql`from profile p ${joins} where p.sandbox_id = ${sandboxId} and not p.test and ${where}`
    const asked = kinds(sql, sandboxId, now)
    const wholeOf = (rule) => ({
      kind: 'rule',
      rule: { kind: 'group', join: 'and', not: false, rules: [rule] },
    })
    const some = await somebody(db, sql, sandboxId, 100)

    say(
      `\nCounting, ms: the rule, the best by hand, their ratio (medians of ${turns} in turn); the estimate; one person`,
    )
    for (const { name, rule, byHand } of asked) {
      const took = [[], []]
      const counts = [0, 0]
      for (let n = 0; n <= turns; n++)
        for (const [who, query] of [peopleOf(ruleSet(rule, scope)), byHand].entries()) {
          const { took: ms, result } = await clock(() => sql`select count(*) as n ${query}`.execute(db))
          counts[who] = Number(result.rows[0].n)
          if (n > 0) took[who].push(ms)
        }
      if (counts[0] !== counts[1])
        throw new Error(`${name}: ${counts[0]} people by the rule, ${counts[1]} by hand`)
      const estimates = []
      let estimated
      for (let n = 0; n < 3; n++) {
        const asking = { used: [], samples: 10 }
        const { took: ms, result } = await clock(() => estimate(db, wholeOf(rule), scope, asking))
        estimates.push(ms)
        estimated = result
      }
      const off = (Math.abs(estimated.count - counts[0]) / profiles) * 100
      const each = []
      for (const id of some)
        each.push((await clock(() => members.isFound(db, wholeOf(rule).rule, scope, id))).took)
      each.sort((x, y) => x - y)
      const [ours, theirs] = took.map(median)
      say(
        columns(name, round(ours), round(theirs), ratio(ours, theirs), round(counts[0])),
        `people   estimate ${round(median(estimates))} (first ${round(estimates[0])}), off by ${off.toFixed(1)} % of all   one person p50 ${each[50].toFixed(1)} p99 ${each[98].toFixed(1)}`,
      )
    }

    say(
      '\nEvaluation into stored members, ms: the rule; a plain insert of the same set by hand; their ratio; again',
    )
    let goldId
    for (const [n, { name, rule, byHand }] of asked.entries()) {
      const [foundId, byHandId] = [await anAudience(db, sql, sandboxId), await anAudience(db, sql, sandboxId)]
      goldId ??= foundId
      const plain = () =>
        sql`insert into audience_member (sandbox_id, audience_id, profile_id, joined_at)
          select ${sandboxId}, ${byHandId}::uuid, p.id, now() ${byHand}`.execute(db)
      const evaluate = () => members.evaluate(db, foundId, wholeOf(rule), scope)
      // The first of two to go finds the pages cold: by turns it is the other one.
      const before = n % 2 === 0 ? await clock(plain) : undefined
      const ours = await clock(evaluate)
      const theirs = before ?? (await clock(plain))
      const again = await clock(evaluate)
      if (again.result.joined + again.result.departed > 0)
        throw new Error(`${name}: found others the second time`)
      say(
        columns(name, round(ours.took), round(theirs.took), ratio(ours.took, theirs.took), round(again.took)),
        `for ${round(ours.result.members)} members`,
      )
    }

    say('\nCompositions of the list and of the gold members, ms')
    const [list, gold] = [listId, goldId].map((id) => ({ op: 'audience', id }))
    for (const [name, tree] of Object.entries({
      union: { op: 'union', of: [list, gold] },
      intersect: { op: 'intersect', of: [list, gold] },
      exclude: { op: 'exclude', from: list, without: gold },
      'split, a tenth of them': { op: 'split', of: list, from: 0, to: 10, seed: 's' },
      'rank and limit: the 10,000 with most points': {
        op: 'limit',
        of: list,
        count: 10_000,
        by: 'loyalty.points',
        order: 'desc',
      },
    })) {
      const definition = { kind: 'composition', tree }
      const id = await anAudience(db, sql, sandboxId)
      const evaluated = await clock(() => members.evaluate(db, id, definition, scope))
      const estimated = await clock(() => estimate(db, definition, scope, { used: [], samples: 10 }))
      say(
        `${columns(name, round(evaluated.took))}   ${round(evaluated.result.members)} members   estimate ${round(estimated.took)}`,
      )
    }

    say(`\n${watch.end()}`)
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
