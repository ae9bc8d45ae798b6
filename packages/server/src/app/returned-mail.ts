import { createHash } from 'node:crypto'
import type { mailMeanings } from '@chappe/core/api/feedback-sources'
import PostalMime, { type Email } from 'postal-mime'
import type { House, Notice } from '../context.ts'
import { inTransaction } from '../store/db.ts'
import * as sources from '../store/feedback-sources.ts'
import * as store from '../store/notices.ts'
import { unsubscribe } from './feedback.ts'
import * as notices from './notices.ts'
import { type Tracked, type TrackingTokens, tokensIn } from './tracking.ts'

/** A mail that came to us, as octets, or the beginning of it. */
export interface Arrived {
  readonly raw: Buffer
  /** Whom its envelope named; none where that is not known and its header has to say. */
  readonly recipients: readonly string[]
}

export interface Read {
  readonly meaning: (typeof mailMeanings)[number]
  /** The same for the same mail, whichever way it came. */
  readonly key: string
  readonly notices: readonly Notice[]
  /** Whose return address it came to. */
  readonly returnedTo: Tracked | null
  /** Who is to be unsubscribed. */
  readonly leaver: Tracked | null
  readonly from: string
  readonly subject: string
  readonly at: Date | null
}

/** Octets of a mail that are looked at: whatever it reports stands before the message that it returns. */
export const mostRead = 262_144
/** And lines: each costs the reader as much as a long one. */
const mostLines = 5_000

const nothingRead: Email = { headers: [], headerLines: [], attachments: [] } as unknown as Email

/** Reads a mail and changes nothing. Never throws: what is outside may be anything. */
export async function read(
  { mail }: Pick<House, 'mail'>,
  tokens: Pick<TrackingTokens, 'read' | 'readReturnPath'>,
  { raw, recipients }: Arrived,
): Promise<Read> {
  const octets = beginningOf(raw)
  const parsed = await PostalMime.parse(octets, { forceRfc822Attachments: true }).catch(() => nothingRead)
  const key = keyOf(parsed, octets)
  const returnedTo = markIn(tokens, recipients.length > 0 ? recipients : addressesIn(parsed))
  const about = {
    key,
    returnedTo,
    notices: [],
    leaver: null,
    from: parsed.from?.address ?? '',
    subject: parsed.subject ?? '',
    at: dateOf(parsed.date),
  }
  const judged = mail.judgeMail(parsed, key, returnedTo?.messageId)
  if (judged.kind === 'report') {
    const meaning = judged.notices[0]?.kind ?? 'unread'
    return { ...about, meaning, notices: judged.notices }
  }
  // Whoever leaves may have a program write: the token is what counts, and nothing else carries one in its subject.
  const [leaver] = tokensIn(about.subject).flatMap((token) => tokens.read(token) ?? [])
  if (leaver) return { ...about, meaning: 'unsubscribe', leaver }
  return { ...about, meaning: judged.kind === 'unknown' ? 'unread' : 'ignored' }
}

/** A source that a mail came over. */
export type Over = Pick<sources.SourceRow, 'sandboxId' | 'id'>

/** The lease of a mailbox, and up to where it has been read with this mail. */
export interface Progress {
  readonly fence: number
  readonly place: sources.Place | null
}

/** Thrown when somebody else reads the mailbox by now: nothing of the mail is written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/**
 * Takes in what a mail says, with its count and, of a mailbox, how far it was read: all of it or nothing, and the same
 * mail twice counts once. `over`: the sources that it came over, of which there are several where sandboxes share an
 * address; what it says is told only to the one whose message it is about.
 *
 * @throws Problem `server/unavailable` when the outcome of its message is not written yet: the mail is to come back;
 *   LeaseLost
 */
export async function take(
  house: Pick<House, 'db' | 'now' | 'newId' | 'mail'>,
  tokens: Pick<TrackingTokens, 'read' | 'readReturnPath'>,
  arrived: Arrived,
  over: readonly Over[],
  progress?: Progress,
): Promise<Read['meaning']> {
  const mail = await read(house, tokens, arrived)
  await inTransaction(house.db, async (db) => {
    const inside = { ...house, db }
    const sandboxId = await sandboxOf(inside, mail, over)
    const source = over.find((one) => one.sandboxId === sandboxId)
    const isNews = await write(inside, mail, arrived, { sandboxId, sourceId: source?.id ?? null })
    const counts = { mails: 1, ...(isNews && { [counterOf[mail.meaning]]: 1 }) }
    const counted = await sources.count(db, source ?? over[0]!, counts, house.now(), progress)
    if (!counted && progress) throw new LeaseLost()
  })
  return mail.meaning
}

