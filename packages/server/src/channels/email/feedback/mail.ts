import { isAutoReply } from './auto-reply.ts'
import { type Fields, fieldsOf, first, groupsOf, untyped } from './fields.ts'
import { judge } from './judge.ts'
import type { Notice, ReadMail } from './notice.ts'
import { failureInProse, looksReturned } from './prose.ts'
import { messageIdIn, messageIdOfValue, messageIdQuoted } from './trail.ts'

/** A mail as postal-mime parses it with `forceRfc822Attachments`, so that every part of a report is an attachment. */
export interface ParsedMail {
  readonly headerLines: readonly { readonly line: string }[]
  readonly attachments: readonly {
    readonly mimeType: string
    readonly content: ArrayBuffer | Uint8Array | string
  }[]
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly html?: string | undefined
}

/** Characters of prose that are read: some patterns take their time, and anybody may write to us. */
const longest = 4_000

/**
 * What a mail to our bounce address says: a report of a failure (RFC 3464, or in the prose of mail systems without
 * it), a complaint (RFC 5965), or nothing that concerns a message. `key` makes the same mail the same notice; `known`
 * is the message whose own return address it came to, which goes before anything that the mail says.
 */
export function judgeMail(mail: ParsedMail, key: string, known?: string): ReadMail {
  const header: Fields = fieldsOf(mail.headerLines.map(({ line }) => line).join('\n'))
  const parts = (type: RegExp) =>
    mail.attachments.filter(({ mimeType }) => type.test(mimeType)).map(({ content }) => textOf(content))
  const text = (mail.text ?? plain((mail.html ?? '').slice(0, longest))).slice(0, longest)
  const returned = [
    ...parts(/^message\/(global-)?rfc822|^text\/rfc822-headers|^message\/(global-headers|partial)/),
  ]
  const messageId =
    known ??
    returned.map(messageIdIn).find(Boolean) ??
    messageIdOfValue(first(header, 'x-chappe-message')) ??
    messageIdQuoted(mail.text ?? text) ??
    [...(header.get('in-reply-to') ?? []), ...(header.get('references') ?? [])]
      .map(messageIdOfValue)
      .find(Boolean) ??
    null

  const complaint = parts(/^message\/feedback-report/)[0]
  if (complaint !== undefined) return complaintOf(complaint, returned, messageId, key)
  const status = parts(/^message\/(global-)?delivery-status/)[0]
  if (status !== undefined) return failuresOf(status, text, messageId, key)
  if (isAutoReply(header)) return { kind: 'auto-reply' }
  const from = first(header, 'from') ?? ''
  const ours = [...(first(header, 'to') ?? '').slice(0, 2_000).matchAll(/[^\s<>",]+@[^\s<>",]+/g)].map(
    ([one]) => one,
  )
  const isMarked = header.has('x-failed-recipients')
  if (!isMarked && !looksReturned(from, mail.subject ?? '', text)) return { kind: 'unknown' }
  const failure = failureInProse(text, ours.map(escaped))
  if (!failure) return { kind: 'unknown' }
  const named = first(header, 'x-failed-recipients')?.split(',')[0]?.trim().toLowerCase()
  const address = named ?? failure.address
  return { kind: 'report', notices: [{ kind: 'bounce', messageId, key, ...failure, address }] }
}

/** A report of delivery (RFC 3464): one group for the message, then one a recipient. */
function failuresOf(status: string, text: string, messageId: string | null, key: string): ReadMail {
  const recipients = groupsOf(status).filter(
    (group) => group.has('final-recipient') || group.has('original-recipient') || group.has('action'),
  )
  const actions = recipients.map(
    (group) => first(group, 'action')?.toLowerCase().split(/[\s(]/)[0] ?? 'failed',
  )
  const failed = recipients.filter((_, n) => actions[n] === 'failed')
  if (failed.length === 0)
    return recipients.length === 0
      ? { kind: 'unknown' }
      : { kind: actions.includes('delayed') ? 'delay' : 'delivered' }
  const notices = failed.map((group, n): Notice => {
    const final = untyped(first(group, 'final-recipient'))
    const original = untyped(first(group, 'original-recipient'))
    const code = first(group, 'status')?.match(/[245]\.\d{1,3}\.\d{1,3}/)?.[0]
    const diagnostic = untyped(first(group, 'diagnostic-code')) ?? ''
    // Some put their reasons in the prose only; where a diagnostic is given, the prose quotes too much else.
    const words = diagnostic || text.slice(0, 1_500)
    return {
      kind: 'bounce',
      ...judge(code, words),
      messageId,
      address: (original ?? final)?.toLowerCase() ?? null,
      detail: `${code ?? ''} ${words}`.replace(/\s+/g, ' ').trim().slice(0, 1_000),
      key: n === 0 ? key : `${key}:${n}`,
    }
  })
  return { kind: 'report', notices }
}

/** A report of abuse (RFC 5965). Of its types only those that a reader makes are complaints. */
function complaintOf(
  report: string,
  returned: readonly string[],
  messageId: string | null,
  key: string,
): ReadMail {
  const fields = fieldsOf(report)
  const type = first(fields, 'feedback-type')?.toLowerCase() ?? 'abuse'
  if (type === 'not-spam' || type === 'auth-failure' || type === 'dmarc') return { kind: 'unknown' }
  const original = untyped(first(fields, 'original-rcpt-to'))
  const to = returned.map((header) => first(fieldsOf(header), 'to')).find(Boolean)
  const address = original ?? /[^\s<>"]+@[^\s<>"]+/.exec((to ?? '').slice(0, 2_000))?.[0] ?? null
  const agent = first(fields, 'user-agent') ?? ''
  return {
    kind: 'report',
    notices: [
      {
        kind: 'complaint',
        bounce: 'hard',
        reason: 'spam-complaint',
        messageId,
        address: address?.toLowerCase() ?? null,
        detail: `${type} ${agent}`.trim(),
        key,
      },
    ],
  }
}

const textOf = (content: ArrayBuffer | Uint8Array | string): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

const plain = (html: string): string =>
  html
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, '')
    .replace(/<(br|p|div|tr|li|h\d)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
