import type { Env, Provider, Sender } from '../provider.ts'
import { parseAddress } from './address.ts'
import { judgeMail } from './feedback/mail.ts'
import { readText } from './feedback/read-text.ts'
import { type Posted, readWebhook, type SourceSettings, type WebhookKind } from './feedback/webhooks.ts'
import { inbox } from './inbox/index.ts'
import { compileMail } from './mime/compile.ts'
import { smtp } from './smtp/index.ts'

/** How emails are written, whoever carries them. */
export const mailForm = {
  compile: compileMail,
  parseAddress,
  judgeMail,
  readWebhook: (kind: WebhookKind, posted: Posted, settings: SourceSettings) =>
    readWebhook(kind, posted, settings, readText),
}

/** Every way of sending email. A new one is a folder and a line here. */
export const emailProviders = { inbox, smtp } satisfies Record<string, Provider>

export type EmailProviderKind = keyof typeof emailProviders

export const isEmailProvider = (kind: string): kind is EmailProviderKind =>
  Object.hasOwn(emailProviders, kind)

/**
 * Opens a provider with its stored settings.
 * @throws ZodError when the settings are not (or no longer) what the provider asks for
 */
export function openEmailSender(kind: EmailProviderKind, config: unknown, env: Env): Sender {
  switch (kind) {
    case 'inbox':
      return inbox.open(inbox.config.parse(config), env)
    case 'smtp':
      return smtp.open(smtp.config.parse(config), env)
  }
}
