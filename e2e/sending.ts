import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import pg from 'pg'
import { findEmbedded } from '../packages/server/src/store/embedded/embedded.ts'
import { type Product, until } from './product.ts'

export interface Report {
  targeted: number
  excluded: number
  excludedByReason: { reason: string; count: number }[]
  sent: number
  failed: number
  bounced: number
  bouncedByReason: { reason: string; count: number }[]
  pending: number
  uncertain: number
  retries: number
}

export interface Message {
  id: string
  status: string
  reason: string | null
  reply: string | null
  attempts: number
  timeline: { what: string; detail: string | null }[]
}

interface Execution {
  recipients: { userId: string; status: string; reason: string | null; message: Message | null }[]
}

const content = {
  subject: 'Order {{context.order.number}}',
  html: '<p>Hello {{profile.person.name.firstName ?: "you"}}, order {{context.order.number}} is on its way.</p>',
}

/** An active configuration for transactional mail through a relay of this machine; in clear unless told. */
export async function aConfiguration(
  product: Product,
  port: number,
  name: string,
  config: Record<string, unknown> = {},
): Promise<string> {
  const made = await product.api<{ id: string }>('POST', '/v1/channel-configurations', {
    name,
    category: 'transactional',
    settings: { senderName: 'Shop', senderEmail: 'orders@shop.example', retryMinutes: 60 },
    provider: { kind: 'smtp', config: { host: '127.0.0.1', port, security: 'none', ...config } },
  })
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 })
  const { id } = made.body
  const active = await product.api('POST', `/v1/channel-configurations/${id}/actions/activate`)
  expect(active, JSON.stringify(active.body)).toMatchObject({ status: 200 })
  return id
}

/** A live API-triggered campaign that sends through this configuration and creates the profiles it lacks. */
export async function aLiveCampaign(
  product: Product,
  configurationId: string,
  name: string,
): Promise<string> {
  const made = await product.api<{ id: string }>('POST', '/v1/campaigns', {
    kind: 'api_triggered',
    category: 'transactional',
    name,
    definition: {
      channelConfigurationId: configurationId,
      content,
      audience: { namespace: 'email', createProfiles: true },
    },
  })
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 })
  const live = await product.api('POST', `/v1/campaigns/${made.body.id}/activate`, {})
  expect(live, JSON.stringify(live.body)).toMatchObject({ status: 200, body: { status: 'live' } })
  return made.body.id
}

/** Calls a campaign for one address; answers the execution id. */
export async function aCall(product: Product, campaignId: string, email: string): Promise<string> {
  const accepted = await product.api<{ executionId: string }>('POST', '/ajo/im/executions/unitary', {
    requestId: randomUUID(),
    campaignId,
    recipients: [
      { type: 'aep', userId: email, namespace: 'email', context: { order: { number: 'A-1024' } } },
    ],
  })
  expect(accepted, JSON.stringify(accepted.body)).toMatchObject({ status: 202 })
  return accepted.body.executionId
}

/** The message of a call with one recipient, once it has one of these statuses. */
export async function messageOnce(
  product: Product,
  executionId: string,
  statuses: readonly string[],
  seconds = 30,
): Promise<Message> {
  let last: unknown
  return until(
    async () => {
      const { body } = await product.api<Execution>('GET', `/v1/executions/${executionId}`)
      last = body.recipients[0]
      const message = body.recipients[0]?.message
      return message && statuses.includes(message.status) && message
    },
    `a message that is ${statuses.join(' or ')}`,
    seconds,
  ).catch((error: Error) => {
    throw new Error(`${error.message}; it is ${JSON.stringify(last)}`)
  })
}

/** The counters of a campaign, which must balance at every moment. */
export async function books(product: Product, campaignId: string): Promise<Report> {
  const { body } = await product.api<Report>('GET', `/v1/campaigns/${campaignId}/report`)
  const { targeted, excluded, sent, failed, pending, uncertain } = body
  expect(targeted, JSON.stringify(body)).toBe(excluded + sent + failed + pending + uncertain)
  return body
}

/** What waits for its next attempt is due now: backoff begins with a minute, which no test should sit through. */
export async function hurry(product: Product): Promise<void> {
  const url = await findEmbedded(product.dataFolder)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`update batch set due_at = now() where status <> 'done'`)
  } finally {
    await client.end()
  }
}
