import type { House } from '../context.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as events from '../store/events.ts'
import * as store from '../store/feedback.ts'
import * as messages from '../store/messages.ts'
import * as tallies from '../store/tallies.ts'
import { choose, subjectsOf, whoeverTheyAre } from './consents.ts'
import { groupCommit } from './group-commit.ts'
import { linkKey } from './tracked-html.ts'
import type { Tracked } from './tracking.ts'

/** An open, or a click on link number `link`, which led to `url`. */
export interface Sign extends Tracked {
  readonly at: Date
  readonly click: { readonly link: number; readonly url: string } | null
}

export interface Feedback {
  /** Notes an open or a click; nobody has to wait for it. Above a backlog of thousands it is dropped. */
  note(sign: Sign): void
  /** Resolves when everything noted so far is written or given up. */
  settled(): Promise<void>
}

const mostWaiting = 5_000
const attempts = 3

/** Opens the book of opens and clicks: what comes while a commit is under way goes into the next, all at once. */
export function openFeedback({ db }: Pick<House, 'db'>): Feedback {
  const group = groupCommit((signs: Sign[]) => write(db, signs), { lines: 1, most: 500 })
  const waiting = new Set<Promise<unknown>>()
  return {
    note(sign) {
      if (group.waiting >= mostWaiting) return
      const noting = group
        .submit(sign)
        .catch(() => {})
        .finally(() => waiting.delete(noting))
      waiting.add(noting)
    },
    async settled() {
      while (waiting.size > 0) await Promise.all(waiting)
    },
  }
}

async function write(db: Db, signs: readonly Sign[]): Promise<undefined[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      await inTransaction(db, (tx) => record(tx, signs))
      return signs.map(() => undefined)
    } catch (error) {
      if (attempt === attempts) throw error
      await new Promise((resolve) => setTimeout(resolve, 500 * attempt))
    }
  }
}

/** Writes signs: events, counters, and on each message when it was first opened and which links were clicked. */
export async function record(db: Db, signs: readonly Sign[]): Promise<void> {
  const held = new Map((await store.hold(db, signs)).map((row) => [row.id, { ...row, news: false }]))
  const happened = new Map<number, events.Event[]>()
  const counted = new Map<
    string,
    { sandboxId: number; campaignId: string; at: Date; deltas: tallies.Delta[] }
  >()
  const links: { id: string; link: number }[] = []

  for (const { messageId, at, click } of signs) {
    const message = held.get(messageId)
    if (!message) continue
    const { sandboxId, campaignId, occurrenceId } = message
    const key = `${campaignId}/${at.toISOString().slice(0, 13)}`
    const counts = counted.get(key) ?? { sandboxId, campaignId, at, deltas: [] }
    counted.set(key, counts)
    const count = (metric: tallies.Delta['metric'], reason = '') =>
      counts.deltas.push({ metric, reason, occurrenceId, count: 1 })
    const seen = happened.get(sandboxId) ?? []
    happened.set(sandboxId, seen)
    if (click === null) {
      count('open')
      if (message.openedAt === null) {
        count('unique_open')
        Object.assign(message, { openedAt: at, news: true })
      }
      seen.push({ at, messageId, campaignId, type: 'opened', detail: null })
    } else {
      const link = linkKey(message.version, click.link)
      count('click', link)
      if (message.clickedAt === null) {
        count('unique_click')
        Object.assign(message, { clickedAt: at, news: true })
      }
      if (!message.clickedLinks.includes(click.link)) {
        count('unique_click', link)
        message.clickedLinks.push(click.link)
        links.push({ id: messageId, link: click.link })
      }
      seen.push({ at, messageId, campaignId, type: 'clicked', detail: click.url })
    }
  }

  await store.mark(
    db,
    [...held.values()].filter(({ news }) => news),
  )
  await store.addLinks(db, links)
  for (const [sandboxId, list] of happened) await events.append(db, sandboxId, list)
  for (const { sandboxId, campaignId, at, deltas } of counted.values())
    await tallies.add(db, sandboxId, campaignId, at, deltas)
}

/**
 * Takes somebody off the list for good: the person with all their addresses, and the address that was written to.
 * With `onlyTopic`, off what the message is about, where it is about something. False when the message is gone. Doing
 * it again changes and counts nothing.
 */
export function unsubscribe(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  tracked: Tracked,
  source: 'one-click' | 'page' | 'mail',
  { onlyTopic = false } = {},
): Promise<boolean> {
  const { messageId, sandboxId } = tracked
  const once = async (db: Db) => {
    const message = await messages.behindLink(db, sandboxId, messageId)
    if (!message) return false
    const topic = (onlyTopic && (await messages.topicOf(db, sandboxId, message))) || ''
    const about = { channel: 'email', topic, choice: 'out' as const }
    const chosen = subjectsOf(message).map((subject) => ({ subject, ...about }))
    const changed = await choose({ ...house, db }, sandboxId, chosen, { source, by: 'recipient' })
    if (changed.length > 0)
      await noteUnsubscribed(
        db,
        { ...message, ...tracked },
        house.now(),
        topic ? `${source}: ${topic}` : source,
      )
    return true
  }
  return whoeverTheyAre(() => inTransaction(house.db, once))
}

/** Writes into the message's history, and counts, that its recipient wants less or nothing from now on. */
export async function noteUnsubscribed(
  db: Db,
  {
    sandboxId,
    messageId,
    campaignId,
    occurrenceId,
  }: Tracked & { readonly campaignId: string; readonly occurrenceId: string | null },
  at: Date,
  detail: string,
): Promise<void> {
  await events.append(db, sandboxId, [{ at, messageId, campaignId, type: 'unsubscribed', detail }])
  await tallies.add(db, sandboxId, campaignId, at, [{ metric: 'unsubscribe', occurrenceId, count: 1 }])
}
