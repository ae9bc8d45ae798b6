import { createHash } from 'node:crypto'
import {
  dateField,
  extra,
  type Mailbox,
  mailbox,
  messageIdField,
  type Unsubscribe,
  unstructured,
  unsubscribeFields,
} from './header.ts'
import { preheaderElement, preheaderPlace } from './preheader.ts'
import { encodeAhead, MimeWriter } from './quoted-printable.ts'
import { renderToString, type Sink, type Template } from './template.ts'

/** Everything of a version that does not depend on the recipient. Templates escape for HTML themselves. */
export type MailSource<Scope> = {
  readonly from: Mailbox
  readonly replyTo?: Mailbox
  /** A text template: nothing escaped. */
  readonly subject: Template<Scope>
  /** A text template: it is escaped here, where it enters the HTML. */
  readonly preheader?: Template<Scope>
  readonly html?: Template<Scope>
  readonly text?: Template<Scope>
  readonly headers?: Readonly<Record<string, string>>
  /** Fields that hold the message's id. */
  readonly idHeaders?: readonly string[]
}

/** What one message adds. */
export type MailDetails = {
  /** Printable ASCII; for the fields that hold it. */
  readonly id?: string
  /** `left@right`; the brackets are added. */
  readonly messageId: string
  readonly date: Date
  readonly to: Mailbox
  readonly listUnsubscribe?: Unsubscribe
  readonly headers?: Readonly<Record<string, string>>
}

export type CompiledMail<Scope> = {
  /**
   * One message as octets, every line ended by CRLF, 7-bit unless an address needs SMTPUTF8.
   * @throws TypeError when `to` is no address or a header is malformed
   */
  compose(scope: Scope, details: MailDetails): Buffer
}

// Composing never awaits, so one buffer serves every message of this thread.
const writer = new MimeWriter()

/**
 * Compiles a version's mail once: what is the same for every recipient is encoded here, so that
 * composing a message copies those octets and encodes only the inserted values.
 *
 * The parts decode to the rendered texts, octet for octet, with every line end as CRLF. (A value's CR
 * beside a template's own LF counts as two line ends: values are encoded apart from what surrounds them.)
 * @throws TypeError when sender, reply-to or a header is malformed, or neither text nor HTML is given
 */
export function compileMail<Scope>(source: MailSource<Scope>): CompiledMail<Scope> {
  const { subject, preheader } = source
  const head = Buffer.from(
    mailbox('From', source.from) +
      (source.replyTo ? mailbox('Reply-To', source.replyTo) : '') +
      extra(source.headers ?? {}),
  )
  const idFields = (source.idHeaders ?? []).map((name) => `${name}: `)
  const text = source.text && partOf('text/plain', source.text)
  const html = source.html && partOf('text/html', source.html, preheader)
  const only = text && html ? undefined : (text ?? html)
  if (!text && !html) throw new TypeError('A mail needs text or HTML')

  // No quoted-printable text can hold "=_" (RFC 2045 6.7), so no content can hold the boundary.
  const boundary = `=_${fingerprint(source)}`
  const type = `Content-Type: multipart/alternative; boundary="${boundary}"\r\n`
  const opening = Buffer.from(`${only ? '' : `MIME-Version: 1.0\r\n${type}\r\n`}`)
  const beforeText = Buffer.from(`--${boundary}\r\n${text?.fields}`)
  const beforeHtml = Buffer.from(`\r\n--${boundary}\r\n${html?.fields}`)
  const closing = Buffer.from(`\r\n--${boundary}--\r\n`)
  const single = Buffer.from(`MIME-Version: 1.0\r\n${only?.fields}`)

  return {
    compose(scope, { id, messageId, date, to, listUnsubscribe, headers }) {
      writer.reset()
      writer.octets(head)
      writer.plain(
        mailbox('To', to) +
          unstructured('Subject', renderToString(subject, scope)) +
          dateField(date) +
          messageIdField(messageId) +
          (id === undefined ? '' : idFields.map((field) => `${field}${id}\r\n`).join('')) +
          (listUnsubscribe ? unsubscribeFields(listUnsubscribe) : '') +
          (headers ? extra(headers) : ''),
      )
      if (only) {
        writer.octets(single)
        only.write(scope)
        writer.plain('\r\n')
      } else {
        writer.octets(opening)
        writer.octets(beforeText)
        text!.write(scope)
        writer.octets(beforeHtml)
        html!.write(scope)
        writer.octets(closing)
      }
      return writer.take()
    },
  }
}

type Part<Scope> = { readonly fields: string; write(scope: Scope): void }

// One walk through the template and then one through what came of it: each stays small enough to be fast.
const pieces: (number | string)[] = []
const collecting: Sink = { static: (id) => void pieces.push(id), text: (value) => void pieces.push(value) }

function partOf<Scope>(type: string, template: Template<Scope>, preheader?: Template<Scope>): Part<Scope> {
  const place = preheader && preheaderPlace(template.statics)
  const statics = template.statics.map((text, id) =>
    encodeAhead(id === place?.id ? text.slice(0, place.offset) : text),
  )
  const rest = encodeAhead(place ? template.statics[place.id]!.slice(place.offset) : '')
  return {
    fields: `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
    write(scope) {
      let hidden = place ? preheaderElement(renderToString(preheader!, scope)) : ''
      pieces.length = 0
      template.renderTo(scope, collecting)
      for (let i = 0; i < pieces.length; i++) {
        const piece = pieces[i]!
        if (typeof piece === 'string') writer.text(piece)
        else {
          writer.encoded(statics[piece]!)
          if (piece !== place?.id) continue
          writer.text(hidden)
          hidden = ''
          writer.encoded(rest)
        }
      }
      writer.endText()
    },
  }
}

function fingerprint<Scope>({ subject, text, html }: MailSource<Scope>): string {
  const hash = createHash('sha256')
  for (const template of [subject, text, html]) hash.update(JSON.stringify(template?.statics ?? null))
  return hash.digest('base64url').slice(0, 24)
}
