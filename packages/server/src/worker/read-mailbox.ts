import { type MailboxKind, mailboxKinds } from '@chappe/core/feedback/source'
import { Problem } from '@chappe/core/kit/problem'
import { opened } from '../app/feedback-sources.ts'
import { LeaseLost, mostRead, take } from '../app/returned-mail.ts'
import type { TrackingTokens } from '../app/tracking.ts'
import {
  type Mailbox,
  MailboxError,
  type OpenMailbox,
  readMailboxSettings,
} from '../channels/email/mailbox/index.ts'
import type { House } from '../context.ts'
import * as store from '../store/feedback-sources.ts'
import { isAway } from '../store/health.ts'
import type { Log } from './ports.ts'

export interface Reader extends Pick<House, 'db' | 'now' | 'newId' | 'mail' | 'secrets'> {
  readonly log: Log
  readonly tokens: TrackingTokens
  readonly open: OpenMailbox
  /** Once aborted, no further mail is begun. */
  readonly draining: AbortSignal
}

/** Seconds that nobody else reads a mailbox; longer than one mail can take. */
export const leaseSeconds = 120
/** Mails read in one go, after which others have their turn; POP3 deletes at the end of each. */
const together = 200
const mostLater = 1_000
const minute = 60_000
const longestPause = 60

export const kindOf = ({ kind }: { kind: string }): MailboxKind =>
  mailboxKinds.find((one) => one === kind) ?? 'imap'

/**
 * Reads a mailbox under lease: each mail is taken in first, with up to where the mailbox was read, and put away after
 * it; so a crash at any point leaves a mail that is read again and known by its key, or one that is only not put away.
 * What nobody understands stays where it is. Never throws: what goes wrong stands at the source, and it is tried again.
 */
export async function readMailbox(reader: Reader, source: store.SourceRow): Promise<void> {
  const { db, now, log } = reader
  const pause = Number(source.config.everyMinutes) || 5
  const settle = (end: { minutes: number; problem: string | null; failures: number; isRead: boolean }) =>
    store.settleMailbox(db, source, {
      at: end.isRead ? now() : null,
      dueAt: new Date(now().getTime() + end.minutes * minute),
      problem: end.problem?.slice(0, 500) ?? null,
      failures: end.failures,
    })
  try {
    const { more, problem } = await readSome(reader, source)
    await settle({ minutes: more ? 0 : pause, problem, failures: 0, isRead: true })
  } catch (error) {
    if (error instanceof LeaseLost) return
    // While the database is away nothing can be written; the lease runs out, and it is read again.
    if (isAway(error)) return
    if (reader.draining.aborted) {
      const { problem = null, failures = 0 } = source.state
      return void (await settle({ minutes: 0, problem, failures, isRead: false }).catch(() => {}))
    }
    const failures = (source.state.failures ?? 0) + 1
    const isRefused = error instanceof MailboxError && error.why === 'refused'
    if (!(error instanceof MailboxError))
      log.error({ err: error, source: source.id }, 'A mailbox could not be read')
    // A password that is wrong stays so, and servers lock accounts that guess.
    const backoff = Math.min(isRefused ? 15 * 2 ** (failures - 1) : 2 ** (failures - 1), longestPause)
    const problem = (error as Error).message
    await settle({ minutes: Math.max(pause, backoff), problem, failures, isRead: false }).catch(() => {})
  }
}

async function readSome(
  reader: Reader,
  source: store.SourceRow,
): Promise<{ more: boolean; problem: string | null }> {
  const settings = readMailboxSettings(opened(reader, source))
  const box = await reader.open(kindOf(source), settings, { signal: reader.draining })
  try {
    const reading = new Reading(reader, source, box)
    await reading.run()
    await box.end()
    return reading
  } finally {
    box.destroy()
  }
}

class Reading {
  more = false
  problem: string | null = null
  readonly #reader: Reader
  readonly #source: store.SourceRow
  readonly #box: Mailbox
  #renewed: number

  constructor(reader: Reader, source: store.SourceRow, box: Mailbox) {
    this.#reader = reader
    this.#source = source
    this.#box = box
    this.#renewed = reader.now().getTime()
  }

  async run(): Promise<void> {
    const { draining } = this.#reader
    const { waiting, place } = await this.#waiting()
    const understood: string[] = []
    let at = place
    for (const id of waiting.slice(0, together)) {
      if (draining.aborted) break
      await this.#renew()
      const next = at && passed(at, Number(id))
      const came = await this.#take(id, next)
      if (came === 'later') {
        if (at) at = await this.#putOff(at, Number(id))
        continue
      }
      at = next
      if (came === 'understood') understood.push(id)
    }
    await this.#box.putAway(understood)
    this.more = waiting.length > together && !draining.aborted
  }

  /** Ids to read, oldest first, and from where on, where ids are numbers. */
  async #waiting(): Promise<{ waiting: string[]; place: store.Place | null }> {
    const { db } = this.#reader
    const { validity } = this.#box
    if (validity === null) {
      const ids = await this.#box.list(0)
      const known = await store.knownMails(db, this.#source, ids)
      return { waiting: ids.filter((id) => !known.has(id)), place: null }
    }
    const known = this.#source.state.place
    const place = known?.validity === validity ? known : { validity, last: 0, later: [] }
    const fresh = await this.#box.list(place.last)
    return { waiting: [...place.later.map(String), ...fresh], place }
  }

  async #take(id: string, place: store.Place | null): Promise<'understood' | 'left' | 'later'> {
    const { db, log } = this.#reader
    const source = this.#source
    const raw = await this.#box.fetch(id, mostRead)
    if (raw === undefined) {
      if (place) await store.placeMailbox(db, source, place)
      return 'left'
    }
    try {
      const progress = { fence: source.fence, place }
      const meaning = await take(
        this.#reader,
        this.#reader.tokens,
        { raw, recipients: [] },
        [source],
        progress,
      )
      const isUnderstood = meaning !== 'unread'
      const isDeleted = isUnderstood && source.config.after === 'delete'
      if (place === null && !isDeleted) await store.rememberMail(db, source, id)
      return isUnderstood ? 'understood' : 'left'
    } catch (error) {
      if (error instanceof LeaseLost || isAway(error)) throw error
      if (!(error instanceof Problem && error.type === 'server/unavailable')) {
        log.error({ err: error, source: source.id }, 'A mail could not be taken in')
        this.problem = `A mail could not be taken in: ${(error as Error).message}`
      }
      return 'later'
    }
  }

  /** Passes a mail over that cannot be taken in yet, to come back to it with the next reading. */
  async #putOff(place: store.Place, id: number): Promise<store.Place> {
    const { last, later } = passed(place, id)
    const next = { ...place, last, later: [...later, id].slice(-mostLater) }
    await store.placeMailbox(this.#reader.db, this.#source, next)
    return next
  }

  async #renew(): Promise<void> {
    const now = this.#reader.now().getTime()
    if (now - this.#renewed < (leaseSeconds * 1_000) / 4) return
    this.#renewed = now
    const until = new Date(now + leaseSeconds * 1_000)
    if (!(await store.renewMailbox(this.#reader.db, this.#source, until))) throw new LeaseLost()
  }
}

const passed = (place: store.Place, id: number): store.Place => ({
  ...place,
  last: Math.max(place.last, id),
  later: place.later.filter((one) => one !== id),
})
