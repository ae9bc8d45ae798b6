/**
 * What somebody told us about a message that had left: it came back, or its reader called it spam.
 *
 *   hard, soft   about the address (RFC 3463 class 5 or 4, or what the words say)
 *   ignored      about this one message, or only a delay: nothing follows for the address
 *   config       about us (relaying, our IP, our domain's authentication): never about the person
 */
export interface Notice {
  readonly kind: 'bounce' | 'complaint'
  readonly bounce: 'hard' | 'soft' | 'ignored' | 'config'
  /** A word of `suppressionReasons`, or the classifier's. */
  readonly reason: string
  /** Ours, from the Message-ID or the `X-Chappe-Message` of what was returned. */
  readonly messageId: string | null
  /** Whom the notice is about; null when it does not say. */
  readonly address: string | null
  /** The other side's words. */
  readonly detail: string
  /** What makes it the same notice when it comes again. */
  readonly key: string
}

/** What a mail turned out to be. Auto-replies and mails that are none of these concern no message. */
export type ReadMail =
  | { readonly kind: 'report'; readonly notices: readonly Notice[] }
  | { readonly kind: 'auto-reply' | 'delay' | 'delivered' }
  | { readonly kind: 'unknown' }
