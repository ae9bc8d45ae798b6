import type { Bounce, DeferralReason, Deferred, RefusalReason, Refused } from '../outcome.ts'
import {
  aboutAuthentication,
  aboutNobody,
  aboutRate,
  aboutRelaying,
  aboutRoom,
  aboutUs,
  saying,
} from './words.ts'

/** A relay's answer. `text` is verbatim: code, words, and every line of it. */
export type Reply = { readonly code: number; readonly text: string }

/** Where in a transaction the answer came: `message` is the one after the last octet. */
export type Step = 'mail' | 'rcpt' | 'data' | 'message'

type Verdict = { readonly reason: RefusalReason; readonly bounce: Bounce }

const hard: Verdict = { reason: 'invalid-recipient', bounce: 'hard' }
const full: Verdict = { reason: 'mailbox-full', bounce: 'soft' }
const unresolved: Verdict = { reason: 'dns-failure', bounce: 'soft' }
const soft: Verdict = { reason: 'soft-bounce', bounce: 'soft' }
const challenge: Verdict = { reason: 'challenge-response', bounce: 'soft' }
const relaying: Verdict = { reason: 'relaying-denied', bounce: 'config' }
const policy: Verdict = { reason: 'policy', bounce: 'config' }
const authentication: Verdict = { reason: 'authentication', bounce: 'config' }
const content: Verdict = { reason: 'content', bounce: 'ignored' }
const size: Verdict = { reason: 'size', bounce: 'ignored' }
const system: Verdict = { reason: 'system', bounce: 'ignored' }

/** The enhanced status (RFC 3463, RFC 2034) of an answer, when it has one of its own class. */
export function enhancedStatus({ code, text }: Reply): string | undefined {
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(text)?.[1]
  return status && Number(status[0]) === Math.floor(code / 100) ? status : undefined
}

const unauthenticated = new Set([530, 534, 535, 538])

/** What a 4yz or 5yz answer means for the message and its address (RFC 5321 4.2, RFC 3463). */
export function classify(reply: Reply, step: Step): Refused | Deferred {
  const enhanced = enhancedStatus(reply)
  const common = { code: reply.code, ...(enhanced && { enhanced }), reply: reply.text }
  // RFC 4954 6: who we are was not accepted. That is repaired in our settings, and the message can wait for it.
  if (unauthenticated.has(reply.code))
    return { kind: 'deferred', ...common, reason: 'authentication', counts: false }
  if (reply.code >= 500) return { kind: 'refused', ...common, ...verdict(reply, step, enhanced?.slice(2)) }
  return { kind: 'deferred', ...common, ...postponement(reply, step, enhanced?.slice(2)) }
}

function verdict(reply: Reply, step: Step, status: string | undefined): Verdict {
  const words = saying(reply.text)
  if (/challenge.?response|confirm (that )?you are (a )?human/i.test(words)) return challenge
  if (aboutRelaying.test(words)) return relaying
  // What is ours to repair suppresses nobody, whatever code the other side chose for it.
  if (aboutUs.test(words)) return aboutAuthentication.test(words) ? authentication : policy
  if (aboutRate.test(words)) return system
  const [subject, detail] = status ? status.split('.') : []
  if (subject === undefined || (subject === '0' && detail === '0')) return byCode(reply, step)
  return byStatus(subject, detail!, words, () => byCode(reply, step))
}

function byStatus(subject: string, detail: string, words: string, otherwise: () => Verdict): Verdict {
  switch (subject) {
    case '1':
      // One large provider says 5.1.1 for a full mailbox.
      if (aboutRoom.test(words) && !aboutNobody.test(words)) return full
      // 7 and 8 are about the sender's address, not the recipient's.
      return detail === '7' || detail === '8' ? policy : hard
    case '2':
      return detail === '1' ? hard : detail === '2' ? full : detail === '3' ? size : soft
    case '3':
      return detail === '4' ? size : system
    case '4':
      // One large provider says 5.4.1 for a recipient it does not know.
      if (detail === '1' && /recipient|address rejected/i.test(words)) return hard
      return /^([34]|31[0-2])$/.test(detail) ? unresolved : soft
    case '5':
      return otherwise()
    case '6':
      return content
    case '7':
      return ofSecurity(detail)
    default:
      return system
  }
}

// 5.7.20 to 5.7.30: RFC 7372, 7489 and 8616; 5.7.515: a large provider's "authentication level not met".
const ofSecurity = (detail: string): Verdict =>
  /^([89]|2\d|30|5\d\d)$/.test(detail) ? authentication : policy

const aboutPolicy =
  /spam|block|blacklist|block list|denylist|reputation|policy|denied|not authori[sz]ed|dmarc|dkim|\bspf\b/i
/** For the relays without enhanced codes: by the code, the step, and as the last resort the words. */
function byCode({ code, text: reply }: Reply, step: Step): Verdict {
  const text = saying(reply)
  if (step === 'mail') return code === 552 ? size : code >= 550 ? policy : system
  if (code >= 550 && aboutNobody.test(text)) return hard
  if (code === 552) return step === 'rcpt' || aboutRoom.test(text) ? full : size
  if (code === 556) return hard
  if (code < 550) return system
  if (aboutPolicy.test(text)) return policy
  if (aboutRoom.test(text)) return full
  if (step !== 'rcpt') return content
  return code === 554 ? policy : hard
}

function postponement(
  reply: Reply,
  step: Step,
  status: string | undefined,
): { reason: DeferralReason; counts: boolean } {
  if (throttles(reply)) return { reason: 'throttled', counts: false }
  if (aboutUs.test(saying(reply.text))) return { reason: 'system', counts: false }
  if (step === 'mail' || reply.code === 421) return { reason: 'system', counts: false }
  const [subject, detail] = status ? status.split('.') : []
  switch (subject) {
    case undefined:
    case '0':
      return bareFour(reply, step)
    case '1':
      return { reason: 'soft-bounce', counts: true }
    case '2':
      return { reason: detail === '2' ? 'mailbox-full' : 'soft-bounce', counts: true }
    case '4':
      return { reason: detail === '3' || detail === '4' ? 'dns-failure' : 'soft-bounce', counts: true }
    case '6':
      return { reason: 'content', counts: false }
    default:
      return { reason: 'system', counts: false }
  }
}

function bareFour({ code, text: reply }: Reply, step: Step): { reason: DeferralReason; counts: boolean } {
  const text = saying(reply)
  if (aboutRoom.test(text) && /mailbox|quota|user|recipient/i.test(text))
    return { reason: 'mailbox-full', counts: true }
  if (step === 'rcpt' && (code === 450 || code === 451)) return { reason: 'soft-bounce', counts: true }
  return { reason: 'system', counts: false }
}

/** True when the relay asks for less, or for later (greylisting included), rather than objecting. */
export const throttles = (reply: Reply): boolean =>
  /gr[ae]y.?list|\brate\b|too (many|much|fast)|trop de|slow down|throttl/i.test(reply.text) ||
  enhancedStatus(reply)?.startsWith('4.7.') === true
