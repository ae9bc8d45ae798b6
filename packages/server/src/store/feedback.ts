import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface OpenedMessage {
  readonly id: string
  readonly sandboxId: number
  readonly campaignId: string
  readonly occurrenceId: string | null
  readonly version: number
  readonly openedAt: Date | null
  readonly clickedAt: Date | null
  readonly clickedLinks: number[]
}

/** Holds these messages until the end of the transaction; those that are gone are left out. */
export async function hold(
  db: Db,
  messages: readonly { readonly messageId: string; readonly sandboxId: number }[],
): Promise<OpenedMessage[]> {
  const { rows } = await sql<OpenedMessage>`
    select m.id, m.sandbox_id, m.campaign_id, m.occurrence_id, m.version, m.opened_at, m.clicked_at, m.clicked_links
      from message m
     where (m.id, m.sandbox_id) in (
       select * from unnest(${messages.map((m) => m.messageId)}::uuid[], ${messages.map((m) => m.sandboxId)}::int[]))
     order by m.id for update of m`.execute(db)
  return rows
}

/** Writes when messages were first opened and first clicked. */
export const mark = async (
  db: Db,
  marks: readonly { readonly id: string; readonly openedAt: Date | null; readonly clickedAt: Date | null }[],
): Promise<void> => {
  if (marks.length === 0) return
  await sql`
    update message m set opened_at = g.opened_at, clicked_at = g.clicked_at
      from unnest(${marks.map((m) => m.id)}::uuid[], ${marks.map((m) => m.openedAt)}::timestamptz[],
                  ${marks.map((m) => m.clickedAt)}::timestamptz[]) as g(id, opened_at, clicked_at)
     where m.id = g.id`.execute(db)
}

/** Adds links to those that were clicked in their messages. */
export const addLinks = async (
  db: Db,
  links: readonly { readonly id: string; readonly link: number }[],
): Promise<void> => {
  if (links.length === 0) return
  await sql`
    update message m set clicked_links = m.clicked_links || g.links
      from (select id, array_agg(link) as links
              from unnest(${links.map((l) => l.id)}::uuid[], ${links.map((l) => l.link)}::int[]) as l(id, link)
             group by id) g
     where m.id = g.id`.execute(db)
}
