// What must be true when everything is over, whatever went wrong: counted from the sink's record and the ledger.
import { readFileSync } from 'node:fs'
import { crashes } from './kinds.mjs'
import { addressOf, matterWith, numberOf } from './people.mjs'

/** Messages that one crash of a worker may leave between hand-over and outcome; see docs/guides/chaos.md. */
const perCrash = 100
const crashed = 'The worker ended between hand-over and answer.'
/** What may keep a worker from learning that a campaign was stopped. */
const deafening = new Set([
  'worker.blink',
  'worker.pause',
  'database.kill',
  'backend.kill',
  'supervisor.kill',
  'disk.full',
])

/** What the sink took, by message id. */
function readRecord(file) {
  const taken = new Map()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [kind, id, to, begun] = line.split(' ')
    if (!begun) continue
    const one = taken.get(id) ?? { to, copies: 0, answered: 0, lastBegun: 0 }
    one.copies++
    if (kind === 'a') one.answered++
    one.lastBegun = Math.max(one.lastBegun, Number(begun))
    taken.set(id, one)
  }
  return taken
}

const ledgerOf = (house) =>
  house.sql(
    `select m.id, m.campaign_id, m.occurrence_id, m.recipient_id, m.address, m.status, m.reason, m.resends,
            extract(epoch from m.settled_at)::float8 * 1000 as settled_at, b.status as batch
       from message m left join batch b on b.id = m.batch_id`,
  )

/**
 * Compares the sink's record with the ledger, person by person. Answers the counts, and a sentence for everything that
 * must not be.
 */
export async function check(house, { plan, record, campaigns, calledId, executions, done, stoppedAt }) {
  const wrong = []
  const must = (is, sentence) => is || wrong.push(sentence)
  const some = (list, sentence) => {
    if (list.length > 0) wrong.push(`${list.length} ${sentence}, such as ${list[0]}`)
  }

  const taken = readRecord(record)
  const ledger = await ledgerOf(house)
  const byId = new Map(ledger.map((row) => [row.id, row]))
  const action = ledger.filter(({ campaign_id }) => campaigns.includes(campaign_id))
  const called = ledger.filter(({ campaign_id }) => campaign_id === calledId)

  wrong.push(...compare(taken, ledger))
  // A check that sees nothing is worth nothing: one message is taken away, another one doubled, and it must say so.
  const [lost, doubled] = ledger.filter(({ status }) => status === 'sent')
  if (doubled && wrong.length === 0) {
    const doctored = new Map(taken).set(doubled.id, { ...taken.get(doubled.id), copies: 3 })
    doctored.delete(lost.id)
    must(
      compare(doctored, ledger).length === 2,
      'The check overlooks what was put into the record on purpose',
    )
  }
  const twice = [...taken.values()].filter(({ copies }) => copies > 1).length
  if (plan.policy === 'leave')
    some(
      action.filter(({ id }) => (taken.get(id)?.copies ?? 0) > 1).map(({ id }) => id),
      'message(s) of a campaign that resends nothing were taken twice',
    )

  // Person by person, in each occurrence.
  const occurrences = await house.sql(
    `select o.id, o.campaign_id, o.status, o.targeted::int, o.number, c.status as campaign from occurrence o
       join campaign c on c.id = o.campaign_id order by o.campaign_id, o.number`,
  )
  const stopped = plan.shape === 'stop' || plan.shape === 'pause-stop'
  for (const { id, status, targeted, number } of occurrences) {
    must(status === 'done' || (stopped && status === 'stopped'), `Occurrence ${number} is ${status}`)
    const rows = action.filter(({ occurrence_id }) => occurrence_id === id)
    must(
      rows.length === targeted,
      `Occurrence ${number} meant ${targeted} people and has ${rows.length} messages`,
    )
    const people = new Set(rows.map(({ recipient_id }) => recipient_id))
    must(
      people.size === rows.length,
      `Occurrence ${number} has ${rows.length} messages for ${people.size} people`,
    )
    if (number === 1) {
      const meant = count(plan.people, (n) => matterWith(n) !== 'left-out')
      must(targeted === meant, `Occurrence 1 meant ${targeted} people, not ${meant}`)
    }
    some(
      rows
        .filter(({ recipient_id, ...row }) => !fits(matterWith(numberOf(recipient_id)), row, stopped))
        .map(({ recipient_id, status, reason }) => `${recipient_id} (${status}, ${reason})`),
      `person(s) of occurrence ${number} have an outcome that does not fit them`,
    )
  }
  must(occurrences.length >= campaigns.length, 'A campaign has no occurrence')
  if (plan.shape === 'evergreen') {
    const heard = new Map()
    for (const { id, recipient_id } of action)
      if (taken.has(id)) heard.set(recipient_id, (heard.get(recipient_id) ?? 0) + 1)
    some(
      [...heard].filter(([, times]) => times > 1).map(([id]) => id),
      'person(s) were reached by two times of a campaign that reaches each once',
    )
  }
  some(
    [...taken]
      .filter(([id, { to }]) => {
        const person = byId.get(id)?.recipient_id
        return person && addressOf(numberOf(person)) !== to
      })
      .map(([id]) => id),
    'message(s) went to an address of somebody else',
  )

  // Calls that were accepted.
  must(
    called.length === executions.size,
    `${executions.size} calls were accepted and have ${called.length} messages`,
  )
  must(new Set(executions.values()).size === executions.size, 'Two calls have one execution')
  some(
    called
      .filter(({ status }) => status !== 'sent' && status !== 'uncertain')
      .map(({ id, status, reason }) => `${id} (${status}, ${reason})`),
    'accepted call(s) came to nothing',
  )

  // What the crashes of workers left between hand-over and answer.
  const [left] = await house.sql(
    `select count(*)::int as messages from event where type in ('uncertain', 'resend') and detail = $1`,
    [crashed],
  )
  const times = done.filter(({ kind }) => crashes.has(kind)).length
  must(
    left.messages <= times * perCrash,
    `${times} crash(es) of workers left ${left.messages} messages uncertain`,
  )
  // A worker that woke up too late sends nothing that was given up meanwhile. Clocks must agree to tell.
  if (!done.some(({ kind }) => kind === 'clock.jump') && plan.shape !== 'evergreen' && plan.shape !== 'waves')
    some(
      ledger
        .filter(
          ({ id, status, settled_at }) =>
            status === 'uncertain' && taken.get(id)?.lastBegun > settled_at + 1_000,
        )
        .map(({ id }) => id),
      'message(s) left after they had been given up as uncertain',
    )
  let late = 0
  if (stoppedAt !== undefined) {
    late = action.filter(({ id }) => taken.get(id)?.lastBegun > stoppedAt + 1_000).length
    must(late <= house.machines.length * perCrash, `${late} messages began to leave a second after the stop`)
    // A worker asks before each hand-over: what it had begun with goes on, at most, however fast it is.
    const after = action.filter(({ id }) => taken.get(id)?.lastBegun > stoppedAt).length
    must(after <= house.machines.length * perCrash, `${after} messages began to leave after the stop`)
    const latest = action.reduce(
      (most, { id }) => Math.max(most, (taken.get(id)?.lastBegun ?? 0) - stoppedAt),
      0,
    )
    // On a machine that does all of this at once a second may take three.
    const most = done.some(({ kind }) => deafening.has(kind)) ? 15_000 : 3_000
    must(latest < most, `A message began to leave ${latest} ms after the stop`)
  }

  // The counters, as people see them.
  for (const campaign of [...campaigns, calledId]) {
    const { body: report } = await house.ask('GET', `/v1/campaigns/${campaign}/report`)
    const rows = ledger.filter(({ campaign_id }) => campaign_id === campaign)
    const is = (status) => count(rows, (row) => row.status === status)
    const { targeted, excluded, sent, failed, pending, uncertain } = report
    must(
      targeted === excluded + sent + failed + pending + uncertain,
      `The books of ${campaign} do not balance: ${JSON.stringify(report)}`,
    )
    for (const status of ['excluded', 'sent', 'failed', 'uncertain'])
      must(
        report[status] === is(status),
        `The report says ${report[status]} ${status}, the ledger ${is(status)}`,
      )
    must(targeted === rows.length, `The report says ${targeted} people, the ledger has ${rows.length}`)
  }
  const doctor = house.command('doctor')
  must(doctor.status === 0, `The doctor: ${doctor.output.trim()}`)

  const is = (status) => count(action, (row) => row.status === status)
  return {
    wrong,
    counts: {
      targeted: action.length,
      sent: is('sent'),
      excluded: is('excluded'),
      notReached: count(action, ({ reason }) => reason === 'campaign-stopped'),
      failed: is('failed'),
      uncertain: is('uncertain'),
      taken: count(action, ({ id }) => taken.has(id)),
      calls: called.length,
      callsUncertain: count(called, ({ status }) => status === 'uncertain'),
      resent: count(ledger, ({ resends }) => resends > 0),
      twice,
      crashes: times,
      leftByCrashes: left.messages,
      late,
    },
  }
}

