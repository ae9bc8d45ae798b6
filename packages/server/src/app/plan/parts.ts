import type { PlannedPeople } from '@chappe/core/campaign/plan'
import type { Definition } from '@chappe/core/campaign/schema'
import type { ExclusionReason } from '@chappe/core/message/schema'
import type { Wall } from '@chappe/core/schedule/civil'
import { planZones } from '@chappe/core/schedule/time-zones'
import { type Waves, waveSizes, waveStarts } from '@chappe/core/schedule/waves'
import type { Group } from '../../store/plan.ts'

/** People who begin together, and how many of them would be written to; null: not known. */
export interface PlannedPart {
  readonly name: string
  readonly zones: readonly string[]
  /** Epoch milliseconds. */
  readonly at: number
  readonly passed: 'send' | 'skip' | null
  readonly people: number | null
  readonly reached: number | null
}

export interface Division {
  readonly parts: readonly PlannedPart[]
  /** Whom the division itself leaves out, by reason; the other reasons are of those who are in a part. */
  readonly reasons: ReadonlyMap<ExclusionReason, number>
  /** Of people parted by their own clocks: without a time zone, and with one that does not exist. */
  readonly fellBack?: { readonly missing: number; readonly unknown: number }
}

export interface ToPart {
  /** What people's own clocks show; null: all begin by the same clock. */
  readonly local: Wall | null
  readonly begins: number
  readonly zone: string
  /** Null: nobody knows. */
  readonly targeted: number | null
  /** Null: nobody was counted. */
  readonly groups: readonly Group[] | null
}

const sum = (groups: readonly Group[]) => groups.reduce((all, { people }) => all + people, 0)
const reasonsOf = (groups: readonly Group[]) => {
  const found = new Map<ExclusionReason, number>()
  for (const { reason, people } of groups)
    if (reason !== null) found.set(reason, (found.get(reason) ?? 0) + people)
  return found
}

/** Parts the next occurrence as its expansion will: people's own time zones, waves, or nothing. */
export function divide({ trigger, waves }: Definition, given: ToPart): Division {
  if (given.groups === null) return uncounted(waves, given)
  const twins = given.groups.filter(({ reason }) => reason === 'duplicate-address')
  const singles = given.groups.filter(({ reason }) => reason !== 'duplicate-address')
  const { parts, reasons, fellBack } =
    given.local !== null && trigger.kind !== 'now' && trigger.profileTimeZone !== null
      ? inZones(trigger.profileTimeZone, given.local, singles, given)
      : waves === null
        ? whole(singles, given)
        : waves.division === 'audience'
          ? byAudience(waves, singles, given)
          : byChance(waves, singles, given)
  return { parts, reasons: new Map([...reasonsOf(twins), ...reasons]), ...(fellBack && { fellBack }) }
}

/** The reasons of a division with how many there are of each, most first, and who remains. */
export function booksOf({ reasons }: Division, targeted: number): Pick<PlannedPeople, 'reasons' | 'reached'> {
  const list = [...reasons].flatMap(([reason, people]) => (people > 0 ? [{ reason, people }] : []))
  return {
    reasons: list.sort((a, b) => b.people - a.people || (a.reason < b.reason ? -1 : 1)),
    reached: targeted - list.reduce((all, { people }) => all + people, 0),
  }
}

const reachedOf = (groups: readonly Group[]) => sum(groups.filter(({ reason }) => reason === null))

const whole = (singles: readonly Group[], { begins }: ToPart): Division => ({
  parts: [
    { name: '', zones: [], at: begins, passed: null, people: sum(singles), reached: reachedOf(singles) },
  ],
  reasons: reasonsOf(singles),
})

function inZones(
  zone: NonNullable<Extract<Definition['trigger'], { kind: 'at' }>['profileTimeZone']>,
  local: Wall,
  singles: readonly Group[],
  given: ToPart,
): Division {
  const { groups, fellBack } = planZones(singles, zone, local, given.zone, given.begins)
  const of = (values: readonly (string | null)[]) => singles.filter((one) => values.includes(one.zone))
  const skipped = groups.filter(({ passed }) => passed === 'skip')
  const sent = groups.filter(({ passed }) => passed !== 'skip')
  return {
    parts: groups.map(({ at, zones, values, passed, people }) => ({
      name: '',
      zones,
      at: passed === 'send' ? given.begins : at,
      passed,
      people,
      reached: passed === 'skip' ? 0 : reachedOf(of(values)),
    })),
    reasons: reasonsOf([
      ...sent.flatMap(({ values }) => of(values)),
      ...skipped.map(({ people }) => ({ reason: 'time-passed' as const, zone: null, wave: 1, people })),
    ]),
    fellBack,
  }
}

function byAudience(waves: Waves, singles: readonly Group[], { begins, zone }: ToPart): Division {
  const starts = waveStarts(waves, begins, zone)
  const of = (wave: number) => singles.filter((one) => one.wave === wave)
  return {
    parts: waves.waves.map(({ name }, index) => ({
      name,
      zones: [],
      at: starts[index]!,
      passed: null,
      people: sum(of(index + 1)),
      reached: reachedOf(of(index + 1)),
    })),
    reasons: reasonsOf(
      singles.map((group) => (group.wave === 0 ? { ...group, reason: 'no-wave' as const } : group)),
    ),
  }
}

/** Chance decides who is in which wave: of each the same share is excluded, as far as one can say. */
function byChance(waves: Waves, singles: readonly Group[], { begins, zone }: ToPart): Division {
  const all = sum(singles)
  const { sizes, left } = waveSizes(waves, all)
  const starts = waveStarts(waves, begins, zone)
  const share = all === 0 ? 0 : reachedOf(singles) / all
  const inside = all === 0 ? 0 : (all - left) / all
  return {
    parts: waves.waves.map(({ name }, index) => ({
      name,
      zones: [],
      at: starts[index]!,
      passed: null,
      people: sizes[index]!,
      reached: Math.round(sizes[index]! * share),
    })),
    reasons: new Map<ExclusionReason, number>([
      ...[...reasonsOf(singles)].map(([reason, people]) => [reason, Math.round(people * inside)] as const),
      ['no-wave', left],
    ]),
  }
}

function uncounted(waves: Waves | null, { targeted, begins, zone }: ToPart): Division {
  const reasons = new Map<ExclusionReason, number>()
  if (waves === null) {
    const part = { name: '', zones: [], at: begins, passed: null, people: targeted, reached: targeted }
    return { parts: [part], reasons }
  }
  const sizes = targeted === null || waves.division === 'audience' ? null : waveSizes(waves, targeted).sizes
  const parts = waveStarts(waves, begins, zone).map((at, index) => ({
    name: waves.waves[index]!.name,
    zones: [],
    at,
    passed: null,
    people: sizes?.[index] ?? null,
    reached: sizes?.[index] ?? null,
  }))
  return { parts, reasons }
}
