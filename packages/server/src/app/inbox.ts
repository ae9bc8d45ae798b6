import type { QueryOf } from '@chappe/core/api/endpoint'
import type { InboxMessage, listInbox, listInboxEntries } from '@chappe/core/api/inbox'
import { Problem } from '@chappe/core/kit/problem'
import PostalMime from 'postal-mime'
import type { Ctx } from '../context.ts'
import * as store from '../store/inbox.ts'

export async function list(ctx: Ctx, { to, limit, before }: QueryOf<typeof listInbox>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, { to: to?.trim() }, { limit, before })
  return { items: await Promise.all(rows.map(read)), total }
}

export async function entries(ctx: Ctx, { search, limit, before }: QueryOf<typeof listInboxEntries>) {
  const { rows, total } = await store.entries(ctx.db, ctx.sandboxId, { search }, { limit, before })
  return { items: rows.map((row) => ({ ...envelope(row), size: row.size })), total }
}

export const get = async (ctx: Ctx, id: string): Promise<InboxMessage> => read(await row(ctx, id))

/** The HTML part, to be shown in a frame that trusts nothing in it; the text where there is no HTML. */
export async function html(ctx: Ctx, id: string): Promise<string> {
  const message = await read(await row(ctx, id))
  return message.html || `<pre style="white-space:pre-wrap">${escaped(message.text)}</pre>`
}

export const empty = async (ctx: Ctx): Promise<void> => void (await store.empty(ctx.db, ctx.sandboxId))

async function row(ctx: Ctx, id: string): Promise<store.InboxRow> {
  const found = await store.get(ctx.db, ctx.sandboxId, id)
  if (!found)
    throw new Problem(
      'inbox/not-found',
      'It may have been deleted: the Inbox keeps the newest messages only.',
    )
  return found
}

async function read(message: store.InboxRow): Promise<InboxMessage> {
  const mail = await PostalMime.parse(message.raw)
  return {
    ...envelope(message),
    size: message.raw.length,
    headers: mail.headers.map(({ originalKey, key, value }) => ({ name: originalKey ?? key, value })),
    text: mail.text ?? '',
    html: mail.html ?? '',
    raw: asText(message.raw),
  }
}

const envelope = ({ id, receivedAt, recipient, sender, subject }: store.InboxEntryRow | store.InboxRow) => ({
  id,
  receivedAt: receivedAt.toISOString(),
  to: recipient,
  from: sender,
  subject,
})

/** Octets that are not UTF-8 are shown as Latin-1, which loses none of them. */
function asText(raw: Buffer): string {
  const text = raw.toString('utf8')
  return text.includes('\ufffd') ? raw.toString('latin1') : text
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]!)
