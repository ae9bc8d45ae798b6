import type { Fields } from './fields.ts'
import { first } from './fields.ts'

const subjects =
  /^(re: ?)?(auto(matic|mated)?[ -]?(reply|response|answer|responder)|auto:|out of (the )?office|ooo\b|away from (the )?office|vacation|on (vacation|leave|holiday)|réponse automatique|reponse automatique|absence|absent|en congés?|message automatique|automatische antwort|abwesenheit|respuesta automática|risposta automatica|i am away|thank you for (contacting|your (email|message))|read:|lu ?:|accusé de (lecture|réception))/i

/**
 * True for what a program answered for a person: holiday notes, acknowledgements, read receipts (RFC 3834, RFC 8098
 * and the usual headers and subjects). A bounce is automatic too, but says so in its content type.
 */
export function isAutoReply(header: Fields): boolean {
  const type = first(header, 'content-type')?.toLowerCase() ?? ''
  if (/report-type="?disposition-notification/.test(type)) return true
  if (/^multipart\/report/.test(type)) return false
  const automatic = first(header, 'auto-submitted')?.toLowerCase() ?? ''
  const sender = first(header, 'from') ?? ''
  const isDaemon =
    /mailer-daemon|postmaster|mail delivery/i.test(sender) || first(header, 'return-path') === '<>'
  const subject = (first(header, 'subject') ?? '').trim()
  if (subjects.test(subject)) return true
  if (isDaemon) return false
  return (
    /^auto-(replied|generated|notified)/.test(automatic) ||
    /^(auto_reply|junk|bulk)$/i.test(first(header, 'precedence') ?? '') ||
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-mailer-autoreply'].some((name) =>
      header.has(name),
    ) ||
    /oof|dr|rn|autoreply/i.test(first(header, 'x-auto-response-suppress-reason') ?? '') ||
    first(header, 'x-ms-exchange-generated-message-source') === 'Mailbox Rules Agent'
  )
}
