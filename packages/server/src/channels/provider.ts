import type { LookupFunction } from 'node:net'
import type { z } from 'zod'
import type { Outcome } from './outcome.ts'

export type Label = { readonly fr: string; readonly en: string }

/** One message, ready to leave: the envelope (RFC 5321) and the bytes. */
export type OutgoingMail = {
  /** Our message id; the built-in inbox keeps it, a relay never sees it. */
  readonly id: string
  readonly envelopeFrom: string
  readonly to: string
  /** Blind copy: a second recipient of the same bytes. Its refusal never changes the outcome. */
  readonly bcc?: string
  /** The whole message in the form of RFC 5322, lines ended by CRLF, without dot-stuffing. */
  readonly raw: Buffer
  /** True when `raw` has bytes above 0x7f, which only a relay with 8BITMIME may be given. */
  readonly eightBit?: boolean
}

export type SendOptions = {
  /** Once aborted no further message is begun; those settle as `not-sent`, those begun run to their outcome. */
  readonly signal?: AbortSignal
  /** Asked of each message just before it is begun; what is not wanted any more settles as `not-sent`. */
  readonly wanted?: (index: number) => boolean
  /** Given, the batch travels over a connection of its own, and its dialogue is told line by line, secrets masked. */
  readonly transcript?: (line: string) => void
}

export type Sender = {
  /**
   * Sends a batch. `settle` is called exactly once per mail, in any order, with the mail's index in
   * the batch; the promise resolves after the last one and rejects only for a bug of ours.
   * Batches may overlap: they share the sender's connections.
   */
  send(
    batch: readonly OutgoingMail[],
    settle: (index: number, outcome: Outcome) => void,
    options?: SendOptions,
  ): Promise<void>
  /** Connects, secures and signs in without sending anything. */
  verify?(): Promise<Verification>
  /** Ends politely what is idle, lets what is begun finish, and settles the rest as `not-sent`. */
  close(): Promise<void>
}

export type Verification = {
  readonly ok: boolean
  /** The last thing that the other side said, or why it could not be reached. */
  readonly reply: string
  readonly transcript: readonly string[]
}

/** A message as the built-in inbox keeps it. */
export type Deposited = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly raw: Buffer
  readonly receivedAt: Date
}

/** What the house gives a provider: the doors to everything outside its own folder. */
export type Env = {
  readonly now: () => Date
  /** True when the operator lets relays live at private, loopback or link-local addresses. */
  readonly allowPrivate: boolean
  /** Name resolution; the system's own when absent. */
  readonly lookup?: LookupFunction
  /** Stores messages for the built-in inbox, all or none. */
  readonly deposit: (messages: readonly Deposited[]) => Promise<void>
  /** Where the bundled DKIM thread lives; without it signatures are made in the calling thread. */
  readonly dkimThread?: URL
}

/** A way of sending: its name, the settings it asks for (zod; secrets marked by meta), and how to open it. */
export type Provider<Kind extends string = string, Config extends z.ZodType = z.ZodType> = {
  readonly kind: Kind
  readonly label: Label
  readonly config: Config
  open(config: z.output<Config>, env: Env): Sender
}

export const provider = <Kind extends string, Config extends z.ZodType>(
  definition: Provider<Kind, Config>,
): Provider<Kind, Config> => definition

/** Metadata of a setting, read by the form that asks for it and by whoever stores it. */
export type SettingMeta = {
  label: Label
  help?: Label
  secret?: boolean
  multiline?: boolean
  /** Of a secret: the setting that says to whom it is told. */
  toldTo?: string
}

/** Marks a setting for people (label) and for storage (`secret`: encrypted at rest, never returned). */
export const setting = <T extends z.ZodType>(schema: T, meta: SettingMeta): T => schema.meta(meta) as T