function count(rows, test) {
  if (typeof rows === 'number')
    return count(
      Array.from({ length: rows }, (_, n) => n),
      test,
    )
  return rows.reduce((sum, row) => sum + (test(row) ? 1 : 0), 0)
}

/** Whether an outcome is one that a person with this matter may have. */
function fits(matter, { status, reason }, stopped) {
  if (stopped && status === 'excluded' && reason === 'campaign-stopped') return true
  switch (matter) {
    case 'left-out':
      return false
    case null:
      return status === 'sent' || status === 'uncertain'
    case 'refused':
      // Refused once it is suppressed; before the answer arrives the connection may be lost.
      return status !== 'sent'
    default:
      return status === 'excluded'
  }
}

/** Message by message: sentences for what the record and the ledger do not agree on. */
function compare(taken, ledger) {
  const wrong = []
  const some = (list, sentence) => {
    if (list.length > 0) wrong.push(`${list.length} ${sentence}, such as ${list[0]}`)
  }
  const byId = new Map(ledger.map((row) => [row.id, row]))
  // Every copy has its row, and the row says so.
  some(
    [...taken.keys()].filter((id) => !byId.has(id)),
    'message(s) that the sink took have no row',
  )
  some(
    ledger.filter(({ id, status }) => status === 'sent' && !taken.get(id)?.answered).map(({ id }) => id),
    'message(s) are sent in the ledger and the sink never took them',
  )
  some(
    ledger
      .filter(({ id, status }) => taken.has(id) && status !== 'sent' && status !== 'uncertain')
      .map(({ id, status, reason }) => `${id} (${status}, ${reason})`),
    'message(s) were taken and the ledger says neither sent nor uncertain',
  )
  some(
    ledger
      .filter(({ status }) => status === 'pending' || status === 'deferred')
      .map(({ id, batch }) => `${id} (batch ${batch})`),
    'message(s) have no outcome',
  )
  // Twice is only what was resent, and only once more.
  some(
    ledger.filter(({ id, resends }) => (taken.get(id)?.copies ?? 0) > 1 + resends).map(({ id }) => id),
    'message(s) were taken more often than they were resent',
  )
  some(
    ledger.filter(({ resends }) => resends > 1).map(({ id }) => id),
    'message(s) were resent more than once',
  )
  return wrong
}
