import { createHash, createHmac, createPublicKey, createVerify, timingSafeEqual, verify } from 'node:crypto'
import { judge } from './judge.ts'
import type { Notice } from './notice.ts'
import { messageIdOfValue } from './trail.ts'

/** What a provider posted, as it came. */
export interface Posted {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly now: Date
}

/** What we know of the sender: its settings, the secret ones among them. */
export type SourceSettings = Readonly<Record<string, string>>

/** Reads a text at an address over HTTPS; only for certificates and confirmations of Amazon SNS. */
export type ReadText = (url: string) => Promise<string>

/** What came of it: notices, or why it is not believed (`forged`) or understood (`malformed`). */
export type Heard =
  | { readonly ok: true; readonly notices: readonly Notice[] }
  | { readonly ok: false; readonly why: 'forged' | 'malformed'; readonly detail: string }

const webhookKinds = ['ses', 'sendgrid', 'mailgun', 'postmark'] as const
export type WebhookKind = (typeof webhookKinds)[number]

type Json = Record<string, unknown>
const forged = (detail: string): Heard => ({ ok: false, why: 'forged', detail })
const malformed = (detail: string): Heard => ({ ok: false, why: 'malformed', detail })

const header = ({ headers }: Posted, name: string): string => String(headers[name] ?? '')
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const at = (value: unknown, ...path: string[]): unknown => path.reduce((now, key) => object(now)[key], value)

function same(given: string, expected: string): boolean {
  const digest = (one: string) => createHash('sha256').update(one).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function parse(body: Buffer | string): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/** Checks who posted it and reads it. Never throws: what is outside may be anything. */
export async function readWebhook(
  kind: WebhookKind,
  posted: Posted,
  settings: SourceSettings,
  read: ReadText,
): Promise<Heard> {
  return readers[kind](posted, settings, read)
}

type Reader = (posted: Posted, settings: SourceSettings, read: ReadText) => Heard | Promise<Heard>

const bounce = (
  given: Pick<Notice, 'messageId' | 'address' | 'key'>,
  status: string | undefined,
  words: string,
): Notice => ({
  kind: 'bounce',
  ...judge(status, words),
  ...given,
  detail: words.replace(/\s+/g, ' ').trim().slice(0, 1_000),
})
const complaint = (given: Pick<Notice, 'messageId' | 'address' | 'key'>, detail: string): Notice => ({
  kind: 'complaint',
  bounce: 'hard',
  reason: 'spam-complaint',
  ...given,
  detail: detail.slice(0, 1_000),
})
const lower = (value: unknown): string | null => text(value).trim().toLowerCase() || null

/** Hosts of Amazon SNS, in every region and partition; anybody else's certificate is nobody's. */
const snsHost = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/
const isOfSns = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username } = new URL(url)
  return protocol === 'https:' && port === '' && username === '' && snsHost.test(hostname)
}

/** The text that Amazon SNS signs: some members of the message, in this order, name and value on a line each. */
function signedText(message: Json): string {
  const members =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  return members
    .filter((name) => typeof message[name] === 'string')
    .map((name) => `${name}\n${String(message[name])}\n`)
    .join('')
}

const ses: Reader = async (posted, { topicArn = '' }, read) => {
  const message = object(parse(posted.body))
  if (text(message.TopicArn) !== topicArn || topicArn === '') return forged('It is of another topic.')
  const certificateUrl = text(message.SigningCertURL)
  if (!isOfSns(certificateUrl) || !certificateUrl.endsWith('.pem'))
    return forged('The certificate is not at a host of Amazon SNS.')
  try {
    const algorithm = message.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1'
    const verifier = createVerify(algorithm).update(signedText(message), 'utf8')
    if (!verifier.verify(await read(certificateUrl), text(message.Signature), 'base64'))
      return forged('The signature does not fit.')
  } catch (error) {
    return forged(`The signature could not be checked: ${(error as Error).message}`)
  }
  if (message.Type === 'SubscriptionConfirmation') {
    const url = text(message.SubscribeURL)
    if (!isOfSns(url)) return forged('The confirmation leads away from Amazon SNS.')
    await read(url)
    return { ok: true, notices: [] }
  }
  if (message.Type !== 'Notification') return { ok: true, notices: [] }
  return { ok: true, notices: sesNotices(object(parse(text(message.Message))), text(message.MessageId)) }
}

