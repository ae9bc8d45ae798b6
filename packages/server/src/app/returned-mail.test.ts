import { expect, test } from 'vitest'
import { report } from '../channels/email/feedback/testing/samples.ts'
import { mailForm } from '../channels/email/index.ts'
import { read } from './returned-mail.ts'
import { openSecrets } from './secrets.ts'
import { trackingTokens } from './tracking.ts'

const tokens = trackingTokens(openSecrets([Buffer.alloc(32, 1)]))
const message = { messageId: '01970000-0000-7000-8000-0123456789ab', sandboxId: 1 }
const reading = (raw: string, recipients: string[] = []) =>
  read({ mail: mailForm }, tokens, { raw: Buffer.from(raw, 'latin1'), recipients })

test('a mail made to keep us busy is read like any other', async () => {
  const long = (text: string) => text.repeat(Math.ceil(300_000 / text.length))
  const from = 'From: MAILER-DAEMON@x.example\r\nSubject: Undelivered Mail\r\n'
  const opening = 'Hi. This is the qmail-send program\r\n'
  for (const filling of ['a', '>', '\r\n', ' ', '<style', 'a@', '5.1.1', 'ip address ']) {
    const status = (field: string) => `Action: failed\nStatus: 5.0.0\n${field} ${long(filling)}\n`
    for (const mail of [
      `${from}\r\n${opening}${long(filling)}`,
      `${from}Content-Type: text/html\r\n\r\n${long(filling)}`,
      `${from}To: ${long(filling).replaceAll('\r\n', ' ')}\r\n\r\n${opening}`,
      report({ status: status('Final-Recipient: rfc822;') }),
      report({ status: status('Diagnostic-Code: smtp; 550') }),
      report({ type: 'feedback-report', status: 'Feedback-Type: abuse\n', original: `To: ${long(filling)}` }),
    ])
      await reading(mail)
  }
})

test('whose return address it came to is what its envelope says, or its header where nobody knows that', async () => {
  const address = tokens.returnPath('bounces@shop.example', message)
  const other = tokens.returnPath('bounces@shop.example', { ...message, sandboxId: 2 })
  for (const field of ['Delivered-To', 'X-Original-To', 'To', 'Cc', 'Envelope-To'])
    expect((await reading(`${field}: Bounces <${address}>\r\n\r\n`)).returnedTo).toEqual(message)
  expect((await reading(`To: ${address}\r\n\r\n`, [other])).returnedTo).toEqual({ ...message, sandboxId: 2 })
  expect((await reading(`From: ${address}\r\nSubject: ${address}\r\n\r\n`)).returnedTo).toBeNull()
})

test('what was added on the way makes no other mail of it, what its author wrote does', async () => {
  const raw = report({ status: 'Action: failed\nFinal-Recipient: rfc822;a@b.example\nStatus: 5.1.1\n' })
  const { key } = await reading(raw)
  expect((await reading(`Received: by mx.example\r\nX-Spam: no\r\n${raw}`)).key).toBe(key)
  expect((await reading(raw.replaceAll('\r\n', '\n'))).key).toBe(key)
  expect((await reading(raw.replace('a@b.example', 'c@b.example'))).key).not.toBe(key)
})

test('a token unsubscribes wherever it stands in the subject, and never where a report quotes it', async () => {
  const token = tokens.of(message)
  const mail = (subject: string) =>
    `From: a@b.example\r\nAuto-Submitted: auto-generated\r\nSubject: ${subject}\r\n\r\n`
  expect(await reading(mail(`Re: [list] unsubscribe ${token}.`))).toMatchObject({
    meaning: 'unsubscribe',
    leaver: message,
  })
  expect((await reading(mail(`unsubscribe ${token.slice(0, -1)}`))).meaning).toBe('ignored')
  const status = 'Action: failed\nFinal-Recipient: rfc822;a@b.example\nStatus: 5.1.1\n'
  expect((await reading(report({ status, subject: `Undelivered: unsubscribe ${token}` }))).meaning).toBe(
    'bounce',
  )
})
