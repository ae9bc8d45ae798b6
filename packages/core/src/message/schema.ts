import { z } from 'zod'

/**
 *   pending ──hand-over──▶ sent | failed | uncertain | deferred ──later──▶ (again)
 *   pending ──rules──▶ excluded
 *
 * `deferred` is a pending message with a date; the books count both as pending.
 */
export const messageStatuses = ['pending', 'deferred', 'excluded', 'sent', 'failed', 'uncertain'] as const
export type MessageStatus = (typeof messageStatuses)[number]

/** Why a message was not handed over although its recipient was targeted (spec section 9.4 gives the codes). */
export const exclusionReasons = {
  'no-address': '050020',
  'malformed-address': '050024',
  'no-consent': '050101',
  'address-suppressed': '050102',
  'domain-suppressed': '050105',
  'not-allowed': '050108',
  'campaign-stopped': null,
  /** Somebody else of the same occurrence has the address. */
  'duplicate-address': null,
  /** In no wave of a campaign that leaves out whom its waves do not cover. */
  'no-wave': null,
  /** It was later than the planned time on the person's own clock, and the campaign skips such people. */
  'time-passed': null,
  'deadline-passed': null,
} as const
export type ExclusionReason = keyof typeof exclusionReasons

/** Why a message failed: on our side (an error) or by the relay's answer (a bounce). */
export const errorReasons = [
  'rendering',
  'retry-window-over',
  'configuration-missing',
  'message-too-large',
] as const

/** What can be counted. `pending` is never counted: it is what remains. */
const metrics = [
  'targeted',
  'excluded',
  'sent',
  'bounced',
  'error',
  'uncertain',
  'retry',
  'open',
  'unique_open',
  'click',
  'unique_click',
  'unsubscribe',
  'complaint',
  /** Of messages that count as sent: they came back after the relay had taken them. */
  'later_bounce',
] as const
export type Metric = (typeof metrics)[number]

const instant = z.iso.datetime({ offset: true })

/** One thing that happened to a message, in the order in which it happened. */
export const TimelineEntry = z.object({
  at: instant,
  what: z.string(),
  /** The relay's answer, the exclusion's or error's reason, the clicked URL. */
  detail: z.string().nullable(),
})

export const Message = z.object({
  id: z.uuid(),
  campaignId: z.uuid(),
  version: z.int(),
  /** 0 is the campaign's own content, or what its wave says instead; further actions are counted from 1. */
  action: z.int(),
  /** The variant of the version that it says; null: the campaign's own content. */
  variant: z.string().nullable(),
  /** The call that it came from; null of an occurrence. */
  executionId: z.uuid().nullable(),
  profileId: z.uuid().nullable(),
  address: z.string().nullable(),
  status: z.enum(messageStatuses),
  reason: z.string().nullable(),
  /** The relay's last answer, verbatim. */
  reply: z.string().nullable(),
  attempts: z.int(),
  createdAt: instant,
  settledAt: instant.nullable(),
  timeline: z.array(TimelineEntry),
})
export type Message = z.infer<typeof Message>
