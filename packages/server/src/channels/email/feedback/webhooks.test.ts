import { createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sampleId } from './testing/samples.ts'
import { type Heard, readWebhook, type SourceSettings, type WebhookKind } from './webhooks.ts'

const now = new Date('2026-03-01T12:00:00Z')
const message = `<${sampleId}@shop.example>`
const nothing = async (): Promise<string> => {
  throw new Error('Nobody should ask')
}
const hear = (
  kind: WebhookKind,
  body: string,
  settings: SourceSettings,
  headers: Record<string, string> = {},
  read = nothing as (url: string) => Promise<string>,
): Promise<Heard> => readWebhook(kind, { body: Buffer.from(body), headers, now }, settings, read)
const noticesOf = (heard: Heard) => (heard.ok ? heard.notices : heard)

describe('Mailgun', () => {
  const settings = { signingKey: 'key-of-the-tests' }
  const body = (event: object, seconds = now.getTime() / 1000, key = settings.signingKey) => {
    const token = 'a'.repeat(50)
    const signature = createHmac('sha256', key).update(`${seconds}${token}`).digest('hex')
    const data = {
      id: 'e1',
      recipient: 'Jane@example.net',
      message: { headers: { 'message-id': message.slice(1, -1) } },
    }
    return JSON.stringify({
      signature: { timestamp: String(seconds), token, signature },
      'event-data': { ...data, ...event },
    })
  }
  const failed = (code: number, words: string, more: object = {}) => ({
    event: 'failed',
    severity: 'permanent',
    'delivery-status': { code, message: words },
    ...more,
  })

  test.each([
    ['a hard bounce', failed(550, '5.1.1 The email account does not exist'), 'hard', 'invalid-recipient'],
    ['a full mailbox', failed(552, '5.2.2 Mailbox full'), 'soft', 'mailbox-full'],
    [
      'one that bounced before',
      failed(605, 'Not delivering to previously bounced address', { reason: 'suppress-bounce' }),
      'hard',
      'invalid-recipient',
    ],
    ['our address on a list', failed(554, '5.7.1 blocked using zen.spamhaus.org'), 'config', 'policy'],
    ['a complaint', { event: 'complained' }, 'hard', 'spam-complaint'],
  ])('tells %s', async (_, event, bounce, reason) => {
    expect(noticesOf(await hear('mailgun', body(event), settings))).toMatchObject([
      { bounce, reason, messageId: sampleId, address: 'jane@example.net', key: 'mailgun:e1' },
    ])
  })
  test('tells nothing of what is still tried or went well', async () => {
    for (const event of [{ event: 'delivered' }, failed(450, 'later', { severity: 'temporary' })])
      expect(await hear('mailgun', body(event), settings)).toEqual({ ok: true, notices: [] })
  })
  test('is not believed with another key, an old signature, or none', async () => {
    const event = { event: 'complained' }
    for (const bad of [
      body(event, undefined, 'other'),
      body(event, now.getTime() / 1000 - 90_000),
      '{}',
      'x',
      '[]',
    ])
      expect(await hear('mailgun', bad, settings)).toMatchObject({ ok: false, why: 'forged' })
    expect(await hear('mailgun', body(event, undefined, ''), { signingKey: '' })).toMatchObject({ ok: false })
  })
})

