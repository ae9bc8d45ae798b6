// What the batch benchmark is measured against: the same messages to the same sink without a database, by our client
// and by nodemailer's pool, and PostgreSQL's bulk write of the same rows.
import nodemailer from 'nodemailer'
import { attributesOf, content, emailOf } from './batch-people.mjs'

const from = 'shop@bench.example'

/** Runs `work`; answers messages per second, and CPU microseconds of this process for each. */
async function timed(count, work) {
  const cpu = process.cpuUsage()
  const began = performance.now()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: (count * 1_000) / (performance.now() - began), cpu: (user + system) / count }
}

/** Makes messages as the worker does: rendered, tracked, in MIME. */
export async function composer({
  compileVersion,
  mailForm,
  trackingTokens,
  Definition,
  EmailSettings,
  noFragments,
}) {
  const version = {
    definition: Definition.parse({ content }),
    fragments: noFragments,
    category: 'marketing',
    settings: EmailSettings.parse({ senderName: 'Bench', senderEmail: from }),
    variant: null,
    tokens: trackingTokens({ derive: (purpose) => Buffer.from(purpose.padEnd(32, '.')) }),
  }
  const compiled = compileVersion({ mail: mailForm, publicUrl: 'http://localhost:8025' }, version)
  const personal = (n) => ({
    id: `0190b000-0000-7000-8001-${n.toString(16).padStart(12, '0')}`,
    sandboxId: 1,
    to: emailOf(n),
    profile: attributesOf(n),
    context: {},
    at: new Date(),
    now: new Date(),
  })
  return { compose: (n) => compiled.compose(personal(n)), parts: (n) => compiled.parts(personal(n)) }
}

/** Our SMTP client in a loop, in chunks as the worker hands them over, `lanes` at a time. */
export async function bareLoop(relay, count, mailOf, { chunk = 40, lanes = 2 } = {}) {
  let next = 0
  const lane = async () => {
    while (next < count) {
      const from = next
      next = Math.min(count, next + chunk)
      const mails = Array.from({ length: next - from }, (_, n) => mailOf(from + n))
      await relay.send(mails, (_, outcome) => {
        if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
      })
    }
  }
  return timed(count, () => Promise.all(Array.from({ length: lanes }, lane)))
}

/** Nodemailer's pool with as many connections, 200 messages given to it at a time. */
export async function nodemailerPool(port, count, messageOf) {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 4,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  })
  let next = 0
  const lane = async () => {
    while (next < count) await transport.sendMail(messageOf(next++))
  }
  const rate = await timed(count, () => Promise.all(Array.from({ length: 200 }, lane)))
  transport.close()
  return rate
}

/** A message for nodemailer to compose, as its callers do. */
export const forNodemailer =
  ({ parts }) =>
  (n) => {
    const { subject, html, text } = parts(n)
    return { from: `Bench <${from}>`, to: emailOf(n), subject, html, text }
  }

export const ready = ({ raw, to }) => ({ raw, envelope: { from, to } })

/** Rows like those of the ledger, 500 a statement, then their outcomes, 100 a statement, on one connection. */
export async function bulkWrite(database, count) {
  await database.query('create table bench_write (like message including all)')
  const ids = Array.from(
    { length: count },
    (_, n) => `0190b000-0000-7000-8001-${n.toString(16).padStart(12, '0')}`,
  )
  const rate = await timed(count, async () => {
    for (let n = 0; n < count; n += 500)
      await database.query(
        `insert into bench_write (sandbox_id, id, campaign_id, version, batch_id, ordinal, profile_id, recipient_id, occurrence_id, address, status, created_at, expires_at)
         select 1, i, $2, 1, 1, 0, i, i, $2, 'p0000000@bench.example', 'pending', now(), now() from unnest($1::uuid[]) i`,
        [ids.slice(n, n + 500), ids[0]],
      )
    for (let n = 0; n < count; n += 100)
      await database.query(
        "update bench_write set status = 'sent', reply = '250 2.0.0 Ok', attempts = 1, settled_at = now() where id = any($1::uuid[])",
        [ids.slice(n, n + 100)],
      )
  })
  await database.query('drop table bench_write')
  return rate
}
