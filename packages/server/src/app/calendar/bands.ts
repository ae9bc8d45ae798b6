import type { Scope } from '@chappe/core/access/scopes'
import type { BandPhase, CalendarBand } from '@chappe/core/api/calendar'
import { planAt } from '@chappe/core/campaign/trigger'
import { type Band, campaignBands, type Planned } from '@chappe/core/schedule/calendar/events'
import { formatLocal, hour, parseLocal } from '@chappe/core/schedule/civil'
import { openings } from '@chappe/core/schedule/due'
import { isMovable } from '@chappe/core/schedule/move'
import { outlook } from '@chappe/core/schedule/rate/outlook'
import type { CampaignSchedule } from '@chappe/core/schedule/schema'
import { instantOf, wallAt } from '@chappe/core/schedule/zones'
import type { CalendarCampaign, CalendarOccurrence } from '../../store/calendar.ts'
import { zoneOf } from '../occurrences/definitions.ts'

/** A band of the core with what is told of it. */
export interface Placed {
  readonly band: Band
  readonly told: CalendarBand
  /** The audience, where two that name the same one are in conflict. */
  readonly audienceId: string | null
}

export interface Looking {
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly now: number
  /** What is sent still goes on until then at least: now, or as much later as whoever reads it looks again. */
  readonly goesOn: number
  /** Bands of one campaign that are looked for. */
  readonly most: number
  /** What whoever looks may do. */
  readonly scopes: readonly Scope[]
}

/** What was begun, with its parts while it is being sent. */
export interface Begun extends CalendarOccurrence {
  readonly parts: readonly { readonly startsAt: Date; readonly targeted: number }[]
}

/** Everything of a campaign that touches the window, in no order. */
export function bandsOf(
  campaign: CalendarCampaign,
  occurrences: readonly Begun[],
  looking: Looking,
): Placed[] {
  if (campaign.kind === 'api_triggered') return windowOf(campaign, looking)
  const isDraft = campaign.liveVersion === null
  const begun = new Set(occurrences.map(({ plannedAt }) => plannedAt.getTime()))
  const isAhead = isDraft || campaign.nextAt !== null
  return [
    ...occurrences.flatMap((one) => begunBands(campaign, one, looking)),
    ...(isAhead ? bandsAhead(campaign, begun, looking) : []),
  ]
}

/** As many as the audience had when it was last counted; of what is evergreen rather what the last occurrence had. */
function expected({ timing, members, lastTargeted }: CalendarCampaign): number | null {
  const { trigger } = timing
  const isEvergreen = trigger.kind === 'recurring' && trigger.evergreen
  return isEvergreen ? (lastTargeted ?? members) : (members ?? lastTargeted)
}

function bandsAhead(campaign: CalendarCampaign, begun: ReadonlySet<number>, looking: Looking): Placed[] {
  const { timing, nextAt, liveVersion } = campaign
  const { trigger } = timing
  const phase = liveVersion === null ? 'draft' : 'planned'
  // What a draft would have sent yesterday it will not send; what is active says itself what comes next.
  const since = phase === 'draft' ? looking.now : nextOf(trigger, nextAt!.getTime(), looking.now)
  const schedule = {
    ...plannedOf(campaign, looking, expected(campaign)),
    since: firstOf(trigger, since, phase),
  }
  return campaignBands(schedule, looking.from, looking.to, looking.most)
    .filter(({ occurrence }) => {
      const slot = slotOf(trigger, occurrence)
      return phase === 'draft' || (slot >= since && !begun.has(slot))
    })
    .map((band) => placed(campaign, band, { phase, looking, occurrence: null }))
}

/** What has come and was not begun is sent still, or was missed: a pause does not make up for what went by. */
const nextOf = (trigger: CampaignSchedule, nextAt: number, now: number): number =>
  nextAt > now ? nextAt : (planAt(trigger, nextAt, now).slot ?? now)

/** From when occurrences are looked for. One date counts also when it has passed: somebody has to see and move it. */
const firstOf = (trigger: CampaignSchedule, since: number, phase: BandPhase): number =>
  phase === 'draft' && trigger.kind === 'at' ? Number.NEGATIVE_INFINITY : since

/** The slot that an occurrence of this local time is planned for. */
function slotOf(trigger: CampaignSchedule, local: string): number {
  const opening = openings(trigger)
  return opening.kind === 'now' ? Number.POSITIVE_INFINITY : instantOf(parseLocal(local)!, opening.timeZone)
}

const plannedOf = ({ id, timing }: CalendarCampaign, { to }: Looking, people: number | null): Planned => ({
  campaignId: id,
  schedule: timing.trigger,
  waves: timing.waves,
  pace: timing.pace,
  people,
  activatedAt: null,
  horizon: to,
})

