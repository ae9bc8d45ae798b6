import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { aProduct, type Product, until } from './product.ts'

test.describe('the first five minutes of a developer', () => {
  let product: Product
  test.beforeAll(async () => {
    product = await aProduct()
  })
  test.afterAll(() => product?.close())

  const inbox = async (to: string) =>
    (
      await product.api<{ items: { subject: string; html: string; text: string; raw: string }[] }>(
        'GET',
        `/v1/inbox?to=${to}`,
      )
    ).body.items

  test('the printed command is accepted and its personalised message arrives', async () => {
    const command = product.printedCurl()
    expect(command).not.toContain('\n')
    const accepted = JSON.parse(execFileSync('sh', ['-c', `${command} -sS`], { encoding: 'utf8' }))
    expect(accepted).toMatchObject({ executionId: expect.stringMatching(/00$/) })

    const { body: execution } = await product.api<{ recipients: { userId: string }[] }>(
      'GET',
      `/v1/executions/${accepted.executionId}`,
    )
    const to = execution.recipients[0]!.userId
    const [message] = await until(async () => {
      const items = await inbox(encodeURIComponent(to))
      return items.length > 0 && items
    }, 'the message in the Inbox')
    expect(message!.subject).not.toBe('')
    for (const part of [message!.subject, message!.html, message!.text])
      expect(part).not.toMatch(/\{\{|\{%|undefined|\[object/)

    const settled = await until(async () => {
      const { body } = await product.api<{ recipients: { status: string }[] }>(
        'GET',
        `/v1/executions/${accepted.executionId}`,
      )
      return body.recipients[0]!.status === 'sent' && body
    }, 'the execution saying sent')
    expect(settled.recipients).toHaveLength(1)
  })

  test('a second start on the same data keeps everything and prints a command that works', async () => {
    await product.stop()
    await product.start()
    const before = (await product.api<{ total: number }>('GET', '/v1/inbox')).body.total
    expect(before).toBeGreaterThan(0)
    const status = execFileSync('sh', ['-c', `${product.printedCurl()} -s -o /dev/null -w '%{http_code}'`], {
      encoding: 'utf8',
    })
    expect(status).toBe('202')
  })

  test('doctor finds the books in order, help and wrong words are answered', async () => {
    expect((await product.command('doctor')).code).toBe(0)
    const help = await product.command('start', '--help')
    expect(help).toMatchObject({ code: 0, output: expect.stringContaining('CHAPPE_DATA') })
    expect((await product.command('dance')).code).not.toBe(0)
  })
})
