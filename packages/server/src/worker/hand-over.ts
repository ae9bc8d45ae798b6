import { setTimeout as sleep } from 'node:timers/promises'
import type { Content } from '../app/rendering/compile.ts'
import { personal } from '../app/tracked-html.ts'
import type { Outcome } from '../channels/outcome.ts'
import type { OutgoingMail, Sender } from '../channels/provider.ts'
import type { Item } from './item.ts'
import type { Result } from './verdict.ts'

/** What the channel said of one message, or why it was not made. */
export interface Answer {
  readonly item: Item
  readonly result: Result | Extract<Outcome, { kind: 'not-sent' }>
}

export interface HandOver {
  readonly content: Content
  readonly sender: Sender
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Asked of each message just before it begins to leave; what is held comes back as not sent. */
  readonly isHeld: (item: Item) => boolean
  /**
   * Called twice a second with the answers so far, while others are awaited: so that a slow recipient keeps nobody
   * uncertain, and a slow relay is no reason to overlook that the campaign was stopped.
   */
  readonly meanwhile: (answers: Answer[]) => Promise<void>
}

const every = 500

/** Makes the messages and hands them to the channel. Answers what has not been noted on the way. */
export async function handOver(
  items: readonly Item[],
  { content, sender, now, signal, isHeld, meanwhile }: HandOver,
): Promise<Answer[]> {
  let answers: Answer[] = []
  const sent: Item[] = []
  const mails: OutgoingMail[] = []
  for (const item of items) {
    try {
      mails.push(compose(content, item, now()))
      sent.push(item)
    } catch (error) {
      const reply = (error as Error).message.slice(0, 500)
      answers.push({ item, result: { kind: 'error', reason: 'rendering', reply } })
    }
  }

  const answered = new Set<number>()
  const failed = new AbortController()
  const sending = sender.send(
    mails,
    (index, result) => {
      if (answered.has(index)) return
      answered.add(index)
      answers.push({ item: sent[index]!, result })
    },
    { signal: AbortSignal.any([signal, failed.signal]), wanted: (index) => !isHeld(sent[index]!) },
  )
  let over = false
  const ended = sending.finally(() => (over = true))
  ended.catch(() => {})
  while (!over) {
    await Promise.race([ended.catch(() => {}), sleep(every, undefined, { ref: false })])
    if (over) continue
    const known = answers
    answers = []
    try {
      await meanwhile(known)
    } catch (error) {
      // The batches go back to whoever comes next: nothing more of them may leave here meanwhile.
      failed.abort()
      await ended.catch(() => {})
      throw error
    }
  }
  try {
    await ended
  } catch (error) {
    // A bug of the provider: what it did not answer for may or may not have left.
    const reply = `The provider failed: ${(error as Error).message}`
    sent.forEach((item, index) => {
      if (!answered.has(index)) answers.push({ item, result: { kind: 'uncertain', reply } })
    })
  }
  return answers
}

function compose(content: Content, item: Item, now: Date): OutgoingMail {
  const { id, lease, recipient, address, attributes, createdAt } = item
  if (!recipient) throw new TypeError('The call that this message came from is gone.')
  if (!address.ok) throw new TypeError('The message has no usable address.')
  return content.compose({
    id,
    sandboxId: lease.sandboxId,
    to: address.text,
    profile: personal(attributes, recipient),
    context: recipient.context ?? {},
    at: createdAt,
    now,
  })
}
