import type { QueryOf } from '@chappe/core/api/endpoint'
import type { listCampaignMessages } from '@chappe/core/api/reports'
import { contentsOf, fragmentsOf } from '@chappe/core/campaign/contents'
import { csvLine } from '@chappe/core/kit/csv'
import { executionIdOf } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import type { Message, MessageStatus, Metric } from '@chappe/core/message/schema'
import type { Report } from '@chappe/core/report/schema'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import * as campaigns from '../store/campaigns.ts'
import * as events from '../store/events.ts'
import * as store from '../store/messages.ts'
import * as tallies from '../store/tallies.ts'
import * as versions from '../store/versions.ts'
import * as occurrences from './occurrences.ts'
import { linkKey, linksOf } from './tracked-html.ts'

/**
 * The counters of a campaign, or of one of its occurrences, at this instant; they equal its ledger.
 * Throws campaign/not-found, occurrence/not-found.
 */
export async function ofCampaign(ctx: Ctx, id: string, occurrenceId?: string): Promise<Report> {
  const campaign = await campaigns.get(ctx.db, ctx.sandboxId, id)
  if (occurrenceId !== undefined) await occurrences.ofCampaign(ctx, id, occurrenceId)
  const [counts, hours] = await Promise.all([
    tallies.ofCampaign(ctx.db, ctx.sandboxId, id, occurrenceId),
    tallies.hoursOfCampaign(ctx.db, ctx.sandboxId, id, ['sent', 'open', 'click'], occurrenceId),
  ])
  const of = (metric: Metric, which: (reason: string) => boolean = () => true) =>
    counts.reduce((sum, c) => (c.metric === metric && which(c.reason) ? sum + c.count : sum), 0)
  const byReason = (metric: Metric) =>
    counts
      .filter((c) => c.metric === metric)
      .map(({ reason, count }) => ({ reason, count }))
      .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason))
  const [targeted, excluded, sent] = [of('targeted'), of('excluded'), of('sent')]
  const [bounced, errors, uncertain] = [of('bounced'), of('error'), of('uncertain')]
  return {
    targeted,
    excluded,
    excludedByReason: byReason('excluded'),
    sent,
    delivered: sent - of('later_bounce'),
    failed: bounced + errors,
    bounced,
    bouncedByReason: byReason('bounced'),
    laterBounces: of('later_bounce'),
    laterBouncesByReason: byReason('later_bounce'),
    errors,
    errorsByReason: byReason('error'),
    uncertain,
    pending: targeted - excluded - sent - bounced - errors - uncertain,
    retries: of('retry'),
    opens: of('open'),
    uniqueOpens: of('unique_open'),
    clicks: of('click'),
    uniqueClicks: of('unique_click', (reason) => reason === ''),
    unsubscribes: of('unsubscribe'),
    complaints: of('complaint'),
    links: await links(ctx, campaign, counts),
    hours: hourly(hours),
  }
}

/** Clicks per link that was clicked, those of the same address and label in several versions together. */
async function links(
  ctx: Ctx,
  campaign: campaigns.CampaignRow,
  counts: readonly tallies.Count[],
): Promise<Report['links']> {
  const clicked = counts.filter(({ metric, reason }) => metric.endsWith('click') && reason !== '')
  if (clicked.length === 0) return []
  const known = new Map<string, { url: string; label: string }>()
  for (const { number, definition, fragments } of await versions.list(ctx.db, campaign))
    for (const [n, { url, label }] of linksOf(contentsOf(definition, fragmentsOf(fragments))).entries())
      known.set(linkKey(number, n), { url, label })
  const found = new Map<string, Report['links'][number]>()
  for (const { metric, reason, count } of clicked) {
    const { url, label } = known.get(reason) ?? { url: reason, label: '' }
    const key = `${url}\n${label}`
    const link = found.get(key) ?? { url, label, clicks: 0, uniqueClicks: 0 }
    if (metric === 'click') link.clicks += count
    else link.uniqueClicks += count
    found.set(key, link)
  }
  return [...found.values()].sort((a, b) => b.clicks - a.clicks)
}