describe('SendGrid', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const settings = { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }
  const signed = (body: string) => ({
    'x-twilio-email-event-webhook-timestamp': '1600112502',
    'x-twilio-email-event-webhook-signature': sign(
      'sha256',
      Buffer.from(`1600112502${body}`),
      privateKey,
    ).toString('base64'),
  })
  const event = (given: object) => ({
    email: 'jane@example.net',
    sg_event_id: 'e',
    'smtp-id': message,
    ...given,
  })

  test('tells bounces, drops and spam reports, and nothing else', async () => {
    const body = JSON.stringify([
      event({
        event: 'bounce',
        type: 'bounce',
        status: '5.1.1',
        reason: '550 5.1.1 unknown user',
        sg_event_id: '1',
      }),
      event({
        event: 'bounce',
        type: 'blocked',
        status: '5.7.1',
        reason: '550 5.7.1 Our system has detected spam',
        sg_event_id: '2',
      }),
      event({ event: 'dropped', reason: 'Bounced Address', sg_event_id: '3' }),
      event({ event: 'dropped', reason: 'Unsubscribed Address' }),
      event({ event: 'spamreport', sg_event_id: '4' }),
      event({ event: 'delivered' }),
      event({ event: 'deferred' }),
    ])
    expect(noticesOf(await hear('sendgrid', body, settings, signed(body)))).toMatchObject([
      { key: 'sendgrid:1', bounce: 'hard', messageId: sampleId },
      { key: 'sendgrid:2', bounce: 'config' },
      { key: 'sendgrid:3', bounce: 'hard', reason: 'invalid-recipient' },
      { key: 'sendgrid:4', kind: 'complaint' },
    ])
  })
  test('is not believed unsigned, changed, or with a key that is none', async () => {
    const body = JSON.stringify([event({ event: 'spamreport' })])
    for (const heard of [
      hear('sendgrid', body, settings),
      hear('sendgrid', `${body} `, settings, signed(body)),
      hear('sendgrid', body, { publicKey: 'nonsense' }, signed(body)),
    ])
      expect(await heard).toMatchObject({ ok: false, why: 'forged' })
    expect(await hear('sendgrid', '{}', settings, signed('{}'))).toMatchObject({ why: 'malformed' })
  })
})

describe('Postmark', () => {
  const settings = { username: 'pm', password: 'secret' }
  const authorization = `Basic ${Buffer.from('pm:secret').toString('base64')}`
  const bounce = (Type: string, more: object = {}) =>
    JSON.stringify({
      RecordType: 'Bounce',
      ID: 42,
      Type,
      Email: 'jane@example.net',
      Details: 'smtp;550 5.1.1 User unknown',
      ...more,
    })

  test.each([
    ['HardBounce', 'hard', 'invalid-recipient'],
    ['SoftBounce', 'soft', 'soft-bounce'],
    ['DnsError', 'soft', 'dns-failure'],
    ['SpamNotification', 'ignored', 'policy'],
  ])('tells %s', async (type, kind, reason) => {
    const body = bounce(type, { Metadata: { 'chappe-message': sampleId } })
    expect(noticesOf(await hear('postmark', body, settings, { authorization }))).toMatchObject([
      { bounce: kind, reason, messageId: sampleId, key: 'postmark:42' },
    ])
  })
  test('tells complaints, and nothing of holiday notes', async () => {
    const complaint = JSON.stringify({ RecordType: 'SpamComplaint', ID: 1, Email: 'jane@example.net' })
    expect(noticesOf(await hear('postmark', complaint, settings, { authorization }))).toMatchObject([
      { kind: 'complaint', address: 'jane@example.net' },
    ])
    for (const type of ['AutoResponder', 'Transient', 'Unsubscribe'])
      expect(await hear('postmark', bounce(type), settings, { authorization })).toEqual({
        ok: true,
        notices: [],
      })
    const blocked = bounce('HardBounce', { Details: '550 5.7.1 relaying denied' })
    expect(noticesOf(await hear('postmark', blocked, settings, { authorization }))).toMatchObject([
      { bounce: 'config' },
    ])
  })
  test('is not believed without its password', async () => {
    for (const given of ['', 'Basic !!', `Basic ${Buffer.from('pm:other').toString('base64')}`])
      expect(await hear('postmark', bounce('HardBounce'), settings, { authorization: given })).toMatchObject({
        why: 'forged',
      })
    expect(
      await hear('postmark', '{}', {}, { authorization: `Basic ${Buffer.from(':').toString('base64')}` }),
    ).toMatchObject({ ok: false })
  })
})

