import { setImmediate } from 'node:timers/promises'
import { calendarLimits, type getCalendar } from '@chappe/core/api/calendar'
import type { QueryOf, ReplyOf } from '@chappe/core/api/endpoint'
import { type CampaignStatus, campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { Problem } from '@chappe/core/kit/problem'
import { hourlyVolume } from '@chappe/core/schedule/calendar/events'
import type { Ctx } from '../context.ts'
import * as store from '../store/calendar.ts'
import * as waves from '../store/waves.ts'
import { type Begun, bandsOf, type Placed } from './calendar/bands.ts'
import { conflictsOf } from './calendar/conflicts.ts'

const hour = 3_600_000
const drafts: readonly CampaignStatus[] = ['draft', 'in_review']

/**
 * The calendar between two instants. People are those that are stored: of an occurrence its snapshot, of what is to
 * come the audience as it was last evaluated; nobody is counted for it. Throws request/invalid when the instants are
 * the wrong way round or too far apart.
 */
export async function read(
  ctx: Ctx,
  { from, to, status, drafts: withDrafts = false, ...filter }: QueryOf<typeof getCalendar>,
): Promise<ReplyOf<typeof getCalendar>> {
  const window = windowFrom(from, to)
  const { placed, campaigns, truncated } = await look(ctx, window, {
    ...filter,
    status: statusesOf(status, withDrafts),
  })
  const now = ctx.now().getTime()
  const [start, end] = [window.from.getTime(), window.to.getTime()]
  const hours = hourlyVolume(
    placed.map(({ band }) => band),
    start,
    end,
  )
  const past = { from: window.from, to: new Date(Math.min(end, now)) }
  for (const { at, people } of await store.sentByHour(ctx.db, ctx.sandboxId, campaigns, past)) {
    const index = Math.floor((at.getTime() - start) / hour)
    if (index >= 0 && index < hours.length) hours[index]! += people
  }
  return { bands: placed.map(({ told }) => told), hours, conflicts: conflictsOf(placed, now), truncated }
}

interface Most {
  readonly campaigns: number
  readonly bands: number
  /** What is late ends with a step of so many milliseconds, so that it is not another end whenever somebody looks. */
  readonly step?: number
}

/** The bands of the window, by start, with the campaigns that they are of; not more of either than `most`. */
export async function look(
  ctx: Pick<Ctx, 'db' | 'sandboxId' | 'now' | 'actor'>,
  window: store.Window,
  filter: store.CalendarFilter,
  most: Most = calendarLimits,
): Promise<{
  placed: Placed[]
  campaigns: string[]
  changed: ReadonlyMap<string, Date>
  truncated: boolean
}> {
  const { db, sandboxId, actor } = ctx
  const found = await store.campaigns(db, sandboxId, window, filter, most.campaigns + 1)
  const campaigns = found.slice(0, most.campaigns)
  const ids = campaigns.map(({ id }) => id)
  const begun = await withParts(db, await store.occurrences(db, sandboxId, ids, window, most.bands + 1))
  const now = ctx.now().getTime()
  const { step = 1 } = most
  const looking = {
    from: window.from.getTime(),
    to: window.to.getTime(),
    now,
    goesOn: Math.ceil(now / step) * step,
    most: most.bands + 1,
    scopes: actor.scopes,
  }
  const placed: Placed[] = []
  for (const [n, campaign] of campaigns.entries()) {
    if (placed.length > most.bands) break
    // Rules of repetition take their time: whoever calls meanwhile does not wait for all of them.
    if (n % 20 === 19) await setImmediate()
    const ours = begun.filter(({ campaignId }) => campaignId === campaign.id)
    placed.push(...bandsOf(campaign, ours, looking))
  }
  // What begins together stays in the order of its campaigns, and of a campaign in that of its occurrences.
  placed.sort((a, b) => a.band.start - b.band.start)
  return {
    placed: placed.slice(0, most.bands),
    campaigns: ids,
    changed: new Map(campaigns.map(({ id, modifiedAt }) => [id, modifiedAt])),
    truncated: found.length > most.campaigns || placed.length > most.bands,
  }
}

/** With the parts of what is being sent: whoever gets it by their own clock has a start of their own. */
async function withParts(db: Ctx['db'], occurrences: readonly store.CalendarOccurrence[]): Promise<Begun[]> {
  const sending = occurrences.filter(({ finishedAt, startedAt }) => finishedAt === null && startedAt !== null)
  const parts = await waves.list(
    db,
    sending.map(({ id }) => id),
  )
  return occurrences.map((one) => ({
    ...one,
    parts: parts.filter(({ occurrenceId }) => occurrenceId === one.id),
  }))
}

/** Throws request/invalid. */
export function windowFrom(from: string, to: string): store.Window {
  const window = { from: new Date(from), to: new Date(to) }
  const length = window.to.getTime() - window.from.getTime()
  const detail =
    length <= 0
      ? 'Must be after `from`.'
      : length > calendarLimits.days * 24 * hour
        ? `Must be ${calendarLimits.days} days after \`from\` at most.`
        : null
  if (detail !== null)
    throw new Problem('request/invalid', 'This is no window of time that a calendar shows.', {
      errors: [{ pointer: '/to', detail }],
    })
  return window
}

function statusesOf(asked: readonly CampaignStatus[] | undefined, withDrafts: boolean): CampaignStatus[] {
  const wanted = asked ?? campaignStatuses.filter((one) => one !== 'archived' && !drafts.includes(one))
  return [...new Set([...wanted, ...(withDrafts ? drafts : [])])]
}
