import { setTimeout as sleep } from 'node:timers/promises'

const content = {
  subject: 'News for {{profile.person.name.firstName ?: "you"}}',
  html: `<html><body><p>Hello {{profile.person.name.firstName}}</p>${'<p>News of the workshop, for you alone.</p>\n'.repeat(20)}
<a href="https://shop.example/1">One</a> <a href="{{system.unsubscribeUrl}}">Leave</a></body></html>`,
  text: 'Hello {{profile.person.name.firstName}}',
}
const order = {
  subject: 'Order {{context.n}}',
  html: '<p>Order {{context.n}}</p>',
  text: 'Order {{context.n}}',
}

async function made(house, path, body) {
  const answer = await house.ask('POST', path, body)
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.id
}

const attribute = (path, test) => ({
  kind: 'rule',
  rule: { kind: 'group', join: 'and', rules: [{ kind: 'attribute', path, test }] },
})

/** What every run has: two audiences and a way to the sink for each category. Made once. */
export async function furnish(house, sinkPort) {
  const configuration = async (category) => {
    const id = await made(house, '/v1/channel-configurations', {
      name: category,
      category,
      // Clocks jump by up to an hour: nobody is to fail for that.
      settings: { senderName: 'Chaos', senderEmail: 'shop@chaos.example', retryMinutes: 5_040 },
      provider: {
        kind: 'smtp',
        config: { host: '127.0.0.1', port: sinkPort, security: 'none' },
      },
    })
    await house.ask('POST', `/v1/channel-configurations/${id}/actions/activate`)
    return id
  }
  const audience = (name, definition) => made(house, '/v1/audiences', { name, definition })
  return {
    marketing: await configuration('marketing'),
    transactional: await configuration('transactional'),
    everybody: await audience('Everybody', attribute('n', { operator: 'at_least', value: 0 })),
    leftOut: await audience('Left out', attribute('leftOut', { operator: 'equals', value: true })),
  }
}

/** Makes and activates the campaigns of a plan; answers their ids. */
export async function launch(house, { shape, policy, people }, furniture) {
  const names = shape === 'two' ? ['The one', 'The other'] : ['The campaign']
  const trigger =
    shape === 'evergreen'
      ? {
          kind: 'recurring',
          recurrence: { every: 'rule', rule: 'FREQ=MINUTELY;INTERVAL=5' },
          start: new Date(Date.now() + 120_000).toISOString().slice(0, 16),
          timeZone: 'UTC',
          end: { kind: 'after', occurrences: 2 },
          evergreen: true,
        }
      : { kind: 'now' }
  const waves =
    shape === 'waves'
      ? {
          division: 'percent',
          timing: { kind: 'interval', minutes: 60 },
          waves: [{ size: 30 }, { size: 50 }],
        }
      : null
  const rate = shape === 'rate' ? { messages: Math.max(100, Math.round(people / 15)) } : null
  const ids = []
  for (const name of names) {
    const id = await made(house, '/v1/campaigns', {
      kind: 'action',
      category: 'marketing',
      name,
      definition: {
        channelConfigurationId: furniture.marketing,
        audience: { id: furniture.everybody, exclude: [furniture.leftOut] },
        content,
        trigger,
        waves,
        pace: { rate },
        uncertainPolicy: policy,
      },
    })
    await command(house, id, 'activate', 'live')
    ids.push(id)
  }
  return ids
}

/** The campaign that is called while the others are sent. */
export async function launchCalled(house, furniture) {
  const id = await made(house, '/v1/campaigns', {
    kind: 'api_triggered',
    category: 'transactional',
    name: 'Orders',
    definition: {
      channelConfigurationId: furniture.transactional,
      content: order,
      audience: { namespace: 'email', createProfiles: true },
    },
  })
  await command(house, id, 'activate', 'live')
  return id
}

/** Tells a campaign something until it is so, whatever falls over meanwhile; answers when (epoch milliseconds). */
export async function command(house, id, verb, status) {
  for (;;) {
    const { body } = await house.ask('GET', `/v1/campaigns/${id}`)
    if (body.status === status) return Date.now()
    const { status: code, body: words } = await house.ask('POST', `/v1/campaigns/${id}/${verb}`, {})
    if (code === 200) return Date.now()
    if (code !== 409) throw new Error(`${verb}: ${code} ${JSON.stringify(words)}`)
    await sleep(100)
    const { body: now } = await house.ask('GET', `/v1/campaigns/${id}`)
    if (now.status !== status && code === 409 && !['live', 'paused', 'draft'].includes(now.status))
      return undefined
  }
}

/**
 * Calls a campaign for one person after the other until `over` says so, each call until it is accepted, always with the
 * same requestId. Answers the execution of each.
 */
export async function keepCalling(house, campaignId, over, { callers = 2, every = 100 } = {}) {
  const executions = new Map()
  let next = 0
  const caller = async () => {
    while (!over()) {
      const n = next++
      const { status, body } = await house.ask('POST', '/ajo/im/executions/unitary', {
        requestId: `chaos-${n}`,
        campaignId,
        recipients: [
          {
            type: 'external',
            userId: `caller-${n}@chaos.example`,
            namespace: 'email',
            context: { n: String(n) },
          },
        ],
      })
      if (status !== 202) throw new Error(`A call was answered ${status}: ${JSON.stringify(body)}`)
      executions.set(`caller-${n}@chaos.example`, body.executionId)
      await sleep(every)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return executions
}
