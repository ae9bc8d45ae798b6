import type { Definition } from '@chappe/core/campaign/schema'
import { localTimeOf } from '@chappe/core/campaign/trigger'
import type { ExclusionReason } from '@chappe/core/message/schema'
import { planZones } from '@chappe/core/schedule/time-zones'
import { type Waves, waveStarts } from '@chappe/core/schedule/waves'
import type { House } from '../../context.ts'
import type { People } from '../../store/audience-sets.ts'
import { type End, type Meant, type Parts, zonesOf } from '../../store/expansion.ts'
import { zoneOf } from './definitions.ts'

/** How an occurrence is parted: which people when, and why not those who are in no part. */
export interface Division {
  readonly parts: Parts
  /** When each wave begins, in order; none before the occurrence. */
  readonly starts: readonly Date[]
  /** By wave, or alone for all: the variant of the content that it says; null: the campaign's own. */
  readonly variants: readonly (string | null)[]
  readonly outside: ExclusionReason
}

/** Parts an occurrence of the slot `slot` that begins at `at`; `membersOf` reads an audience at that moment. */
export async function divide(
  { db }: Pick<House, 'db'>,
  definition: Definition,
  meant: Meant,
  slot: Date,
  at: Date,
  membersOf: (audienceId: string) => Promise<People>,
): Promise<Division> {
  const { trigger, waves } = definition
  const local = localTimeOf(trigger, slot.getTime())
  if (trigger.kind !== 'now' && trigger.profileTimeZone && local !== null) {
    // The fallback has a wave even when nobody is known to need it: people may come between two statements.
    const counts = [...(await zonesOf(db, meant)), { zone: null, people: 0 }]
    const plan = planZones(counts, trigger.profileTimeZone, local, trigger.timeZone, at.getTime())
    const sent = plan.groups.filter(({ passed }) => passed !== 'skip')
    const waveOf = (group: (typeof plan.groups)[number]) => sent.indexOf(group) + 1
    return {
      parts: {
        by: 'zone',
        zones: plan.groups.flatMap((group) =>
          group.values.flatMap((zone) => (zone === null ? [] : [{ zone, wave: waveOf(group) }])),
        ),
        otherwise: waveOf(plan.groups.find(({ values }) => values.includes(null))!),
      },
      starts: sent.map((group) => new Date(Math.max(group.at, at.getTime()))),
      variants: [null],
      outside: 'time-passed',
    }
  }
  if (waves === null) return { parts: { by: 'none' }, starts: [at], variants: [null], outside: 'no-wave' }
  const zone = zoneOf(definition)
  const variants = waves.waves.map(({ variantId }) => variantId)
  return {
    parts: await inWaves(waves, membersOf),
    starts: waveStarts(waves, at.getTime(), zone).map((start) => new Date(start)),
    variants,
    outside: 'no-wave',
  }
}

async function inWaves(waves: Waves, membersOf: (audienceId: string) => Promise<People>): Promise<Parts> {
  const rest = waves.remainder === 'last_wave'
  if (waves.division === 'audience') {
    const audiences = []
    for (const { audienceId } of waves.waves) audiences.push(await membersOf(audienceId!))
    return { by: 'audience', audiences, otherwise: rest ? waves.waves.length : 0 }
  }
  return { by: 'chance', ends: endsOf(waves), rest }
}

/** As `waveEnds` of the core has them, of a whole that the statement counts. */
function endsOf({ division, waves }: Waves): End[] {
  let sum = 0
  return waves.map(({ size }, index) => {
    if (division === 'equal') return { share: index + 1, of: waves.length }
    sum += division === 'percent' ? Math.round((size ?? 0) * 100) : (size ?? 0)
    return division === 'percent' ? { share: Math.min(sum, 10_000), of: 10_000 } : { people: sum }
  })
}
