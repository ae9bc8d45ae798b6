import { judge } from './judge.ts'
import type { Notice } from './notice.ts'

type Failure = Pick<Notice, 'bounce' | 'reason' | 'address' | 'detail'>

const address = '[^\\s<>"(),:;]+@[\\w.-]+\\.[\\w-]+'
/** How mail systems without reports (RFC 3464) begin to say that a message came back. */
const openings = [
  // qmail and its heirs
  /^Hi\. This is the qmail-send program/m,
  /^This is a permanent error; I've given up/m,
  // Exim
  /^This message was created automatically by mail delivery software/m,
  // Exchange, Lotus, Postfix without parts, Gmail, and others
  /^Your message\s+(did not reach|wasn't delivered|could not be delivered|to .{3,200} (couldn't|could not) be delivered)/m,
  /^Votre message n(’|')a pas (pu )?être (remis|distribué)/m,
  /^The following (address(es)?|recipient|message).{0,40}(had|could not|was undeliverable|failed|cannot)/im,
  /^Delivery (to the following recipients?|has) failed/im,
  /^I'm (sorry to have to inform you|afraid I wasn't able to deliver)/m,
  /^Sorry, we were unable to deliver your message/m,
  /could(n't| not) be delivered to (one or more|the following)/i,
]
const senders = /mailer-daemon|postmaster|mail delivery (sub)?system/i
const subjects =
  /undeliver|delivery (status notification|failure|has failed|notification)|returned mail|mail delivery failed|failure notice|non remis|échec de (la )?remise|unzustellbar|not delivered/i

/** Whether a mail is, by its sender, subject and words, a bounce without a machine-readable part. */
export const looksReturned = (from: string, subject: string, text: string): boolean =>
  (senders.test(from) || subjects.test(subject)) && openings.some((one) => one.test(text))

/** What a bounce in prose says: the first address that it names on a line of its own, and the words after it. */
export function failureInProse(text: string, ours: readonly string[]): Failure | undefined {
  // What follows is our own message, which names addresses as well.
  const said =
    text.split(
      /^-{2,} ?(This is a copy|Below this line|Original message|Included is|The (header|message))|^-{3,}.{0,40}original message/im,
    )[0] ?? text
  const line = new RegExp(`^[\\s>*]*<?(${address})>?\\s*(?:\\((?:generated|expanded).*\\))?\\s*[:\\n]?`, 'im')
  const found =
    line.exec(said)?.[1] ??
    new RegExp(`(${address})`, 'gi').exec(said.replace(new RegExp(ours.join('|') || '$^', 'gi'), ''))?.[1]
  const at = found ? said.indexOf(found) : 0
  const words = said.slice(at, at + 2_000)
  const status = /#?\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1]
  return { ...judge(status, words), address: found?.toLowerCase() ?? null, detail: clean(words) }
}

const clean = (words: string) => words.replace(/\s+/g, ' ').trim().slice(0, 1_000)
