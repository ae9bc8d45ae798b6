import type pg from 'pg'
import { type Db, openPool } from './db.ts'

/** A call that passed every check that needs no lock, on its way to being durable. */
export interface Call {
  readonly executionId: string
  readonly sandboxId: number
  readonly campaignId: string
  readonly version: number
  readonly lane: 'transactional' | 'marketing'
  readonly requestId: string
  /** SHA-256 of the body as it came, in hexadecimal. */
  readonly fingerprint: string
  readonly recipients: number
  readonly body: string
  readonly createdAt: string
  readonly createdBy: string
  /** Identities (normalized) that must lead to a profile; empty when the campaign creates profiles or needs none. */
  readonly identities: readonly { readonly namespace: string; readonly value: string }[]
}

/** What became of a call: written, or not because of the recipients named, or because its place was taken or moved. */
export type Committed =
  | { readonly kind: 'written' }
  | { readonly kind: 'unknown-profiles'; readonly recipients: readonly number[] }
  | { readonly kind: 'not-written' }

const written: Committed = { kind: 'written' }

/** Parts list items in one text parameter: JSON text and checked keys never hold this character. */
const separator = '\u001e'

/*
 * One statement makes a group of calls durable, whole calls or none of a call:
 *   - a call whose campaign is not live any more at this version writes nothing,
 *   - nor does one with a recipient that has no profile,
 *   - nor one whose requestId was used (the unique index decides races);
 * what is written goes into one batch per campaign, is counted as targeted, and wakes the workers at commit.
 */
const commitStatement = `
  with call as (
    select * from unnest($1::int[], $2::uuid[], string_to_array($3, e'\\x1e'), string_to_array($4, ','),
                         $5::smallint[], string_to_array($6, e'\\x1e'), string_to_array($7, e'\\x1e'), $8::timestamptz[])
      with ordinality as c(grp, id, request_id, fingerprint, recipients, body, created_by, created_at, n)
  ), missing as (
    select k.n, k.recipient
      from unnest($9::int[], $10::int[], $11::int[], string_to_array($12, e'\\x1e'), string_to_array($13, e'\\x1e'))
           as k(n, recipient, sandbox_id, namespace, value)
     where not exists (select from profile_identity i
                        where i.sandbox_id = k.sandbox_id and i.namespace = k.namespace and i.value = k.value)
  ), place as (
    select g.grp, g.first_id, g.last_id, g.lane, c.sandbox_id, c.id as campaign_id, g.version,
           nextval('batch_id_seq') as batch_id
      from unnest($14::int[], $15::uuid[], $16::int[], $17::text[], $18::uuid[], $19::uuid[], $20::int[])
           as g(grp, campaign_id, version, lane, first_id, last_id, sandbox_id)
      join campaign c on c.sandbox_id = g.sandbox_id and c.id = g.campaign_id
     where c.status = 'live' and c.live_version = g.version
  ), written as (
    insert into execution (sandbox_id, id, campaign_id, version, batch_id, request_id, fingerprint, recipients,
                           body, created_at, created_by)
    select p.sandbox_id, c.id, p.campaign_id, p.version, p.batch_id, c.request_id, decode(c.fingerprint, 'hex'),
           c.recipients, c.body, c.created_at, c.created_by
      from call c join place p using (grp)
     where c.n not in (select n from missing)
        on conflict (campaign_id, request_id) do nothing
    returning id, batch_id, recipients
  ), made as (
    insert into batch (id, sandbox_id, campaign_id, version, lane, kind, size, first_id, last_id)
    overriding system value
    select p.batch_id, p.sandbox_id, p.campaign_id, p.version, p.lane, 'executions', w.size, p.first_id, p.last_id
      from place p
      join (select batch_id, sum(recipients) as size from written group by batch_id) w using (batch_id)
    returning sandbox_id, campaign_id, lane, size
  ), counted as (
    insert into tally_delta (sandbox_id, campaign_id, hour, metric, count)
    select sandbox_id, campaign_id, date_trunc('hour', now(), 'UTC'), 'targeted', size from made
  ), woken as (
    select pg_notify('chappe_batch', lane) from made group by lane
  )
  select (select count(*) from woken) as woken,
         array(select c.n::int from call c where not exists (select from written w where w.id = c.id)) as unwritten,
         array(select n from missing order by n, recipient) as missing_n,
         array(select recipient from missing order by n, recipient) as missing_recipient`

const literal = (items: readonly (string | number)[]) => `{${items.join(',')}}`

