// npm run chaos: campaigns are sent while things go wrong as a seed decides; afterwards the books are checked against
// the record of a mail server. docs/guides/chaos.md says what must hold.
import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { build } from '../scripts/build.mjs'
import { kinds } from './kinds.mjs'
import { once } from './once.mjs'
import { inWords, plan } from './plan.mjs'
import { table, total } from './table.mjs'
import { template } from './template.mjs'

const usage = `npm run chaos -- [options]
  --seed=N           one seed (1 when nothing is said)
  --seeds=A..B       these, one after the other
  --people=N         people of each run (20000)
  --big=N            people of the big seeds (as the others)
  --every=N          big are those that N divides (10)
  --machines=N       1 or 2: the second one only delivers (2)
  --kinds=a,b        only these: ${Object.keys(kinds).join(' ')}
  --patience=N       seconds until everybody must have an outcome once nothing is wrong any more (180)
  --record=FILE      one line of JSON is added for each seed
  --tables=FILE      print the tables of such a record and do nothing
  --plan             print the plans and do nothing
  --keep             keep the scratch folders`

const say = (line) => console.log(line)

function readOptions(args) {
  const given = new Map(args.map((arg) => /^--([a-z]+)(?:=(.+))?$/.exec(arg)?.slice(1) ?? [arg, undefined]))
  const known = new Set(usage.match(/(?<=--)[a-z]+(?=[= ])/g))
  const refuse = (why) => {
    console.error(`${why}\n\n${usage}`)
    process.exit(2)
  }
  const strange = [...given.keys()].find((name) => !known.has(name))
  const only = given.get('kinds')?.split(',')
  const unknown = only?.find((kind) => !kinds[kind])
  if (strange !== undefined || unknown !== undefined) refuse(`There is no ${strange ?? unknown}.`)
  const number = (name, standard) => {
    const said = given.get(name)
    if (given.has(name) && !/^[1-9]\d*$/.test(said))
      refuse(`--${name} is a whole number above 0, not ${said}.`)
    return given.has(name) ? Number(said) : standard
  }
  const [from, to = from] = given.has('seeds')
    ? (/^(\d+)\.\.(\d+)$/.exec(given.get('seeds'))?.slice(1).map(Number) ?? [])
    : [number('seed', 1)]
  // No run at all would find nothing wrong, too.
  if (!(from <= to)) refuse(`--seeds is A..B, from A up to B, not ${given.get('seeds')}.`)
  return {
    seeds: Array.from({ length: to - from + 1 }, (_, n) => from + n),
    people: number('people', 20_000),
    big: number('big', undefined),
    every: number('every', 10),
    machines: number('machines', 2),
    patience: number('patience', 180),
    record: given.get('record'),
    tables: given.get('tables'),
    only,
    plan: given.has('plan'),
    keep: given.has('keep'),
  }
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

if (process.platform !== 'linux') {
  console.error('npm run chaos finds and stops processes as Linux lets it; on other systems it does not run.')
  process.exit(2)
}
const options = readOptions(process.argv.slice(2))
if (options.tables) {
  const lines = readFileSync(options.tables, 'utf8').trim().split('\n')
  const found = lines.map((line) => JSON.parse(line))
  say(`${table(found)}\n\n${total(found)}`)
  process.exit(0)
}
const plans = options.seeds.map((seed) => plan(seed, options))
if (options.plan) {
  for (const { seed, shape, policy, people, steps } of plans)
    say(`seed ${seed}: ${people} people, ${shape}, ${policy}\n  ${steps.map(inWords).join('\n  ')}`)
  process.exit(0)
}
await build({ say })
const [port, sinkPort] = [await freePort(), await freePort()]
const templates = new Map()
const results = []
/** Ctrl-C breaks the run off: what it started is ended, what it made is removed. */
const ended = new AbortController()
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => ended.abort())
try {
  for (const planned of plans) {
    if (ended.signal.aborted) break
    const { seed, people, shape, policy, connections } = planned
    if (!templates.has(people)) templates.set(people, await template({ people, port, sinkPort }))
    const { folder, furniture } = templates.get(people)
    say(`\nseed ${seed}: ${people} people, ${shape}, ${policy}, ${connections} connection(s)`)
    const result = await once(planned, {
      ...options,
      template: folder,
      furniture,
      port,
      sinkPort,
      say,
      signal: ended.signal,
    })
    results.push(result)
    if (options.record) appendFileSync(options.record, `${JSON.stringify(result)}\n`)
    const { counts, wrong, skipped, seconds } = result
    say(
      `  ${Object.entries(counts)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`,
    )
    if (skipped.length > 0) say(`  had nothing to do it to: ${skipped.join(', ')}`)
    say(
      wrong.length === 0 ? `  holds (${seconds} s)` : `  BROKEN (${seconds} s)\n    ${wrong.join('\n    ')}`,
    )
  }
} finally {
  for (const { folder } of templates.values()) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
say(`\n${table(results)}\n\n${total(results)}`)
const broken = results.filter(({ wrong }) => wrong.length > 0)
if (broken.length > 0) {
  say(`\nBroken: seed ${broken.map(({ plan: { seed } }) => seed).join(', ')}`)
  process.exit(1)
}