function sesNotices(event: Json, id: string): Notice[] {
  const type = text(event.notificationType) || text(event.eventType)
  const sent = list(at(event, 'mail', 'headers')).map(object)
  const named = (name: string) => text(sent.find((one) => text(one.name).toLowerCase() === name)?.value)
  const messageId =
    messageIdOfValue(named('x-chappe-message')) ?? messageIdOfValue(named('message-id')) ?? null
  if (type === 'Complaint')
    return list(at(event, 'complaint', 'complainedRecipients')).map((one, n) =>
      complaint(
        { messageId, address: lower(at(one, 'emailAddress')), key: `ses:${id}:${n}` },
        text(at(event, 'complaint', 'complaintFeedbackType')) || 'abuse',
      ),
    )
  if (type !== 'Bounce') return []
  const kind = text(at(event, 'bounce', 'bounceType'))
  const detail = text(at(event, 'bounce', 'bounceSubType'))
  return list(at(event, 'bounce', 'bouncedRecipients')).map((one, n): Notice => {
    const given = { messageId, address: lower(at(one, 'emailAddress')), key: `ses:${id}:${n}` }
    const words = text(at(one, 'diagnosticCode')).replace(/^smtp;\s*/i, '') || `${kind} ${detail}`
    const judged = bounce(given, text(at(one, 'status')) || undefined, words)
    if (judged.bounce === 'config') return judged
    // The provider's own list holds what it has seen refused before: it is as good as a refusal.
    if (kind === 'Permanent' && /^(General|NoEmail|Suppressed|OnAccountSuppressionList)$/.test(detail))
      return { ...judged, bounce: 'hard', reason: 'invalid-recipient' }
    return kind === 'Transient' && judged.bounce === 'hard'
      ? { ...judged, bounce: 'soft', reason: 'soft-bounce' }
      : judged
  })
}

const sendgrid: Reader = (posted, { publicKey = '' }) => {
  const signature = header(posted, 'x-twilio-email-event-webhook-signature')
  const timestamp = header(posted, 'x-twilio-email-event-webhook-timestamp')
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    const signed = Buffer.concat([Buffer.from(timestamp), posted.body])
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64')))
      return forged('The signature does not fit.')
  } catch (error) {
    return forged(`The signature could not be checked: ${(error as Error).message}`)
  }
  const events = parse(posted.body)
  if (!Array.isArray(events)) return malformed('The body is no list of events.')
  return { ok: true, notices: events.flatMap((event) => sendgridNotice(object(event))) }
}

function sendgridNotice(event: Json): Notice[] {
  const key = `sendgrid:${text(event.sg_event_id)}`
  const messageId =
    messageIdOfValue(text(event['smtp-id'])) ?? messageIdOfValue(text(event.chappe_message)) ?? null
  const given = { messageId, address: lower(event.email), key }
  if (event.event === 'spamreport') return [complaint(given, 'spamreport')]
  const words = text(event.reason)
  if (event.event === 'bounce') {
    const judged = bounce(given, text(event.status) || undefined, words)
    // `blocked` is the provider's word for refusals that are not about the address.
    return [event.type === 'blocked' && judged.bounce === 'hard' ? { ...judged, bounce: 'ignored' } : judged]
  }
  // What it does not even try: of these, only an address that bounced before says something about the address.
  if (event.event === 'dropped' && /bounced address|invalid/i.test(words))
    return [{ ...bounce(given, undefined, words), bounce: 'hard', reason: 'invalid-recipient' }]
  if (event.event === 'dropped' && /spam report/i.test(words)) return [complaint(given, words)]
  return []
}

