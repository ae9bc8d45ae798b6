import { classify } from '../classify.ts'
import { aboutNames, aboutNobody, aboutRoom, aboutUs, saying } from '../words.ts'
import type { Notice } from './notice.ts'

const spam = /spam|message content|content rejected|virus|malware|message rejected/i

/** Characters that are read: anybody may write a report. */
const longest = 2_000

type Judgement = Pick<Notice, 'bounce' | 'reason'>

/**
 * What a failure means for the address, from its status (RFC 3463) and its words: an SMTP answer is read as the relay's
 * own would be; without one, by the words.
 */
export function judge(status: string | undefined, diagnostic: string): Judgement {
  const words = diagnostic.slice(0, longest).trim()
  // Reports are written by anybody, so the words go before the codes.
  const said = saying(words)
  if (aboutUs.test(said)) return { bounce: 'config', reason: 'policy' }
  if (aboutNames.test(said)) return { bounce: 'soft', reason: 'dns-failure' }
  const answer = /\b([45]\d\d)[ -](?:#?\d\.\d{1,3}\.\d{1,3}[ -])?/.exec(words)
  const enhanced = /(?:^|[\s#(-])([245]\.\d{1,3}\.\d{1,3})(?=[\s);:,]|$)/.exec(words)?.[1] ?? status
  const code = Number(answer?.[1] ?? (enhanced?.startsWith('4') ? 450 : 550))
  const isSpecific = enhanced !== undefined && !/^[45]\.0\.0$/.test(enhanced)
  if (!isSpecific || /^5\.(5|4)\./.test(enhanced)) {
    if (aboutNobody.test(said)) return { bounce: 'hard', reason: 'invalid-recipient' }
    if (aboutRoom.test(said)) return { bounce: 'soft', reason: 'mailbox-full' }
    if (spam.test(words)) return { bounce: 'ignored', reason: 'content' }
    if (!isSpecific && answer === null) return { bounce: 'soft', reason: 'soft-bounce' }
  }
  const text = `${code}${enhanced ? ` ${enhanced}` : ''} ${words.replace(/^\d{3}[ -](\d\.\d{1,3}\.\d{1,3} )?/, '')}`
  const outcome = classify({ code, text }, 'rcpt')
  // A report is final: what was put off and then given up counts towards the threshold.
  if (outcome.kind === 'deferred')
    return outcome.counts || outcome.reason === 'system' || outcome.reason === 'throttled'
      ? {
          bounce: 'soft',
          reason: /^(mailbox-full|dns-failure)$/.test(outcome.reason) ? outcome.reason : 'soft-bounce',
        }
      : { bounce: 'ignored', reason: outcome.reason }
  return { bounce: outcome.bounce, reason: outcome.reason }
}
