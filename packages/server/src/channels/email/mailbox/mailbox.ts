import type { Env } from '../../provider.ts'

/** How a mailbox is reached and what becomes of the mails in it. */
export interface MailboxSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the first octet; `starttls` never goes on without it. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly verifyCertificate: boolean
  readonly username: string
  readonly password: string
  /** IMAP only. */
  readonly folder: string
  /** What becomes of a mail that was read; POP3 knows `keep` and `delete`. */
  readonly after: 'seen' | 'move' | 'delete' | 'keep'
  readonly moveTo: string
}

/** Milliseconds. */
export interface Patience {
  readonly connect: number
  /** For each answer. */
  readonly answer: number
}
export const patient: Patience = { connect: 15_000, answer: 30_000 }

/** What the house gives: where connections may go (see `egress.ts`), and how long they may take. */
export type MailboxEnv = Pick<Env, 'allowPrivate' | 'lookup'> & { readonly patience?: Patience }

/** An open mailbox. Everything that goes wrong is told by a MailboxError. */
export interface Mailbox {
  /** Mails in it. */
  readonly total: number
  /** For how long ids hold (IMAP's UIDVALIDITY), where they are numbers that grow; null where they are names (POP3). */
  readonly validity: string | null
  /** Ids of its mails, oldest first; where they are numbers, of those above `after`. */
  list(after: number): Promise<string[]>
  /** The first octets of a mail, at most so many; undefined for one that is gone. It stays as it is. */
  fetch(id: string, most: number): Promise<Buffer | undefined>
  /** Does with mails that were read what the settings say. */
  putAway(ids: readonly string[]): Promise<void>
  /** Says goodbye, which is when a POP3 server deletes. */
  end(): Promise<void>
  /** Lets go at once. */
  destroy(): void
}

export interface Opening {
  readonly readOnly?: boolean
  /** Aborted, whatever is under way fails at once. */
  readonly signal?: AbortSignal
}

export type OpenMailbox = (
  kind: 'imap' | 'pop3',
  settings: MailboxSettings,
  opening?: Opening,
) => Promise<Mailbox>

/**
 * Why a mailbox cannot be read: `refused` says that who we are was not accepted, which does not pass by waiting;
 * `unreachable` everything else. The message is a sentence for the operator and holds no secret.
 */
export class MailboxError extends Error {
  override readonly name = 'MailboxError'
  readonly why: 'unreachable' | 'refused'
  constructor(why: MailboxError['why'], sentence: string) {
    super(sentence)
    this.why = why
  }
}

/** Settings as they are stored: texts. */
export const readMailboxSettings = (given: Readonly<Record<string, string>>): MailboxSettings => ({
  host: given.host ?? '',
  port: Number(given.port),
  security: (given.security ?? 'tls') as MailboxSettings['security'],
  verifyCertificate: given.verifyCertificate !== 'no',
  username: given.username ?? '',
  password: given.password ?? '',
  folder: given.folder ?? 'INBOX',
  after: (given.after ?? 'keep') as MailboxSettings['after'],
  moveTo: given.moveTo ?? '',
})
