import type { OccurrenceWait } from '@chappe/core/campaign/occurrence'
import { waitOf, waitOfPlanned } from '@chappe/core/campaign/waits'
import type { Ctx } from '../../context.ts'
import { openOf } from '../../store/occurrences.ts'
import * as store from '../../store/waits.ts'
import * as waves from '../../store/waves.ts'
import { definitionOf } from './definitions.ts'
import { going, type Paced } from './release.ts'
import { configurationsOf, type Known, standingOfRow, told } from './standing.ts'

/**
 * Those of these campaigns that stand still, each with what it waits for: every occurrence of it that has something to
 * send by now waits, and the oldest is told of. A few questions for all of them together, one where none is being sent.
 */
export async function standstills(
  ctx: Ctx,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, OccurrenceWait>> {
  const now = ctx.now().getTime()
  const rows = (await openOf(ctx.db, ctx.sandboxId, campaignIds)).filter(
    ({ standing, plannedAt }) => going.has(standing) && plannedAt.getTime() <= now,
  )
  const known = await knownOf(
    ctx,
    rows.filter(({ status, startedAt }) => status === 'sending' && startedAt !== null),
  )
  const found = new Map<string, OccurrenceWait | null>()
  for (const row of rows) {
    const facts = known.get(row.id)
    const wait = facts ? waitOf(standingOfRow(now, row, facts)) : waitOfPlanned(row.plannedAt.getTime(), now)
    const before = found.get(row.campaignId)
    found.set(row.campaignId, wait && before !== null ? (before ?? told(wait)) : null)
  }
  return new Map([...found].flatMap(([id, wait]) => (wait ? [[id, wait]] : [])))
}

async function knownOf(
  ctx: Ctx,
  rows: Awaited<ReturnType<typeof openOf>>,
): Promise<ReadonlyMap<string, Known>> {
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ id }) => id)
  const definitions = await Promise.all(rows.map((row) => definitionOf(ctx, row)))
  const [open, parts, paces, active] = await Promise.all([
    store.openBatches(ctx.db, ids),
    waves.list(ctx.db, ids),
    store.pacesOf(
      ctx.db,
      ctx.sandboxId,
      rows.map(({ campaignId }) => campaignId),
    ),
    store.activeAmong(ctx.db, ctx.sandboxId, definitions.flatMap(configurationsOf)),
  ])
  return new Map(
    rows.map((row, at) => [
      row.id,
      {
        definition: definitions[at]!,
        pacer: ((paces.get(row.campaignId) ?? null) as Paced | null)?.all ?? null,
        parts: parts.filter(({ occurrenceId }) => occurrenceId === row.id),
        open: open.filter(({ occurrenceId }) => occurrenceId === row.id),
        active,
      },
    ]),
  )
}