function hourly(rows: Awaited<ReturnType<typeof tallies.hoursOfCampaign>>): Report['hours'] {
  const columns = { sent: 'sent', open: 'opens', click: 'clicks' } as const
  const hours = new Map<string, Report['hours'][number]>()
  for (const { hour, metric, count } of rows) {
    const key = hour.toISOString()
    const sums = hours.get(key) ?? { hour: key, sent: 0, opens: 0, clicks: 0 }
    sums[columns[metric as keyof typeof columns]] += count
    hours.set(key, sums)
  }
  return [...hours.values()]
}

type Shown = z.infer<typeof Message>

/** The last messages of a campaign, newest first. */
export async function messages(
  ctx: Ctx,
  id: string,
  query: QueryOf<typeof listCampaignMessages>,
): Promise<{ items: Shown[] }> {
  await campaigns.get(ctx.db, ctx.sandboxId, id)
  return { items: await present(ctx, await store.list(ctx.db, ctx.sandboxId, id, query)) }
}

/** The messages as the lines of a CSV file, in the order of the list. Throws campaign/not-found. */
export async function messagesFile(
  ctx: Ctx,
  id: string,
  filters: store.MessageFilters,
): Promise<AsyncGenerator<string>> {
  await campaigns.get(ctx.db, ctx.sandboxId, id)
  return lines(ctx, id, filters)
}

const columns = [
  'MESSAGE',
  'PROFILE',
  'ADDRESS',
  'STATUS',
  'REASON',
  'REPLY',
  'ATTEMPTS',
  'CREATED_AT',
  'SETTLED_AT',
]

/** Lines that are read at once. */
const piece = 2_000

async function* lines(ctx: Ctx, id: string, filters: store.MessageFilters): AsyncGenerator<string> {
  yield csvLine(columns)
  for (let before: string | undefined; ; ) {
    const rows = await store.list(ctx.db, ctx.sandboxId, id, { ...filters, limit: piece, before })
    if (rows.length === 0) return
    before = rows.at(-1)!.id
    yield rows
      .map((row) =>
        csvLine([
          row.id,
          row.profileId ?? '',
          row.address ?? '',
          row.status,
          row.reason ?? '',
          row.reply ?? '',
          String(row.attempts),
          row.createdAt.toISOString(),
          row.settledAt?.toISOString() ?? '',
        ]),
      )
      .join('')
    // What was searched to its end for the few of an address is not searched once more for none.
    if (rows.length < piece) return
  }
}

/** One message. Throws `message/not-found`. */
export async function message(ctx: Ctx, id: string): Promise<Shown> {
  const [found] = await byIds(ctx, [id])
  if (!found)
    throw new Problem(
      'message/not-found',
      'A message appears when a worker has taken its call; it goes with its campaign.',
    )
  return found
}

/** Those of these messages that are written down, in no order. */
export const byIds = async (ctx: Ctx, ids: readonly string[]): Promise<Shown[]> =>
  ids.length === 0 ? [] : present(ctx, await store.byIds(ctx.db, ctx.sandboxId, ids))

async function present(ctx: Ctx, rows: readonly store.MessageRow[]): Promise<Shown[]> {
  const happened = new Map<string, events.Event[]>()
  const ids = rows.map(({ id }) => id)
  for (const event of await events.ofMessages(ctx.db, ctx.sandboxId, ids)) {
    const known = happened.get(event.messageId)
    if (known) known.push(event)
    else happened.set(event.messageId, [event])
  }
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaignId,
    version: row.version,
    action: row.action,
    variant: row.variant,
    executionId: row.occurrenceId === null ? executionIdOf(row.id) : null,
    profileId: row.profileId,
    address: row.address,
    status: row.status as MessageStatus,
    reason: row.reason,
    reply: row.reply,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    timeline: timeline(row, happened.get(row.id) ?? []),
  }))
}

/** What happened to a message, in order: its acceptance, its events, and its end unless an event tells that. */
function timeline(row: store.MessageRow, happened: readonly events.Event[]): Shown['timeline'] {
  const entries = [
    { at: row.createdAt, what: 'accepted', detail: null as string | null },
    ...happened.map(({ at, type, detail }) => ({ at, what: type as string, detail })),
  ]
  if (row.settledAt && row.status !== 'uncertain')
    entries.push({
      at: row.settledAt,
      what: row.failure ?? row.status,
      detail: row.status === 'excluded' ? row.reason : (row.reply ?? row.reason),
    })
  return entries
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry }))
}
