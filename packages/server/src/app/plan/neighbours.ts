import { calendarLimits } from '@chappe/core/api/calendar'
import { type CampaignPlan, planLimits } from '@chappe/core/campaign/plan'
import { hourlyVolume } from '@chappe/core/schedule/calendar/events'
import type { Ctx } from '../../context.ts'
import type { Placed } from '../calendar/bands.ts'
import { look } from '../calendar.ts'

const hour = 3_600_000
const apart = calendarLimits.hoursApart * hour
/** So far ahead others are looked for; who is sent for longer meets them when it comes to that. */
const ahead = 14 * 24 * hour
const most = { campaigns: 1_000, bands: 4_000 }

/** What else is sent around the next occurrence. */
export interface Neighbours {
  readonly placed: readonly Placed[]
  /** Audiences of theirs, by id. */
  readonly audiences: readonly string[]
  /** Messages of theirs in the hour of an instant. */
  messagesAt(at: number): number
}

export async function neighboursOf(ctx: Ctx, campaignId: string, begins: number): Promise<Neighbours> {
  const from = Math.floor((begins - apart) / hour) * hour
  const to = begins + ahead
  const { placed } = await look(
    ctx,
    { from: new Date(from), to: new Date(to) },
    { kind: ['action'], status: ['scheduled', 'live', 'paused', 'completed'] },
    most,
  )
  const others = placed.filter(
    ({ told }) => told.campaignId !== campaignId && (told.phase === 'planned' || told.phase === 'sending'),
  )
  const volumes = hourlyVolume(
    others.map(({ band }) => band),
    from,
    to,
  )
  return {
    placed: others,
    audiences: [...new Set(others.flatMap(({ audienceId }) => audienceId ?? []))].slice(
      0,
      planLimits.conflicts,
    ),
    messagesAt: (at) => volumes[Math.floor((at - from) / hour)] ?? 0,
  }
}

interface Ours {
  readonly begins: number
  readonly endsAt: number | null
  readonly audienceId: string | null
  readonly targeted: number | null
  /** People in common, by audience. */
  readonly inCommon: ReadonlyMap<string, number> | null
}

/** Others that are sent at the same time, or to the same audience within a day; each campaign once. */
export function conflictsIn({ placed }: Neighbours, ours: Ours): CampaignPlan['conflicts'] {
  const ends = Math.max(ours.endsAt ?? ours.begins, ours.begins + 1)
  const found = new Map<string, CampaignPlan['conflicts'][number]>()
  for (const { band, told, audienceId } of placed) {
    const touches = (gap: number) =>
      band.start < ends + gap && ours.begins < Math.max(band.end, band.start + 1) + gap
    const sameAudience = audienceId !== null && audienceId === ours.audienceId
    if (found.has(told.campaignId) || !(touches(0) || (sameAudience && touches(apart)))) continue
    const { campaignId, name, status, start, end, people } = told
    // Nobody knows who is in an audience that was never evaluated.
    const counted = audienceId === null || people === null ? null : (ours.inCommon?.get(audienceId) ?? null)
    found.set(campaignId, {
      campaignId,
      name,
      status,
      startsAt: start,
      endsAt: end,
      sameAudience,
      inCommon: sameAudience ? ours.targeted : counted,
    })
  }
  return [...found.values()].slice(0, planLimits.conflicts)
}