const hour = 3_600_000

const mailgun: Reader = (posted, { signingKey = '' }) => {
  const body = object(parse(posted.body))
  const { timestamp, token, signature } = object(body.signature)
  if (signingKey === '' || !text(token)) return forged('It is not signed.')
  const expected = createHmac('sha256', signingKey)
    .update(`${String(timestamp)}${text(token)}`)
    .digest('hex')
  if (!same(text(signature), expected)) return forged('The signature does not fit.')
  // The signature says nothing about the event: an old one could carry any. Retries end after eight hours.
  if (!(Math.abs(posted.now.getTime() - Number(timestamp) * 1000) < 24 * hour))
    return forged('The signature is too old.')
  const event = object(body['event-data'])
  const messageId = messageIdOfValue(text(at(event, 'message', 'headers', 'message-id'))) ?? null
  const given = { messageId, address: lower(event.recipient), key: `mailgun:${text(event.id)}` }
  if (event.event === 'complained') return { ok: true, notices: [complaint(given, 'complained')] }
  if (event.event !== 'failed' || event.severity === 'temporary') return { ok: true, notices: [] }
  const status = object(event['delivery-status'])
  const code = Number(status.code)
  const words = `${code >= 400 && code < 600 ? `${code} ` : ''}${text(status.message) || text(status.description)}`
  const judged = bounce(given, text(status['enhanced-code']) || undefined, words)
  const isKnown = /^suppress-bounce$/.test(text(event.reason)) || code === 605
  return {
    ok: true,
    notices: [isKnown ? { ...judged, bounce: 'hard', reason: 'invalid-recipient' } : judged],
  }
}

/** Bounce types of Postmark that say something about the address; the others say something about us or nothing. */
const postmarkTypes: Record<string, Pick<Notice, 'bounce' | 'reason'>> = {
  HardBounce: { bounce: 'hard', reason: 'invalid-recipient' },
  BadEmailAddress: { bounce: 'hard', reason: 'invalid-recipient' },
  SoftBounce: { bounce: 'soft', reason: 'soft-bounce' },
  DnsError: { bounce: 'soft', reason: 'dns-failure' },
  ChallengeVerification: { bounce: 'soft', reason: 'challenge-response' },
}

const postmark: Reader = (posted, { username = '', password = '' }) => {
  const [, given = ''] = /^Basic +([\w+/=]+)$/i.exec(header(posted, 'authorization')) ?? []
  if (password === '' || !same(Buffer.from(given, 'base64').toString(), `${username}:${password}`))
    return forged('The user name or the password is wrong.')
  const event = object(parse(posted.body))
  const id = String(event.ID ?? '')
  const messageId =
    messageIdOfValue(text(at(event, 'Metadata', 'chappe-message'))) ??
    messageIdOfValue(text(event.MessageID)) ??
    null
  const about = { messageId, address: lower(event.Email), key: `postmark:${id}` }
  if (event.RecordType === 'SpamComplaint' || event.Type === 'SpamComplaint')
    return { ok: true, notices: [complaint(about, 'SpamComplaint')] }
  if (event.RecordType !== 'Bounce') return { ok: true, notices: [] }
  const type = text(event.Type)
  if (
    /^(AutoResponder|Subscribe|Unsubscribe|Transient|VirusNotification|OpenRelayTest|SMTPApiError)$/.test(
      type,
    )
  )
    return { ok: true, notices: [] }
  const words = text(event.Details) || text(event.Description) || type
  const judged = bounce(about, undefined, words)
  const known = Object.hasOwn(postmarkTypes, type) ? postmarkTypes[type] : undefined
  if (judged.bounce === 'config') return { ok: true, notices: [judged] }
  return {
    ok: true,
    notices: [{ ...judged, ...(known ?? { bounce: 'ignored' as const, reason: 'policy' }) }],
  }
}

const readers: Record<WebhookKind, Reader> = { ses, sendgrid, mailgun, postmark }
