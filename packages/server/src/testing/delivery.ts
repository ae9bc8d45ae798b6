import { createHash } from 'node:crypto'
import type { Category, Definition } from '@chappe/core/campaign/schema'
import { EmailSettings } from '@chappe/core/configuration/schema'
import { asExecutionId, messageIdOf } from '@chappe/core/kit/ids'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import { sql } from 'kysely'
import type { z } from 'zod'
import { mailboxes } from '../channels/email/mailbox/index.ts'
import type { Outcome } from '../channels/outcome.ts'
import type { OutgoingMail, Sender } from '../channels/provider.ts'
import { releaseLeases } from '../store/batches.ts'
import { openCommitLine } from '../store/executions.ts'
import type { CallRecipient } from '../store/messages.ts'
import type { WorkerContext } from '../worker/context.ts'
import { deliver } from '../worker/deliver.ts'
import { Doubt } from '../worker/doubt.ts'
import { type Lease, Leases } from '../worker/leases.ts'
import { groups } from '../worker/loop.ts'
import { Objections } from '../worker/objections.ts'
import { Relays } from '../worker/relays.ts'
import { Targets } from '../worker/targets.ts'
import type { TestHouse } from './house.ts'
import { aLiveCampaign, type LiveCampaign } from './live-campaign.ts'

/** An active channel configuration, put straight into its table. */
export async function aConfiguration(
  { db, newId }: TestHouse,
  given: {
    sandboxId: number
    category?: Category
    status?: string
    provider?: { kind: string; config?: object }
    settings?: z.input<typeof EmailSettings>
  },
): Promise<string> {
  const id = newId()
  const settings = { senderEmail: 'shop@sender.test', senderName: 'Shop', ...given.settings }
  await db
    .insertInto('channelConfiguration')
    .values({
      sandboxId: given.sandboxId,
      id,
      name: `C${id}`,
      channel: 'email',
      category: given.category ?? 'transactional',
      status: given.status ?? 'active',
      settings: JSON.stringify(EmailSettings.parse(settings)),
      providerKind: given.provider?.kind ?? 'inbox',
      providerConfig: JSON.stringify(given.provider?.config ?? {}),
      createdBy: 'test',
      modifiedBy: 'test',
    })
    .execute()
  return id
}

const content = {
  subject: 'Hello {{profile.person.name.firstName}}',
  html: '<html><body><p>Order {{context.order}}</p></body></html>',
}

/** A live campaign with a configuration to send with. */
export async function aCampaignToSend(
  house: TestHouse,
  given: Omit<LiveCampaign, 'definition'> & {
    sandboxId?: number
    configurationId?: string
    settings?: z.input<typeof EmailSettings>
    definition?: Partial<z.input<typeof Definition>>
  } = {},
): Promise<{ id: string; sandboxId: number; configurationId: string; lane: Category }> {
  const {
    sandboxId = house.ctx.sandboxId,
    settings,
    configurationId: chosen,
    definition,
    ...campaign
  } = given
  const category = campaign.category ?? 'transactional'
  const configurationId =
    chosen ?? (await aConfiguration(house, { sandboxId, category, ...(settings && { settings }) }))
  const id = await aLiveCampaign(house.db, sandboxId, {
    ...campaign,
    definition: { content, ...definition, channelConfigurationId: configurationId },
  })
  return { id, sandboxId, configurationId, lane: category }
}

export const to = (userId: string, more: Partial<CallRecipient> = {}): CallRecipient => ({
  type: 'external',
  namespace: 'email',
  userId,
  ...more,
})

/**
 * Accepts calls, all in one commit as the API does it, without its checks. Answers the ids of their messages,
 * call by call.
 */
export async function calls(
  house: TestHouse,
  campaign: { id: string; sandboxId: number; lane: Category },
  recipientsOfCalls: readonly (readonly CallRecipient[])[],
  { profilesMustExist = false } = {},
): Promise<string[][]> {
  const line = openCommitLine(house.database.connection, 1)
  try {
    const createdAt = house.now().toISOString()
    const given = recipientsOfCalls.map((recipients) => {
      const executionId = asExecutionId(house.newId())
      const body = JSON.stringify({ requestId: executionId, campaignId: campaign.id, recipients })
      return {
        executionId,
        sandboxId: campaign.sandboxId,
        campaignId: campaign.id,
        version: 1,
        lane: campaign.lane,
        requestId: executionId,
        fingerprint: createHash('sha256').update(body).digest('hex'),
        recipients: recipients.length,
        body,
        createdAt,
        createdBy: 'test',
        identities: profilesMustExist ? recipients.map((r) => normalizeIdentity(r.namespace, r.userId)) : [],
      }
    })
    const committed = await line.commit(given)
    const refused = committed.find(({ kind }) => kind !== 'written')
    if (refused) throw new Error(`A call was not accepted: ${JSON.stringify(refused)}`)
    return given.map(({ executionId }, n) =>
      recipientsOfCalls[n]!.map((_, index) => messageIdOf(executionId, index + 1)),
    )
  } finally {
    await line.close()
  }
}

