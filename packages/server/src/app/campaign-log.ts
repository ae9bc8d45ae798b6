import type { QueryOf } from '@chappe/core/api/endpoint'
import type { listCampaignLog } from '@chappe/core/api/occurrences'
import type { LogEntry } from '@chappe/core/campaign/log'
import type { Ctx } from '../context.ts'
import * as store from '../store/campaign-log.ts'
import * as campaigns from '../store/campaigns.ts'

/** What happened to a campaign, newest first. Throws campaign/not-found. */
export async function list(
  ctx: Ctx,
  campaignId: string,
  query: QueryOf<typeof listCampaignLog>,
): Promise<{ items: LogEntry[] }> {
  await campaigns.get(ctx.db, ctx.sandboxId, campaignId)
  const rows = await store.list(ctx.db, ctx.sandboxId, campaignId, query)
  return { items: rows.map((row) => ({ ...(row as unknown as LogEntry), at: row.at.toISOString() })) }
}
