import type { Scope } from '@chappe/core/access/scopes'
import type { ProviderDescription } from '@chappe/core/configuration/schema'
import type { Mistake } from '@chappe/core/kit/problem'
import type { Address } from './channels/email/address.ts'
import type { ParsedMail } from './channels/email/feedback/mail.ts'
import type { Notice, ReadMail } from './channels/email/feedback/notice.ts'
import type { Heard, Posted, SourceSettings, WebhookKind } from './channels/email/feedback/webhooks.ts'
import type { CompiledMail, MailSource } from './channels/email/mime/compile.ts'
import type { Db } from './store/db.ts'

export type { Notice, Posted }

/** Encrypts and signs with keys derived from the installation's secret key; the key itself is not reachable. */
export interface Secrets {
  /** AES-256-GCM; `purpose` is bound to the ciphertext, so a value cannot be moved to another place. */
  seal(purpose: string, plain: string): Buffer
  open(purpose: string, sealed: Buffer): string
  /** A key of 32 bytes for one use, e.g. 'access-token', 'tracking'; the same on every machine. */
  derive(use: string): Buffer
}

/** What use cases may know of the channel providers: their forms, not their wires. */
export interface ProviderCatalogue {
  list(): readonly ProviderDescription[]
  /** Checks settings against the provider's schema and parts the secret ones from the rest. */
  parse(
    kind: string,
    config: Record<string, unknown>,
  ):
    | { ok: true; config: Record<string, unknown>; secrets: Record<string, string> }
    | { ok: false; mistakes: Mistake[] }
}

/** How a message becomes octets: the channel's own writer, which previews use too, so that they show what leaves. */
export interface MailForm {
  compile<Scope>(source: MailSource<Scope>): CompiledMail<Scope>
  /** Undefined for anything that may stand in no envelope. */
  parseAddress(text: string): Address | undefined
  /** What a mail that came to a return address says of a message; see `channels/email/feedback/mail.ts`. Never throws. */
  judgeMail(mail: ParsedMail, key: string, known?: string): ReadMail
  /** What a provider's webhook posted: who it is from is checked, what it says is read. Never throws. */
  readWebhook(kind: WebhookKind, posted: Posted, settings: SourceSettings): Promise<Heard>
}

/**
 * Where uploaded images are. What a key names never changes and is never deleted. Both throw a StorageFailure when
 * the storage does not do what it is asked.
 */
export interface AssetStorage {
  /** Answers when the bytes are safe. */
  put(key: string, bytes: Buffer): Promise<void>
  get(key: string): Promise<Buffer | undefined>
  /** Address that anybody may show the image by. */
  url(key: string): string
}

/** What the house is built of, once per process. */
export interface House {
  readonly db: Db
  readonly now: () => Date
  /** A new UUID v7. */
  readonly newId: () => string
  readonly secrets: Secrets
  readonly providers: ProviderCatalogue
  readonly mail: MailForm
  readonly assets: AssetStorage
  /** Origin under which people and links reach this installation, without a slash at its end. */
  readonly publicUrl: string
}

/** Who asks. */
export interface Actor {
  /** Person's or API client's id; `system` for the worker. */
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
}

/** What a use case may reach: the house, and on whose behalf and in which sandbox it acts. */
export interface Ctx extends House {
  readonly organizationId: string
  readonly sandboxId: number
  readonly actor: Actor
}