export interface TestRelay extends Sender {
  /** Everything handed over, in order, whatever was answered. */
  readonly heard: OutgoingMail[]
  /** Ids of the messages that were accepted, in order. */
  readonly accepted: string[]
}

export const accepted: Outcome = { kind: 'accepted', reply: '250 2.0.0 Ok' }

/** A relay at the edge: answers what it is told to, at once unless `pace` makes it wait. */
export function aRelay(
  answer: (mail: OutgoingMail, n: number) => Outcome = () => accepted,
  pace: (n: number) => Promise<void> | undefined = () => undefined,
): TestRelay {
  const heard: OutgoingMail[] = []
  const ids: string[] = []
  return {
    heard,
    accepted: ids,
    async send(batch, settle, { signal, wanted } = {}) {
      for (const [index, mail] of batch.entries()) {
        await pace(heard.length)
        if (signal?.aborted || wanted?.(index) === false) {
          settle(index, { kind: 'not-sent' })
          continue
        }
        const outcome = answer(mail, heard.push(mail) - 1)
        if (outcome.kind === 'accepted') ids.push(mail.id)
        settle(index, outcome)
      }
    },
    close: async () => {},
  }
}

let count = 0

/** What a worker process holds, without its loops: tests say when what is due is done. */
export function aWorker(
  house: TestHouse,
  relay: Sender,
  options: { db?: WorkerContext['db']; clock?: () => number } = {},
): WorkerContext & { drain: AbortController; name: string } {
  const name = `worker-${++count}`
  const db = options.db ?? house.db
  const mine = { ...house.house, db }
  const drain = new AbortController()
  const said: unknown[] = []
  const log = { info: () => {}, warn: () => {}, error: (fields: object) => void said.push(fields) }
  return {
    ...mine,
    name,
    log,
    drain,
    draining: drain.signal,
    leases: new Leases(db, name, options.clock),
    targets: new Targets(mine, () => relay, log),
    relays: new Relays(),
    objections: new Objections(),
    doubt: new Doubt({ transactional: 6, marketing: 3 }),
    openMailbox: mailboxes({ allowPrivate: true }),
    suspects: new Set(),
  }
}

export const take = (worker: WorkerContext, lane: Category, batches = 64): Promise<Lease[]> =>
  worker.leases.take(lane, { batches, messages: 500 })

/** Delivers what is due in both lanes until nothing is. */
export async function deliverDue(worker: WorkerContext, batches = 64): Promise<void> {
  for (const lane of ['transactional', 'marketing'] as const)
    for (
      let taken = await take(worker, lane, batches);
      taken.length > 0;
      taken = await take(worker, lane, batches)
    ) {
      await Promise.all(groups(taken, worker.suspects).map((group) => deliver(worker, group)))
    }
}

/** The supervisor's part after a worker's death. */
export const bury = (house: TestHouse, worker: { name: string }) => releaseLeases(house.db, worker.name)

/** What waits for its time is due now; the house's clock goes on by as many minutes. */
export async function later(house: TestHouse, minutes: number): Promise<void> {
  house.clock.pass({ minutes })
  await sql`update batch set due_at = due_at - make_interval(mins => ${minutes}) where status <> 'done'`.execute(
    house.db,
  )
}

export const messagesOf = (house: TestHouse, campaignId: string) =>
  house.db.selectFrom('message').selectAll().where('campaignId', '=', campaignId).orderBy('id').execute()

/** How many messages of a campaign have each status; failed ones by failure. */
export async function statuses(house: TestHouse, campaignId: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const { status, failure } of await messagesOf(house, campaignId)) {
    const key = failure ?? status
    found[key] = (found[key] ?? 0) + 1
  }
  return found
}
