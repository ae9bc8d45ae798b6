import { expect, test } from '@playwright/test'
import { aProduct, type ProcessName, type Product, until } from './product.ts'

interface Report {
  targeted: number
  excluded: number
  sent: number
  failed: number
  pending: number
  uncertain: number
}

const calls = 1_500
const callers = 24

/** Sends a call until it is accepted, always with the same requestId, through every crash on the way. */
async function sendUntilAccepted(
  product: Product,
  campaignId: string,
  n: number,
  headers: Record<string, string>,
) {
  const body = JSON.stringify({
    requestId: `kill-${n}`,
    campaignId,
    recipients: [
      { type: 'external', userId: `kill-${n}@example.com`, namespace: 'email', context: { n: String(n) } },
    ],
  })
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      const answer = await fetch(`${product.url}/ajo/im/executions/unitary`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(10_000),
      })
      if (answer.status === 202) return ((await answer.json()) as { executionId: string }).executionId
      const text = await answer.text()
      if (answer.status < 500 && answer.status !== 429)
        throw new TypeError(`refused: ${answer.status} ${text}`)
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith('refused')) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`call ${n} was never accepted`)
}

test('whatever is killed under load, nothing accepted is lost, nothing is accepted twice, the books balance', async () => {
  test.setTimeout(240_000)
  const product = await aProduct({ LOG_LEVEL: 'warn' })
  try {
    const { body: list } = await product.api<{ items: { id: string; name: string }[] }>(
      'GET',
      '/v1/campaigns?status=live',
    )
    const campaignId = list.items[0]!.id
    const headers = await product.headers()

    let next = 0
    let done = false
    const executions = new Map<number, string>()
    const load = Promise.all(
      Array.from({ length: callers }, async () => {
        while (next < calls) {
          const n = next++
          executions.set(n, await sendUntilAccepted(product, campaignId, n, headers))
        }
      }),
    ).finally(() => {
      done = true
    })

    const victims: ProcessName[] = ['worker', 'api', 'database', 'worker', 'supervisor', 'database', 'worker']
    const killed: string[] = []
    for (const victim of victims) {
      await new Promise((resolve) => setTimeout(resolve, 700))
      const pid = product.kill(victim)
      if (pid !== undefined) killed.push(victim)
      if (victim === 'supervisor') await product.start()
    }
    await load
    expect(done).toBe(true)
    expect(killed.length, `killed ${killed}`).toBeGreaterThanOrEqual(6)

    const report = await until(
      async () => {
        const { body } = await product.api<Report>('GET', `/v1/campaigns/${campaignId}/report`)
        return body.pending === 0 && body
      },
      'every message settled',
      90,
    )
    expect(executions.size).toBe(calls)
    expect(new Set(executions.values()).size).toBe(calls)
    expect(report.targeted).toBe(calls)
    expect(report.targeted).toBe(
      report.excluded + report.sent + report.failed + report.pending + report.uncertain,
    )
    expect(report.failed).toBe(0)
    expect(report.excluded).toBe(0)

    const heard = new Map<string, number>()
    let before: string | undefined
    for (;;) {
      const page = before ? `&before=${before}` : ''
      const { body } = await product.api<{ items: { id: string; to: string }[] }>(
        'GET',
        `/v1/inbox/entries?limit=200${page}`,
      )
      for (const { to } of body.items) heard.set(to, (heard.get(to) ?? 0) + 1)
      before = body.items.at(-1)?.id
      if (body.items.length < 200) break
    }
    // Sent means at the inbox; only what a crash hid from us may be there and uncertain, or there twice.
    expect(heard.size).toBeGreaterThanOrEqual(report.sent)
    const twice = [...heard.values()].filter((count) => count > 1).length
    const workersKilled = killed.filter((victim) => victim !== 'api').length
    expect(Math.max(...heard.values())).toBeLessThanOrEqual(2)
    expect(twice, 'at most 100 for each worker that crashed').toBeLessThanOrEqual(workersKilled * 100)
    console.log(
      `killed ${killed.join(', ')}: ${calls} accepted, ${report.sent} sent, ${report.uncertain} uncertain, ${twice} twice`,
    )

    const doctor = await product.command('doctor')
    expect(doctor.code, doctor.output).toBe(0)
  } finally {
    await product.close()
  }
})