/** What was begun: as it was once it is over, and as it is expected to go on while it is sent. */
function begunBands(campaign: CalendarCampaign, one: Begun, looking: Looking): Placed[] {
  const occurrence = { id: one.id, number: one.number }
  const more = { looking, occurrence, ...(one.kind === 'resend' && { part: one.id }) }
  const start = (one.startedAt ?? one.plannedAt).getTime()
  const zone = zoneOf(campaign.timing)
  const isResend = one.kind === 'resend'
  const opening = openings(campaign.timing.trigger)
  const clock = opening.kind === 'now' || isResend ? zone : opening.timeZone
  const local = formatLocal(wallAt(one.plannedAt.getTime(), clock))
  if (one.finishedAt !== null) {
    const end = Math.max(start, one.finishedAt.getTime())
    const people = one.startedAt === null ? null : one.targeted
    const band = { campaignId: campaign.id, occurrence: local, wave: null, start, end, people, hours: [] }
    return [placed(campaign, band, { ...more, phase: 'sent' })]
  }
  // Whom a resend is for is known when it begins; it is in no waves.
  const people = one.startedAt !== null ? one.targeted : isResend ? null : expected(campaign)
  const planned: Planned = {
    ...plannedOf(campaign, looking, people),
    ...(isResend && { waves: null }),
    schedule: { kind: 'now' },
    activatedAt: start,
    zone,
  }
  const { trigger } = campaign.timing
  const isByClocks = !isResend && trigger.kind !== 'now' && trigger.profileTimeZone !== null
  const bands =
    isByClocks && one.parts.length > 0
      ? [clockBand(planned, one, start, zone)]
      : campaignBands(planned, Number.NEGATIVE_INFINITY, looking.to)
  return bands.map((band) => {
    // Late is late: it is not over while it is sent.
    const end = band.wave === null ? Math.max(band.end, looking.goesOn) : band.end
    const hours = band.hours.filter(({ at }) => at >= looking.now)
    return placed(campaign, { ...band, occurrence: local, end, hours }, { ...more, phase: 'sending' })
  })
}

/** What each person gets by their own clock goes on until the last of them, as far as the window. */
function clockBand(
  { campaignId, pace, people, horizon }: Planned,
  { parts }: Begun,
  start: number,
  zone: string,
): Band {
  const hours = Math.max(1, Math.ceil((horizon! - start) / hour))
  const isCut = hours < (pace.deadlineHours ?? Number.POSITIVE_INFINITY)
  const going = outlook({
    parts: parts.map(({ startsAt, targeted }) => ({ start: startsAt.getTime(), people: targeted })),
    pace: isCut ? { ...pace, deadlineHours: hours } : pace,
    zone,
  })
  const end = isCut && going.left > 0 ? Number.POSITIVE_INFINITY : Math.max(start, going.endsAt ?? start)
  return { campaignId, occurrence: '', wave: null, start, end, people, hours: going.hours }
}

/** From when until when a campaign takes calls. */
function windowOf(campaign: CalendarCampaign, looking: Looking): Placed[] {
  const { startAt, activatedAt, endAt, endedAt } = campaign
  const isDraft = campaign.liveVersion === null
  const start = (startAt ?? (isDraft ? null : activatedAt))?.getTime()
  if (start === undefined) return []
  const ends = [endAt, endedAt].flatMap((date) => (date === null ? [] : date.getTime()))
  const end = Math.max(start, Math.min(...ends, Number.POSITIVE_INFINITY))
  if (start >= looking.to || (end <= looking.from && start < looking.from)) return []
  const band = { campaignId: campaign.id, occurrence: '', wave: null, start, end, people: null, hours: [] }
  return [placed(campaign, band, { phase: isDraft ? 'draft' : 'window', looking, occurrence: null })]
}

interface More {
  readonly phase: BandPhase
  readonly looking: Looking
  readonly occurrence: CalendarBand['occurrence']
  /** What tells it from the campaign's others, where that is not its local time: a resend is in no schedule. */
  readonly part?: string
}

function placed(campaign: CalendarCampaign, band: Band, more: More): Placed {
  const { phase, looking, occurrence, part = band.occurrence } = more
  const { trigger, audience, waves } = campaign.timing
  const isCalled = campaign.kind === 'api_triggered'
  const editable =
    phase === 'draft' &&
    campaign.status === 'draft' &&
    looking.scopes.includes('campaigns:write') &&
    (isCalled || isMovable(trigger))
  const audienceId = isCalled ? null : audience.id
  return {
    band,
    audienceId,
    told: {
      id: [campaign.id, part, band.wave].filter((one) => one !== '' && one !== null).join('/'),
      phase,
      campaignId: campaign.id,
      name: campaign.name,
      status: campaign.status,
      kind: campaign.kind,
      category: campaign.category,
      channel: campaign.channel,
      tags: campaign.tags,
      version: campaign.version,
      revision: editable ? campaign.revision : null,
      occurrence,
      local: isCalled ? null : band.occurrence,
      timeZone: isCalled ? null : zoneOf(campaign.timing),
      wave: band.wave === null ? null : { index: band.wave, of: waves?.waves.length ?? band.wave + 1 },
      start: new Date(band.start).toISOString(),
      end: Number.isFinite(band.end) ? new Date(band.end).toISOString() : null,
      people: band.people,
      recurring: !isCalled && trigger.kind === 'recurring',
      audience: audienceId === null ? null : { id: audienceId, name: campaign.audienceName ?? '' },
      editable,
    },
  }
}