/** Connections of their own for the accept path, so that no other query stands in its way. */
export function openCommitLine(connection: pg.PoolConfig, size: number) {
  const pool = openPool({
    ...connection,
    max: size,
    min: size,
    idleTimeoutMillis: 0,
    options: '-c plan_cache_mode=force_generic_plan -c jit=off',
  })

  /** Makes the calls durable; answers in their order. Throws when the database does: then nothing is known. */
  async function commit(calls: readonly Call[]): Promise<Committed[]> {
    const groups = new Map<string, number>()
    const first: Call[] = []
    const last: Call[] = []
    const grp: number[] = []
    const key = {
      n: [] as number[],
      recipient: [] as number[],
      sandbox: [] as number[],
      namespace: [] as string[],
      value: [] as string[],
    }
    calls.forEach((call, index) => {
      const name = `${call.campaignId}/${call.version}`
      let group = groups.get(name)
      if (group === undefined) {
        group = groups.size
        groups.set(name, group)
        first.push(call)
        last.push(call)
      }
      grp.push(group)
      if (call.executionId < first[group]!.executionId) first[group] = call
      if (call.executionId > last[group]!.executionId) last[group] = call
      call.identities.forEach(({ namespace, value }, recipient) => {
        key.n.push(index + 1)
        key.recipient.push(recipient)
        key.sandbox.push(call.sandboxId)
        key.namespace.push(namespace)
        key.value.push(value)
      })
    })
    const each = <T extends string | number>(take: (call: Call) => T) => calls.map(take)
    const { rows } = await pool.query<{
      unwritten: number[]
      missing_n: number[]
      missing_recipient: number[]
    }>({
      name: 'commit-executions',
      text: commitStatement,
      values: [
        literal(grp),
        literal(each((c) => c.executionId)),
        each((c) => c.requestId).join(separator),
        each((c) => c.fingerprint).join(','),
        literal(each((c) => c.recipients)),
        each((c) => c.body).join(separator),
        each((c) => c.createdBy).join(separator),
        literal(each((c) => `"${c.createdAt}"`)),
        literal(key.n),
        literal(key.recipient),
        literal(key.sandbox),
        key.namespace.join(separator),
        key.value.join(separator),
        literal([...groups.values()]),
        literal(first.map((c) => c.campaignId)),
        literal(first.map((c) => c.version)),
        literal(first.map((c) => c.lane)),
        literal(first.map((c) => c.executionId)),
        literal(last.map((c) => c.executionId)),
        literal(first.map((c) => c.sandboxId)),
      ],
    })
    const { unwritten, missing_n, missing_recipient } = rows[0]!
    const results: Committed[] = calls.map(() => written)
    for (const n of unwritten) {
      const recipients = missing_recipient.filter((_, index) => missing_n[index] === n)
      results[n - 1] =
        recipients.length > 0 ? { kind: 'unknown-profiles', recipients } : { kind: 'not-written' }
    }
    return results
  }

  return { commit, size, close: () => pool.end() }
}
export type CommitLine = ReturnType<typeof openCommitLine>

const row = [
  'id',
  'sandboxId',
  'campaignId',
  'version',
  'requestId',
  'fingerprint',
  'body',
  'createdAt',
  'createdBy',
] as const

/** The execution that a requestId led to, whatever became of the campaign since. */
export const byRequest = (db: Db, sandboxId: number, campaignId: string, requestId: string) =>
  db
    .selectFrom('execution')
    .select(row)
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)
    .where('requestId', '=', requestId)
    .executeTakeFirst()

export const byId = (db: Db, sandboxId: number, id: string) =>
  db
    .selectFrom('execution')
    .select(row)
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()

/** What a call needs to know of the campaign it names; undefined when the sandbox has none of that id. */
export const campaignToTrigger = (db: Db, sandboxId: number, campaignId: string) =>
  db
    .selectFrom('campaign as c')
    .leftJoin('campaignVersion as v', (join) =>
      join
        .onRef('v.sandboxId', '=', 'c.sandboxId')
        .onRef('v.campaignId', '=', 'c.id')
        .onRef('v.number', '=', 'c.liveVersion'),
    )
    .select(['c.id', 'c.kind', 'c.category', 'c.status', 'c.highThroughput', 'c.startAt', 'c.endAt'])
    .select(['v.number as version', 'v.definition', 'v.fragments'])
    .where('c.sandboxId', '=', sandboxId)
    .where('c.id', '=', campaignId)
    .executeTakeFirst()

/** Messages accepted and not yet settled by a worker: what waits at the door of delivery. */
export async function backlog(db: Db): Promise<number> {
  const { waiting } = await db
    .selectFrom('batch')
    .select(({ fn }) => fn.sum<number | null>('size').as('waiting'))
    .where('status', '<>', 'done')
    .where('kind', '=', 'executions')
    .executeTakeFirstOrThrow()
  return Number(waiting ?? 0)
}
