import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { mails, outcomesOf } from './conformance.ts'
import { type SinkMode, startSink } from './sink.ts'
import { aSender } from './stage.ts'

test.each<SinkMode>(['plain', 'pipelining', 'chunking'])(
  'the sink counts every message once: %s',
  async (mode) => {
    const heard: string[] = []
    const sink = await startSink({ mode, onMessage: (recipient) => heard.push(recipient) })
    const sender = aSender(sink.port)
    const batch = mails(300)
    const outcomes = await outcomesOf(sender, batch)
    await sender.close()
    await sink.close()
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
    expect(sink.received()).toBe(300)
    expect(heard.sort()).toEqual(batch.map(({ to }) => to).sort())
  },
)

test('the sink finds the end of a message wherever its octets are cut', async () => {
  const sink = await startSink({ mode: 'pipelining' })
  const dialogue = 'EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n..\r\n.\r\n'
  const socket = connect({ port: sink.port, host: '127.0.0.1', noDelay: true })
  let answers = ''
  socket.on('data', (octets) => {
    answers += octets
  })
  for (const octet of dialogue.repeat(2)) {
    socket.write(octet)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await expect.poll(() => sink.received()).toBe(2)
  await expect.poll(() => answers.match(/queued/g)).toHaveLength(2)
  socket.destroy()
  await sink.close()
})
