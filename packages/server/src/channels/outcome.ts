/**
 * What became of one message handed to a channel. Answers of the outside world are values, never
 * exceptions; every message handed over gets exactly one of these.
 *
 *   accepted   the other side took responsibility for it
 *   refused    a final no (5yz); `bounce` says what it means for the address
 *   deferred   not now: come back within the retry window
 *   uncertain  it may or may not have been taken: the connection was lost after the last byte of the
 *              message and before the reply
 *   not-sent   it was not wanted any more before it was begun; nothing of it left this process
 */
export type Outcome = Accepted | Refused | Deferred | Uncertain | NotSent

export type Accepted = {
  readonly kind: 'accepted'
  /** The other side's words, as received. */
  readonly reply: string
  /** The other side's own name for the message, when it told one. */
  readonly providerId?: string
}

export type Refused = {
  readonly kind: 'refused'
  /** SMTP reply code, 500 to 599. */
  readonly code?: number
  /** RFC 3463 status, such as `5.1.1`. */
  readonly enhanced?: string
  readonly reason: RefusalReason
  readonly bounce: Bounce
  readonly reply: string
}

export type Deferred = {
  readonly kind: 'deferred'
  readonly code?: number
  readonly enhanced?: string
  readonly reason: DeferralReason
  readonly reply: string
  /** True for a soft bounce of this address; false when the connection or our own side is at fault. */
  readonly counts: boolean
}

export type Uncertain = { readonly kind: 'uncertain'; readonly reply: string }

export type NotSent = { readonly kind: 'not-sent' }

/**
 * What a refusal means for the address: `hard` suppresses it at once, `soft` counts towards the
 * threshold, `ignored` is about the message and `config` about our own set-up: neither touches the address.
 */
export type Bounce = 'hard' | 'soft' | 'ignored' | 'config'

const refusalReasons = [
  'invalid-recipient',
  'mailbox-full',
  'dns-failure',
  'relaying-denied',
  'challenge-response',
  'soft-bounce',
  'policy',
  'authentication',
  'content',
  'size',
  'system',
] as const

export type RefusalReason = (typeof refusalReasons)[number]

const deferralReasons = [...refusalReasons, 'connection', 'throttled'] as const

export type DeferralReason = (typeof deferralReasons)[number]