describe('Amazon SES over SNS', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:bounces'
  const at = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem'
  const envelope = (given: Record<string, string> & { Type: string }) => {
    const base = {
      MessageId: 'm-1',
      Timestamp: '2026-03-01T12:00:00Z',
      TopicArn: topicArn,
      SignatureVersion: '2',
      SigningCertURL: at,
      ...given,
    }
    const names =
      base.Type === 'Notification'
        ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
    const all = base as Record<string, string>
    const text = names.filter((name) => all[name] !== undefined).map((name) => `${name}\n${all[name]}\n`)
    const algorithm = base.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1'
    const Signature = createSign(algorithm).update(text.join('')).sign(privateKey, 'base64')
    return { Signature, ...base }
  }
  const asked: string[] = []
  const read = async (url: string) => {
    asked.push(url)
    return url.endsWith('.pem') ? certificate : '<ok/>'
  }
  const notify = (event: object, more: Record<string, string> = {}) =>
    envelope({ Type: 'Notification', Message: JSON.stringify(event), ...more })
  const say = (body: object) => hear('ses', JSON.stringify(body), { topicArn }, {}, read)
  const mail = { headers: [{ name: 'X-Chappe-Message', value: sampleId }] }
  const bounced = (bounceType: string, bounceSubType: string, diagnosticCode = '', status = '') => ({
    notificationType: 'Bounce',
    mail,
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: 'Jane@example.net', diagnosticCode, status }],
    },
  })

  test.each([
    ['a hard bounce', bounced('Permanent', 'General', 'smtp; 550 5.1.1 user unknown', '5.1.1'), 'hard'],
    ['one on its own list', bounced('Permanent', 'Suppressed'), 'hard'],
    ['a full mailbox', bounced('Transient', 'MailboxFull', 'smtp; 552 5.2.2 full', '5.2.2'), 'soft'],
    ['one to come back to', bounced('Transient', 'General', 'smtp; 550 5.1.1 unknown', '5.1.1'), 'soft'],
    [
      'our address on a list',
      bounced('Permanent', 'General', 'smtp; 550 5.7.1 blocked by spamhaus', '5.7.1'),
      'config',
    ],
  ])('tells %s', async (_, event, bounce) => {
    for (const SignatureVersion of ['1', '2'])
      expect(noticesOf(await say(notify(event, { SignatureVersion })))).toMatchObject([
        { bounce, messageId: sampleId, address: 'jane@example.net', key: 'ses:m-1:0' },
      ])
  })
  test('tells complaints', async () => {
    const complaint = {
      complainedRecipients: [{ emailAddress: 'jane@example.net' }],
      complaintFeedbackType: 'abuse',
    }
    expect(noticesOf(await say(notify({ eventType: 'Complaint', mail, complaint })))).toMatchObject([
      { kind: 'complaint' },
    ])
    expect(noticesOf(await say(notify({ eventType: 'Delivery', mail })))).toEqual([])
  })
  test('is confirmed when it subscribes, at Amazon and nowhere else', async () => {
    const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t'
    const subscribe = { Type: 'SubscriptionConfirmation', Message: 'x', Token: 't', SubscribeURL }
    expect(await say(envelope(subscribe))).toEqual({ ok: true, notices: [] })
    expect(asked).toContain(SubscribeURL)
    const away = { ...subscribe, SubscribeURL: 'https://evil.example/' }
    expect(await say(envelope(away))).toMatchObject({ why: 'forged' })
    expect(asked).not.toContain(away.SubscribeURL)
  })
  test('is not believed of another topic, changed, or with a certificate from elsewhere', async () => {
    const fine = notify(bounced('Permanent', 'General'))
    for (const bad of [
      { ...fine, TopicArn: 'arn:aws:sns:eu-west-1:999:bounces' },
      { ...fine, Message: '{}' },
      { ...fine, Signature: 'AAAA' },
    ])
      expect(await say(bad)).toMatchObject({ why: 'forged' })
    for (const url of [
      'https://evil.example/x.pem',
      'http://sns.eu-west-1.amazonaws.com/x.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
      'https://u@sns.eu-west-1.amazonaws.com/x.pem',
      'https://bucket.s3.amazonaws.com/x.pem',
      '',
    ]) {
      expect(await say(notify({}, { SigningCertURL: url }))).toMatchObject({ why: 'forged' })
      expect(asked).not.toContain(url)
    }
    expect(await hear('ses', JSON.stringify(fine), { topicArn: '' }, {}, read)).toMatchObject({ ok: false })
  })
})
