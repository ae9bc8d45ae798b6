import { z } from 'zod'
import { sourceKinds } from '../feedback/source.ts'
import { endpoint, nothing, one } from './endpoint.ts'

export {
  type MailboxKind,
  mailboxKinds,
  type SourceField,
  type SourceKind,
  sourceFields,
  sourceKinds,
  type WebhookKind,
  webhookKinds,
} from '../feedback/source.ts'

const tag = 'Feedback sources'
const instant = z.iso.datetime({ offset: true })
const at = '/v1/feedback-sources/:id'

const Config = z.record(z.string(), z.string().max(2_000))
const Name = z.string().trim().min(1).max(100)

export const FeedbackSource = z.object({
  id: z.uuid(),
  kind: z.enum(sourceKinds),
  name: z.string(),
  /** Every setting that is not secret; see `sourceFields`. */
  config: z.record(z.string(), z.string()),
  active: z.boolean(),
  revision: z.int32(),
  /** Of a webhook: where the provider has to post to. */
  url: z.string().nullable(),
  /** When something last came in, or a mailbox was last read; and what was wrong with it; null: nothing. */
  lastAt: instant.nullable(),
  problem: z.string().nullable(),
  /** Of a mailbox: when it is read next. */
  nextAt: instant.nullable(),
  /** Of mail (smtp, imap, pop3): how many came in so far, and as what. */
  counts: z
    .object({
      mails: z.int(),
      bounces: z.int(),
      complaints: z.int(),
      unsubscribes: z.int(),
      /** Holiday notes, delays and confirmations: nothing follows from them. */
      ignored: z.int(),
      /** Nobody could say what they are: they are among the notices. */
      unread: z.int(),
    })
    .nullable(),
  createdAt: instant,
  createdBy: z.string(),
})
export type FeedbackSource = z.infer<typeof FeedbackSource>

export const FeedbackNotice = z.object({
  id: z.uuid(),
  /**
   * `complaint`; or what the bounce meant and why: `hard:invalid-recipient`; or `unsubscribe`; or `unread`: a mail that
   * nobody could say the meaning of.
   */
  kind: z.string(),
  messageId: z.uuid().nullable(),
  address: z.string().nullable(),
  detail: z.string(),
  /** Whether the mail itself was kept, to be looked at: those that could not be read are, for 30 days. */
  mail: z.boolean(),
  receivedAt: instant,
})
export type FeedbackNotice = z.infer<typeof FeedbackNotice>

/** What a mail in a mailbox turned out to be. */
export const mailMeanings = ['bounce', 'complaint', 'unsubscribe', 'ignored', 'unread'] as const

export const Trial = z.object({
  /** Whether the mailbox could be opened; else `problem` says why not. */
  ok: z.boolean(),
  problem: z.string().nullable(),
  /** Mails in the mailbox, and those that have not been read yet. */
  mails: z.int(),
  waiting: z.int(),
  /** The first of the waiting ones, at most twenty, and what each would count as. */
  first: z.array(
    z.object({
      from: z.string(),
      subject: z.string(),
      at: instant.nullable(),
      meaning: z.enum(mailMeanings),
      /** What a bounce would mean for the address: `hard:invalid-recipient`. */
      detail: z.string(),
    }),
  ),
})
export type Trial = z.infer<typeof Trial>

export const listFeedbackSources = endpoint({
  id: 'listFeedbackSources',
  summary: 'Where bounces and complaints come from besides the relay’s answers, by name',
  tag,
  method: 'GET',
  path: '/v1/feedback-sources',
  access: 'configurations:read',
  reply: z.object({ items: z.array(FeedbackSource) }),
})
export const createFeedbackSource = endpoint({
  id: 'createFeedbackSource',
  summary: 'Make an address for the webhook of a provider, receive mail at addresses, or read a mailbox',
  tag,
  method: 'POST',
  path: '/v1/feedback-sources',
  access: 'configurations:write',
  status: 201,
  body: z.object({
    kind: z.enum(sourceKinds),
    name: Name,
    config: Config,
    /** Made inactive, a mailbox can be tried before anything in it counts. */
    active: z.boolean().default(true),
  }),
  reply: FeedbackSource,
})
export const saveFeedbackSource = endpoint({
  id: 'saveFeedbackSource',
  summary:
    'Change the name and the settings of a source. A secret left out stays, unless it would be told to somebody else',
  tag,
  method: 'PUT',
  path: at,
  access: 'configurations:write',
  params: one,
  body: z.object({ revision: z.int32(), name: Name, config: Config }),
  reply: FeedbackSource,
})
export const switchFeedbackSource = endpoint({
  id: 'switchFeedbackSource',
  summary: 'Let a source in, or turn it away',
  tag,
  method: 'PATCH',
  path: at,
  access: 'configurations:write',
  params: one,
  body: z.object({ active: z.boolean() }),
  reply: FeedbackSource,
})
export const tryFeedbackSource = endpoint({
  id: 'tryFeedbackSource',
  summary: 'Open a mailbox now and say what is in it; nothing in it is changed, and nothing counts',
  tag,
  method: 'POST',
  path: `${at}/try`,
  access: 'configurations:write',
  params: one,
  reply: Trial,
})
export const deleteFeedbackSource = endpoint({
  id: 'deleteFeedbackSource',
  summary: 'Delete a source; what it told stays',
  tag,
  method: 'DELETE',
  path: at,
  access: 'configurations:write',
  params: one,
  status: 204,
  reply: nothing,
})
export const listFeedback = endpoint({
  id: 'listFeedback',
  summary: 'The last fifty things that a source told, newest first',
  tag,
  method: 'GET',
  path: `${at}/notices`,
  access: 'configurations:read',
  params: one,
  reply: z.object({ items: z.array(FeedbackNotice) }),
})
export const getFeedbackMail = endpoint({
  id: 'getFeedbackMail',
  summary: 'The beginning of a mail that was kept because nobody could say what it means',
  tag,
  method: 'GET',
  path: `${at}/notices/:notice/mail`,
  access: 'configurations:read',
  params: z.object({ id: z.uuid(), notice: z.uuid() }),
  reply: z.object({ raw: z.string() }),
})
