// How long a triggered message takes while nothing, or a great deal, is going on beside it.
import { fork } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { emailOf } from './batch-people.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const now = () => performance.timeOrigin + performance.now()
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A live campaign that calls trigger, with a sink of its own that tells when it accepted what. */
export async function triggered(call) {
  const sink = fork(join(root, 'bench/sink.mjs'), ['--tell'])
  const arrived = new Map()
  const { port } = await new Promise((resolve) => sink.once('message', resolve))
  sink.on('message', ({ recipient, at }) => arrived.set(recipient, at))
  const configuration = await call('POST', '/v1/channel-configurations', {
    name: 'bench-triggered',
    category: 'transactional',
    settings: { senderName: 'Bench', senderEmail: 'orders@bench.example' },
    provider: { kind: 'smtp', config: { host: '127.0.0.1', port, security: 'none', connections: 4 } },
  })
  await call('POST', `/v1/channel-configurations/${configuration.id}/actions/activate`)
  const { id: campaignId } = await call('POST', '/v1/campaigns', {
    kind: 'api_triggered',
    category: 'transactional',
    name: 'Triggered beside bulk',
    definition: {
      channelConfigurationId: configuration.id,
      content: { subject: 'Votre commande {{context.order}}', html: '<p>{{context.order}}</p>' },
    },
  })
  await call('POST', `/v1/campaigns/${campaignId}/activate`, {})
  let next = 0
  let sent = 0

  /** Calls every 50 ms until told to stop. Milliseconds from before the call to the sink's 250. */
  async function measure(isOver) {
    const begun = new Map()
    while (!isOver(begun.size)) {
      const to = `t${next}@bench.example`
      begun.set(to, now())
      const recipient = {
        type: 'external',
        userId: emailOf(next % 1_000),
        namespace: 'email',
        channelData: { emailAddress: to },
        context: { order: `CH-${next}` },
      }
      await call('POST', '/ajo/im/executions/unitary', {
        requestId: `latency-${next++}`,
        campaignId,
        recipients: [recipient],
      })
      await pause(50)
    }
    sent += begun.size
    for (let n = 0; n < 200 && [...begun.keys()].some((to) => !arrived.has(to)); n++) await pause(50)
    const took = [...begun].map(([to, at]) => arrived.get(to) - at).sort((a, b) => a - b)
    const part = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))]
    return { messages: took.length, p50: part(0.5), p99: part(0.99), worst: took.at(-1) }
  }
  return { measure, sent: () => sent, close: () => sink.kill() }
}
