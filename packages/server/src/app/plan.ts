import { type CampaignPlan, planLimits } from '@chappe/core/campaign/plan'
import type { Definition } from '@chappe/core/campaign/schema'
import { localTimeOf } from '@chappe/core/campaign/trigger'
import { remember } from '@chappe/core/kit/remember'
import { occurrencesBetween } from '@chappe/core/schedule/occurrences'
import type { Ctx } from '../context.ts'
import { membersOf } from '../store/audience-expansion.ts'
import * as audiences from '../store/audiences.ts'
import * as campaigns from '../store/campaigns.ts'
import * as configurations from '../store/configurations.ts'
import * as consents from '../store/consents.ts'
import * as store from '../store/plan.ts'
import * as topics from '../store/topics.ts'
import * as versions from '../store/versions.ts'
import { nextTime } from './campaigns.ts'
import { zoneOf } from './occurrences/definitions.ts'
import { judgeAddresses } from './plan/addresses.ts'
import { conflictsIn, neighboursOf } from './plan/neighbours.ts'
import { goesOn, shortened } from './plan/outlook.ts'
import { booksOf, type Division, divide } from './plan/parts.ts'
import { audiencesOf } from './review.ts'
import { turns } from './turns.ts'

interface Kept {
  readonly until: number
  readonly plan: Promise<CampaignPlan>
  isMade: boolean
}
const kept = new Map<string, Kept>()
const most = 200

/** Each has a connection for seconds. */
const inTurn = turns(2)

/**
 * What an activation of the draft version would bring, or what the live one brings next. Counting is bounded in time
 * and its answer is kept for a moment. Throws campaign/not-found.
 */
export async function plan(ctx: Ctx, id: string, { fresh = false } = {}): Promise<CampaignPlan> {
  const campaign = await campaigns.get(ctx.db, ctx.sandboxId, id)
  const version = await versions.get(ctx.db, campaign, campaign.draftVersion ?? campaign.liveVersion!)
  const key = `${ctx.sandboxId}/${id}/${version.number}/${version.revision}/${campaign.status}`
  const now = ctx.now().getTime()
  const known = kept.get(key)
  // What is being counted is fresh enough for everybody who asks meanwhile.
  if (known && (known.isMade ? !fresh && now < known.until : true)) return known.plan
  const made = { until: now + planLimits.kept * 1_000, plan: make(ctx, campaign, version), isMade: false }
  remember(kept, key, made, most)
  made.plan.then(
    () => {
      made.isMade = true
    },
    () => kept.delete(key),
  )
  return made.plan
}

async function make(
  ctx: Ctx,
  campaign: campaigns.CampaignRow,
  { number, definition }: versions.VersionRow,
): Promise<CampaignPlan> {
  const now = ctx.now()
  const { trigger, audience, pace, actions } = definition
  const isSent = campaign.kind === 'action'
  const slot = nextTime(campaign, definition, now)?.getTime() ?? null
  const begins = slot === null ? null : Math.max(slot, now.getTime())
  const neighbours = await neighboursOf(ctx, campaign.id, begins ?? now.getTime())
  const members = isSent ? await membersOfUsable(ctx, definition) : undefined
  const counted = members === undefined ? null : await count(ctx, campaign, definition, neighbours.audiences)
  const targeted = counted?.targeted ?? members ?? null
  const zone = zoneOf(definition)
  const division: Division =
    slot === null || begins === null || members === undefined
      ? { parts: [], reasons: new Map() }
      : divide(definition, {
          local: localTimeOf(trigger, slot),
          begins,
          zone,
          targeted,
          groups: counted?.groups ?? null,
        })
  const each = 1 + actions.length
  const going = goesOn(division.parts, { pace, zone, each, byDomain: counted?.byDomain ?? {} })
  return {
    version: number,
    at: now.toISOString(),
    counting: counted ? 'counted' : targeted === null ? 'unknown' : 'evaluated',
    tooLarge: counted === undefined,
    people: counted
      ? {
          audience: counted.audience,
          inExcluded: counted.audience - counted.notExcluded,
          alreadyReached: counted.notExcluded - counted.targeted,
          targeted: counted.targeted,
          ...booksOf(division, counted.targeted),
        }
      : null,
    targeted,
    messagesEach: each,
    timeZone: zone,
    startsAt: begins === null ? null : iso(going.startsAt ?? begins),
    parts: going.parts,
    hours: shortened(going.hours.map((hour) => ({ ...hour, others: neighbours.messagesAt(hour.at) }))).map(
      (hour) => ({ ...hour, at: iso(hour.at) }),
    ),
    endsAt: going.endsAt === null ? null : iso(going.endsAt),
    fellBack: division.fellBack ?? null,
    late: going.late,
    capacity: planLimits.perSecond,
    next: isSent ? nextOf(trigger, now) : [],
    conflicts:
      begins === null
        ? []
        : conflictsIn(neighbours, {
            begins,
            endsAt: going.endsAt,
            audienceId: audience.id,
            targeted,
            inCommon: counted?.inCommon ?? null,
          }),
  }
}

const iso = (at: number) => new Date(at).toISOString()

const nextOf = (trigger: Definition['trigger'], now: Date): string[] =>
  occurrencesBetween(trigger, now.getTime(), Number.POSITIVE_INFINITY, planLimits.next).map(({ at }) =>
    iso(at),
  )

/** People of the audience when it was evaluated last; undefined when it or another that is named cannot be sent to. */
async function membersOfUsable(
  { db, sandboxId }: Ctx,
  definition: Definition,
): Promise<number | null | undefined> {
  const { id } = definition.audience
  const named = audiencesOf(definition)
  if (id === null) return undefined
  const usable = await audiences.usable(db, sandboxId, named)
  if (named.some((each) => !usable.has(each))) return undefined
  return (await audiences.get(db, sandboxId, id)).members
}

async function count(
  ctx: Ctx,
  campaign: campaigns.CampaignRow,
  definition: Definition,
  others: readonly string[],
): Promise<store.Counted | undefined> {
  const { db, sandboxId } = ctx
  const { audience, trigger, waves, topic, pace } = definition
  const now = ctx.now()
  const members = (id: string) => membersOf(db, sandboxId, id, now)
  const id = definition.channelConfigurationId
  const configuration = id === null ? undefined : await configurations.find(db, sandboxId, id)
  const addressPath = (configuration?.settings.executionField || 'personalEmail.address').split('.')
  const wanted: store.ToCount = {
    meant: {
      occurrence: { id: ctx.newId(), sandboxId, campaignId: campaign.id, version: 0 },
      people: await members(audience.id!),
      excluded: await Promise.all(audience.exclude.map(members)),
      evergreen: trigger.kind === 'recurring' && trigger.evergreen,
    },
    addressPath,
    marketing:
      campaign.category === 'marketing'
        ? {
            topic,
            byDefault: (await consents.defaults(db, sandboxId)).email,
            doubleOptIn: topic !== null && ((await topics.find(db, sandboxId, topic))?.doubleOptIn ?? false),
          }
        : null,
    waves:
      waves?.division === 'audience'
        ? {
            audiences: await Promise.all(
              waves.waves.flatMap(({ audienceId }) => audienceId ?? []).map(members),
            ),
            otherwise: waves.remainder === 'last_wave' ? waves.waves.length : 0,
          }
        : null,
    byZone: trigger.kind !== 'now' && trigger.profileTimeZone !== null,
    domains: pace.domains.map(({ domain }) => domain),
    others,
    within: planLimits.seconds * 1_000,
    judge: judgeAddresses(ctx, addressPath),
  }
  return inTurn(() => store.count(db, wanted))
}
