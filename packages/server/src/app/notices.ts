import { Problem } from '@chappe/core/kit/problem'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { House, Notice } from '../context.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as events from '../store/events.ts'
import * as store from '../store/notices.ts'
import * as recipients from '../store/recipients.ts'
import { thresholdOf } from '../store/suppression-settings.ts'
import * as tallies from '../store/tallies.ts'

/** Where notices come from. */
export interface From {
  readonly sandboxId: number
  readonly sourceId: string | null
  /** Signed by the provider that carried the message: it is believed about addresses that we have no message for. */
  readonly isTrusted: boolean
}

/**
 * The one way in for bounces and complaints, whoever tells them: what is new becomes a row, an event of its message,
 * a counter and, where it says something about the address, an entry of the suppression list; all of it or nothing.
 * Told twice, by the same source or by two, it counts once. Answers how many notices were new.
 *
 * @throws Problem `server/unavailable` when a message is so young that its own outcome is not written yet: the provider
 *   comes back
 */
export function take(
  { db, now, newId }: Pick<House, 'db' | 'now' | 'newId'>,
  { sandboxId, sourceId, isTrusted }: From,
  notices: readonly Notice[],
): Promise<number> {
  const at = now()
  return inTransaction(db, async (tx) => {
    const rows = notices.map((notice) => ({ ...notice, id: newId() }))
    const fresh = await store.insert(tx, sandboxId, sourceId, rows.map(told), at)
    const news = rows.filter(({ id }) => fresh.has(id))
    const ids = [...new Set(news.flatMap(({ messageId }) => messageId ?? []))]
    const messages = new Map((await store.hold(tx, sandboxId, ids)).map((one) => [one.id, { ...one }]))
    if ([...messages.values()].some(({ status }) => status === 'pending'))
      throw new Problem(
        'server/unavailable',
        'The outcome of this message is being written. Send it again.',
        {
          retryAfter: 5,
        },
      )

    const copies = await store.blindCopies(tx, sandboxId)
    const happened: events.Event[] = []
    const counted = new Map<string, tallies.Delta[]>()
    const judged: Judged[] = []
    for (const notice of news) {
      const message = messages.get(notice.messageId ?? '')
      // The address that gets a copy of everything has a fault of its own, which is nobody else's.
      if (message && notice.address && copies.has(keyOf(notice.address)) && !isOf(notice, message)) continue
      const count = (metric: tallies.Delta['metric'], reason = '') => {
        if (!message) return
        counted.set(message.campaignId, [
          ...(counted.get(message.campaignId) ?? []),
          { metric, reason, occurrenceId: message.occurrenceId, count: 1 },
        ])
        const type = metric === 'complaint' ? 'complained' : 'bounced'
        happened.push({
          at,
          messageId: message.id,
          campaignId: message.campaignId,
          type,
          detail: notice.detail,
        })
      }
      if (notice.kind === 'complaint') {
        if (message && !message.complained) {
          message.complained = true
          count('complaint')
        }
      } else if (message?.status === 'sent' && !message.bounced) {
        message.bounced = true
        count('later_bounce', notice.reason)
      }
      judged.push(...judgedOf(notice, message, isTrusted))
    }
    await events.append(tx, sandboxId, happened)
    for (const [campaignId, deltas] of counted) await tallies.add(tx, sandboxId, campaignId, at, deltas)
    await suppress(tx, sandboxId, judged, at)
    return news.length
  })
}

const keyOf = (address: string) => normalizeIdentity('email', address).value
const isOf = ({ address }: Notice, message: store.NotedMessage) =>
  address !== null && message.address !== null && keyOf(address) === keyOf(message.address)

const told = ({ id, key, kind, bounce, reason, messageId, address, detail }: Notice & { id: string }) => ({
  id,
  key,
  kind: kind === 'complaint' ? kind : `${bounce}:${reason}`,
  messageId,
  address,
  detail,
})

interface Judged {
  readonly address: string
  readonly messageId: string | null
  readonly bounce: 'hard' | 'soft'
  readonly reason: string
}

/**
 * What a notice means for an address: that of our message, or the one named when there is none and its teller is
 * trusted. A failure at another address than the one that we wrote to (a forwarding gone stale) is a soft one.
 */
function judgedOf(notice: Notice, message: store.NotedMessage | undefined, isTrusted: boolean): Judged[] {
  if (notice.bounce !== 'hard' && notice.bounce !== 'soft') return []
  const given = notice.address && keyOf(notice.address)
  const ours = message?.address ? keyOf(message.address) : undefined
  const address = ours ?? (isTrusted ? given : undefined)
  if (!address) return []
  const isElsewhere = notice.kind === 'bounce' && ours !== undefined && given && given !== ours
  const { reason, messageId } = notice
  return [
    isElsewhere
      ? { address, messageId, bounce: 'soft', reason: 'soft-bounce' }
      : { address, messageId, bounce: notice.bounce, reason },
  ]
}

async function suppress(db: Db, sandboxId: number, judged: readonly Judged[], at: Date): Promise<void> {
  const hard = judged.filter(({ bounce }) => bounce === 'hard')
  await recipients.suppress(db, sandboxId, 'hard', hard, 'feedback')
  const soft = judged.filter(
    (one): one is Judged & { messageId: string } => one.bounce === 'soft' && one.messageId !== null,
  )
  if (soft.length === 0) return
  const threshold = await thresholdOf(db, sandboxId)
  const reached = new Set(await recipients.countSoftBounces(db, sandboxId, soft, at, threshold))
  const over = soft.filter(({ address }) => reached.has(address))
  await recipients.suppress(db, sandboxId, 'soft', over, 'feedback')
}
