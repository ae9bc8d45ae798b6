import { type CampaignPlan, planLimits } from '@chappe/core/campaign/plan'
import { outlook } from '@chappe/core/schedule/rate/outlook'
import type { Volume } from '@chappe/core/schedule/rate/plan'
import type { Pace } from '@chappe/core/schedule/rate/schema'
import type { PlannedPart } from './parts.ts'

export interface Going {
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly hours: readonly { readonly at: number; readonly messages: number }[]
  /** People whom the deadline leaves out. */
  readonly late: number
  readonly parts: CampaignPlan['parts']
}

interface With {
  readonly pace: Pace
  readonly zone: string
  /** Messages that each person gets. */
  readonly each: number
  readonly byDomain: Readonly<Record<string, number>>
}

/**
 * How the parts of an occurrence go on. The pace lets people through whether or not they turn out to be excluded at
 * the hand-over, so the time is that of all of them and the messages are those of who is written to.
 */
export function goesOn(parts: readonly PlannedPart[], { pace, zone, each, byDomain }: With): Going {
  const sent = parts.flatMap((part) =>
    part.passed === 'skip' ? [] : [{ part, start: part.at, people: (part.people ?? 0) * each }],
  )
  const ahead = outlook({
    parts: sent,
    pace,
    zone,
    capacity: planLimits.perSecond,
    byDomain: Object.fromEntries(Object.entries(byDomain).map(([domain, people]) => [domain, people * each])),
  })
  const people = sent.reduce((sum, one) => sum + one.people, 0)
  const reached = sent.reduce((sum, { part }) => sum + (part.reached ?? 0) * each, 0)
  const endOf = (part: PlannedPart) => ahead.ends[sent.findIndex((one) => one.part === part)] ?? null
  return {
    startsAt: sent[0]?.start ?? null,
    endsAt: ahead.endsAt,
    hours: scaled(ahead.hours, people === 0 ? 0 : reached / people),
    late: Math.ceil(ahead.left / each),
    parts: parts.map((part) => {
      const end = endOf(part)
      return {
        name: part.name,
        zones: [...part.zones],
        startsAt: new Date(part.at).toISOString(),
        passed: part.passed,
        people: part.people,
        endsAt: end === null ? null : new Date(end).toISOString(),
      }
    }),
  }
}

const hour = 3_600_000
const day = 24 * hour

interface Told {
  readonly at: number
  readonly messages: number
  readonly others: number
}

/** Hours as they are told: a course that is longer than `planLimits.hours` by days, from its first hour on. */
export function shortened(hours: readonly Told[]): readonly Told[] {
  if (hours.length <= planLimits.hours) return hours
  const days = new Map<number, Told>()
  let clock = Number.NaN
  for (const { at, messages, others } of hours) {
    // Two parts that begin within an hour have it twice; the others are sent in it once.
    const more = Math.floor(at / hour) === clock ? 0 : others
    clock = Math.floor(at / hour)
    const number = Math.floor((at - hours[0]!.at) / day)
    const known = days.get(number) ?? { at, messages: 0, others: 0 }
    days.set(number, { at: known.at, messages: known.messages + messages, others: known.others + more })
  }
  return [...days.values()]
}

/** Whole messages that add up to the whole of the share. */
function scaled(hours: readonly Volume[], share: number): { at: number; messages: number }[] {
  let before = 0
  let told = 0
  return hours.map(({ at, people }) => {
    before += people
    const upTo = Math.round(before * share)
    const messages = upTo - told
    told = upTo
    return { at, messages }
  })
}
