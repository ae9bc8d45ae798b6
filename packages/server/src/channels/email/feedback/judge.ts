import { classify } from '../classify.ts'
import type { Notice } from './notice.ts'

/**
 * What was said of us and not of the recipient: whatever code came with it, no person is suppressed for it. Reports
 * are written by anybody, so the words go before the codes.
 */
const aboutUs =
  /relay(ing)?( access)? (is )?(denied|not permitted|prohibited|not allowed)|unable to relay|not permitted to relay|(ip|host|sender|client|address|server)[^.\n]{0,60}(block(ed|list)|black-?list|denylist|listed (by|in|at|on))|(block(ed|list)|black-?list)[^.\n]{0,40}(ip|spamhaus|barracuda|sorbs|spamcop)|spamhaus|barracudacentral|spamcop|\bspf\b|\bdkim\b|\bdmarc\b|helo|ehlo command rejected|reverse (dns|hostname)|\bptr\b|poor reputation|low reputation|sender (verify|verification|address) (failed|rejected)|unauthenticated (email|mail|sender)|authentication (required|failed)|unusual rate/i

const nobody =
  /user unknown|unknown user|no such (user|person|mailbox|recipient|address)|does(n't| not) exist|not found|unknown (recipient|address|mailbox)|recipient (unknown|not found)|no mailbox here|address not found|couldn't be found|wasn't found|invalid (recipient|mailbox|address)|mailbox (is )?(unavailable|disabled|inactive)|account (has been |is )?(disabled|inactive|closed)|recipnotfound|resolver\.adr|unrouteable address|adresse (inconnue|introuvable)|utilisateur inconnu|n'existe pas|unbekannt/i
const full =
  /mailbox[^.\n]{0,30}full|over ?quota|quota exceeded|exceeded.{0,30}(quota|storage)|boîte.{0,20}pleine|insufficient storage/i
const unresolved =
  /host (or domain name )?not found|domain.{0,40}(not found|couldn't be found|does not exist)|no mx|nxdomain|name service error|dns (error|lookup)/i
const spam = /spam|message content|content rejected|virus|malware|message rejected/i

type Judgement = Pick<Notice, 'bounce' | 'reason'>

/**
 * What a failure means for the address, from its status (RFC 3463) and its words: an SMTP answer is read as the relay's
 * own would be; without one, by the words.
 */
export function judge(status: string | undefined, diagnostic: string): Judgement {
  const words = diagnostic.trim()
  if (aboutUs.test(words)) return { bounce: 'config', reason: 'policy' }
  if (unresolved.test(words)) return { bounce: 'soft', reason: 'dns-failure' }
  const answer = /\b([45]\d\d)[ -](?:#?\d\.\d{1,3}\.\d{1,3}[ -])?/.exec(words)
  const enhanced = /(?:^|[\s#(])([245]\.\d{1,3}\.\d{1,3})(?=[\s);:,]|$)/.exec(words)?.[1] ?? status
  const code = Number(answer?.[1] ?? (enhanced?.startsWith('4') ? 450 : 550))
  const isSpecific = enhanced !== undefined && !/^[45]\.0\.0$/.test(enhanced)
  if (!isSpecific || /^5\.(5|4)\./.test(enhanced)) {
    if (nobody.test(words)) return { bounce: 'hard', reason: 'invalid-recipient' }
    if (full.test(words)) return { bounce: 'soft', reason: 'mailbox-full' }
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
