// One run: a plan carried out on scratch data, and what came of it.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { command, keepCalling, launch, launchCalled } from './campaigns.mjs'
import { check } from './check.mjs'
import { faults, mountOn, setClock, unmount } from './faults.mjs'
import { anInstallation, signal } from './installation.mjs'
import { inWords } from './plan.mjs'
import { aSink } from './relay.mjs'

/** Without a single message for so long, what was to happen at a later share happens now; ms. */
const stalled = 8_000

/**
 * Carries a plan out on a copy of `template` (its `data` folder, with `furniture` in it). Answers the counts, and a
 * sentence for everything that must not be. `patience`: seconds until everybody must have an outcome once nothing is
 * wrong any more.
 */
export async function once(
  plan,
  { template, furniture, port, sinkPort, machines, patience, keep, say, signal: ended },
) {
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), `chappe-chaos-${plan.seed}-`))
  // The database's account passes through.
  chmodSync(folder, 0o755)
  const house = anInstallation({ folder, port, machines })
  const sink = aSink({ port: sinkPort, record: join(folder, 'record') })
  const run = { house, sink, paused: new Set(), ended }
  const done = []
  const skipped = []
  let mounted = false
  let wrong = []
  let counts = {}
  try {
    if (plan.onTmpfs) {
      const why = mountOn(house.data)
      mounted = why === undefined
      if (!mounted) {
        say(`  disk.full is LEFT OUT: this account may not mount a file system of a given size (${why})`)
        skipped.push('disk.full')
      }
    }
    // With its owners: as root the cluster belongs to another account.
    spawnSync('cp', ['-a', `${template}/data/.`, house.data])
    writeFileSync(join(folder, 'record'), '')
    mkdirSync(join(folder, 'second'), { recursive: true })
    await sink.start()
    for (const machine of house.machines) await house.start(machine)
    await house.sql(
      `update channel_configuration set provider_config = jsonb_set(provider_config, '{connections}', $1::jsonb)`,
      [String(plan.connections)],
    )
    const campaigns = await launch(house, plan, furniture)
    const calledId = await launchCalled(house, furniture)

    let over = false
    const calling = keepCalling(house, calledId, () => over)
    calling.catch(() => {})
    if (plan.shape === 'evergreen') await next(run, campaigns[0])
    const { stoppedAt } = await carryOut(run, { plan, campaigns, mounted, done, skipped, say })
    over = true
    const executions = await calling
    const late = await settled(run, { plan, campaigns, patience })
    if (late) wrong.push(late)
    const found = await check(house, {
      plan,
      record: sink.record,
      campaigns,
      calledId,
      executions,
      done,
      stoppedAt,
    })
    wrong = [...wrong, ...found.wrong]
    counts = found.counts
    for (const machine of [...house.machines].reverse()) await house.stop(machine)
  } catch (error) {
    wrong.push(`The run broke off: ${error.stack}`)
  } finally {
    for (const pid of run.paused) signal(pid, 'SIGCONT')
    house.end()
    sink.kill()
    await sleep(200)
    const complaints = complaintsOf(house.log)
    if (complaints.length > 0) say(`  said: ${complaints.join('\n        ')}`)
    if (mounted) unmount(house.data)
    if (keep || wrong.length > 0) say(`  kept: ${folder}`)
    // Of a run that went wrong the log and the record are kept; the data when asked for.
    if (!keep && wrong.length > 0) rmSync(house.data, { recursive: true, force: true, maxRetries: 5 })
    else if (!keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const seconds = Math.round((performance.now() - began) / 1_000)
  return { plan, counts, wrong, skipped, done: done.map(({ kind }) => kind), seconds }
}

/** Does each step when its time has come, and waits for those that last. */
async function carryOut(run, { plan, campaigns, mounted, done, skipped, say }) {
  const { house, sink } = run
  const lasting = new Set()
  let stoppedAt
  let most = -1
  let heardAt = performance.now()
  const steps = plan.steps.filter(({ kind }) => kind !== 'disk.full' || mounted)
  for (const step of steps) {
    for (;;) {
      run.ended.throwIfAborted()
      const share = sink.taken() / (plan.people * campaigns.length)
      if (share > most) heardAt = performance.now()
      most = Math.max(most, share)
      if (share >= step.at) break
      if (performance.now() - heardAt > stalled && lasting.size === 0) break
      if (lasting.size === 0 && (await isOver(house, campaigns))) break
      await sleep(50)
    }
    if (step.after) await sleep(step.after)
    say(`  ${inWords(step)}${most >= step.at ? '' : ` (at ${(most * 100).toFixed(0)} %)`}`)
    if (step.kind.startsWith('campaign.')) {
      stoppedAt = (await order(run, step.kind.slice('campaign.'.length), campaigns)) ?? stoppedAt
      continue
    }
    const doing = Promise.resolve(faults[step.kind](run, step))
      .then((hit) => (hit === false ? skipped.push(step.kind) : done.push({ kind: step.kind })))
      .finally(() => lasting.delete(doing))
    lasting.add(doing)
    doing.catch(() => {})
  }
  for (const doing of [...lasting]) await doing
  return { stoppedAt }
}

async function order(run, verb, campaigns) {
  const becomes = { pause: 'paused', resume: 'live', stop: 'stopped' }
  if (verb === 'next') return void (await next(run, campaigns[0]))
  for (const id of campaigns) {
    const at = await command(run.house, id, verb, becomes[verb])
    if (verb === 'stop') return at
  }
}

/** Sets the clock to the next time of a recurring campaign, or to the next wave of what is being sent. */
async function next(run, campaign) {
  const [row] = await run.house.sql(
    `select extract(epoch from min(at))::float8 * 1000 as at from (
       select next_at as at from campaign where id = $1
       union all
       select starts_at from wave join occurrence o on o.id = occurrence_id
        where o.campaign_id = $1 and o.status = 'sending' and exists (
          select from batch b where b.occurrence_id = o.id and b.wave = wave.number and b.due_at = 'infinity')) times`,
    [campaign],
  )
  if (row?.at) setClock(run, row.at - Date.now() + 500)
}

/** Whether every time of the campaigns is done with; false when the database cannot say. */
async function isOver(house, campaigns) {
  const [row] = await house.sql(
    `select bool_and(status in ('done', 'stopped', 'failed')) as over from occurrence where campaign_id = any($1)`,
    [campaigns],
  )
  await sleep(250)
  return row?.over === true
}

/** Waits until everybody has an outcome; a sentence when that does not come. What waits for its next attempt is due now. */
async function settled(run, { plan, campaigns, patience }) {
  const { house, sink } = run
  // What is left of a storm would fall on the few messages that are left, until their addresses count as dead.
  sink.order('calm', {})
  const times = plan.shape === 'evergreen' ? 2 : campaigns.length
  const inParts = plan.shape === 'evergreen' || plan.shape === 'waves'
  if (!inParts) setClock(run, 0)
  const end = Date.now() + patience * 1_000
  let open
  for (;;) {
    run.ended.throwIfAborted()
    ;[open] = await house.sql(
      `select (select count(*) from batch where status <> 'done')::int as batches,
              (select count(*) from message where status in ('pending', 'deferred'))::int as messages,
              (select count(*) from occurrence where status in ('planned', 'sending'))::int as sending,
              (select count(*) from occurrence)::int as times`,
    )
    const { batches, messages, sending, times: begun } = open
    if (batches + messages + sending === 0 && begun >= times) return undefined
    if (Date.now() > end) return `Not over ${patience} s after the last fault: ${JSON.stringify(open)}`
    if (inParts && messages === 0) await next(run, campaigns[0])
    // Retries begin with a minute, which no run should sit through.
    await house.sql(
      `update batch set due_at = now() where kind = 'messages' and status = 'ready' and due_at > now() and due_at < 'infinity'`,
    )
    await sleep(500)
  }
}

/** What the processes complained about, each once. */
function complaintsOf(log) {
  const found = new Map()
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    if (!line.startsWith('{')) continue
    try {
      const { level, msg, err } = JSON.parse(line)
      if (level === 'error' || level === 'fatal') {
        const said = `${msg}${err ? ` (${err.code ?? err.type}: ${String(err.message).slice(0, 160)})` : ''}`
        found.set(said, (found.get(said) ?? 0) + 1)
      }
    } catch {
      // half a line of a process that was killed
    }
  }
  return [...found].map(([said, times]) => `${times} × ${said}`)
}