const counterOf = {
  bounce: 'bounces',
  complaint: 'complaints',
  unsubscribe: 'unsubscribes',
  ignored: 'ignored',
  unread: 'unread',
} as const satisfies Record<Read['meaning'], keyof sources.Counts>

/** Answers whether it says anything that was not known. */
async function write(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  mail: Read,
  { raw }: Arrived,
  to: { readonly sandboxId: number; readonly sourceId: string | null },
): Promise<boolean> {
  const note = async (about: Omit<store.NewNotice, 'id' | 'key'>) => {
    const row = { ...about, id: house.newId(), key: mail.key }
    return (await store.insert(house.db, to.sandboxId, to.sourceId, [row], house.now())).size > 0
  }
  switch (mail.meaning) {
    case 'bounce':
    case 'complaint':
      return (await notices.take(house, { ...to, isTrusted: false }, mail.notices)) > 0
    case 'unsubscribe': {
      const isThere = await unsubscribe(house, mail.leaver!, 'mail')
      const messageId = isThere ? mail.leaver!.messageId : null
      return note({ kind: 'unsubscribe', messageId, address: mail.from.toLowerCase() || null, detail: '' })
    }
    case 'unread': {
      const kept = raw.subarray(0, 20_000).toString('latin1')
      return note({
        kind: 'unread',
        messageId: null,
        address: mail.from.toLowerCase() || null,
        detail: mail.subject,
        raw: kept,
      })
    }
    case 'ignored':
      return true
  }
}

/** Whose mail it is: a signed mark says so; else its message decides among those that the mail came to. */
async function sandboxOf({ db }: Pick<House, 'db'>, mail: Read, over: readonly Over[]): Promise<number> {
  const signed = mail.returnedTo ?? mail.leaver
  if (signed) return signed.sandboxId
  const named = mail.notices.flatMap(({ messageId }) => messageId ?? [])
  const owners = named.length > 0 && over.length > 1 ? await store.sandboxesOf(db, named) : []
  return (over.find((one) => owners.some(({ sandboxId }) => sandboxId === one.sandboxId)) ?? over[0]!)
    .sandboxId
}

function markIn(
  tokens: Pick<TrackingTokens, 'readReturnPath'>,
  addresses: readonly string[],
): Tracked | null {
  for (const address of addresses) {
    const message = tokens.readReturnPath(address)?.message
    if (message && message !== 'forged') return message
  }
  return null
}

function beginningOf(raw: Buffer): Buffer {
  let end = 0
  for (let lines = 0; lines < mostLines; lines++) {
    const next = raw.indexOf(10, end)
    if (next < 0 || next >= mostRead) return raw.subarray(0, mostRead)
    end = next + 1
  }
  return raw.subarray(0, end)
}

const recipientFields = new Set(
  'delivered-to x-delivered-to x-original-to envelope-to x-envelope-to x-rcpt-to x-forwarded-to to cc'.split(
    ' ',
  ),
)

/** The addresses that a header says the mail was delivered to. */
const addressesIn = ({ headers }: Email): string[] =>
  headers
    .filter(({ key }) => recipientFields.has(key))
    .flatMap(({ value }) => value.slice(0, 2_000).match(/[^\s<>",;:]+@[^\s<>",;:]+/g) ?? [])

/**
 * What makes a mail the same mail. Whoever carries it writes into its header on the way, so only what its author
 * wrote counts.
 */
function keyOf({ headers }: Email, octets: Buffer): string {
  const field = (name: string) => headers.find(({ key }) => key === name)?.value ?? ''
  const hash = createHash('sha256')
  for (const name of ['message-id', 'from', 'to', 'subject', 'date']) hash.update(`${field(name)}\n`)
  const text = octets.toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)
  hash.update(
    text
      .slice(end ? end.index + end[0].length : 0)
      .replaceAll('\r\n', '\n')
      .trimEnd(),
  )
  return `mail:${hash.digest('base64url')}`
}

function dateOf(text: string | undefined): Date | null {
  const date = new Date(text ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date
}
