import type { Definition } from '@chappe/core/campaign/schema'
import type { EmailSettings } from '@chappe/core/configuration/schema'
import { htmlToText } from '@chappe/core/template/text'
import { compiled, compileHtml, type Scope } from '../app/tracked-html.ts'
import { type TrackingTokens, trackingPaths } from '../app/tracking.ts'
import { parseAddress } from '../channels/email/address.ts'
import { compileMail } from '../channels/email/mime/compile.ts'
import type { OutgoingMail } from '../channels/provider.ts'

export interface Version {
  readonly definition: Definition
  readonly category: 'transactional' | 'marketing'
  readonly settings: EmailSettings
  /** Origin of links when the configuration names none. */
  readonly publicUrl: string
  readonly tokens: TrackingTokens
}

export interface Personal {
  readonly id: string
  readonly sandboxId: number
  readonly to: string
  readonly profile: Record<string, unknown>
  readonly context: Record<string, unknown>
  readonly now: Date
}

/** A version's email, compiled once: what is the same for everybody is encoded already. */
export interface Content {
  /** @throws TemplateLimit or TypeError when this message cannot be made; others still can. */
  compose(personal: Personal): OutgoingMail
}

/** @throws ContentError when the version cannot be compiled, TypeError when the sender is no address */
export function compileVersion({ definition, category, settings, publicUrl, tokens }: Version): Content {
  const { content, tracking } = definition
  const origin = settings.trackingOrigin.replace(/\/+$/, '') || publicUrl
  const from = named(settings.senderEmail, settings.senderName)
  const text = content.text.trim() === '' ? htmlToText(content.html) : content.text
  const mail = compileMail<Scope>({
    from,
    ...(settings.replyToEmail ? { replyTo: named(settings.replyToEmail, settings.replyToName) } : {}),
    subject: compiled(content.subject, 'header'),
    ...(content.preheader ? { preheader: compiled(content.preheader, 'header') } : {}),
    ...(content.html ? { html: compileHtml(content.html, { ...tracking, origin, tokens }) } : {}),
    ...(text ? { text: compiled(text, 'text') } : {}),
  })
  const sender = parseAddress(settings.senderEmail)
  const domain = sender?.domain ?? 'localhost'

  return {
    compose({ id, sandboxId, to, profile, context, now }) {
      const token = tokens.of({ messageId: id, sandboxId })
      const unsubscribeUrl = trackingPaths.unsubscribe(origin, token)
      const system = { token, unsubscribeUrl, mirrorUrl: trackingPaths.mirror(origin, token) }
      const raw = mail.compose(
        { profile, context, system },
        {
          messageId: `${id}@${domain}`,
          date: now,
          to: { address: to },
          ...(category === 'marketing' ? { listUnsubscribe: { url: unsubscribeUrl } } : {}),
        },
      )
      return {
        id,
        envelopeFrom: settings.senderEmail,
        to,
        raw,
        ...(settings.bccEmail ? { bcc: settings.bccEmail } : {}),
        ...(sender?.utf8 || parseAddress(to)?.utf8 ? { eightBit: true } : {}),
      }
    },
  }
}

const named = (address: string, name: string) => (name ? { address, name } : { address })
