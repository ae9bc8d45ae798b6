import { z } from 'zod'
import { md5 } from '../template/functions/md5.ts'
import { utf8 } from '../template/functions/utf8.ts'
import { minute, parseLocal } from './civil.ts'
import { LocalDateTime } from './parts.ts'
import { instantOf } from './zones.ts'

export const waveLimits = {
  least: 2,
  most: 10,
  apartMinutes: 30,
  spanMinutes: 30 * 24 * 60,
  name: 100,
} as const

/** One wave; `size` is a percent (two decimals) or a number of people, by the division. */
const Wave = z.object({
  name: z.string().max(waveLimits.name).default(''),
  size: z.number().min(0).max(1_000_000_000).nullable().default(null),
  /** When it begins, in the schedule's zone; only where each wave has its own date. */
  at: LocalDateTime.nullable().default(null),
  /** A variant of the content for this wave; null: the campaign's own. */
  variantId: z.string().min(1).max(40).nullable().default(null),
  /** The people of this wave, where the division is by audience. */
  audienceId: z.uuid().nullable().default(null),
})

export const divisions = ['equal', 'percent', 'number', 'audience'] as const

/**
 * How an occurrence is sent in parts. Everyone targeted is in exactly one wave, or in the remainder when the waves
 * do not cover everybody: `last_wave` gives the remainder to the last wave, so that nobody is left out unless
 * `leave_out` says so.
 */
export const Waves = z
  .object({
    division: z.enum(divisions),
    timing: z.discriminatedUnion('kind', [
      /** From one start to the next: time that passes, not what clocks show. */
      z.object({
        kind: z.literal('interval'),
        minutes: z.int().min(waveLimits.apartMinutes).max(waveLimits.spanMinutes),
      }),
      /** The first wave begins with the occurrence, each other at its own `at`; for what is sent once. */
      z.object({ kind: z.literal('dates') }),
    ]),
    waves: z.array(Wave).min(waveLimits.least).max(waveLimits.most),
    remainder: z.enum(['last_wave', 'leave_out']).default('last_wave'),
  })
  .superRefine(({ division, timing, waves }, check) => {
    if (check.issues.length > 0) return
    const refuse = (index: number, field: string, message: string) =>
      check.addIssue({ code: 'custom', path: ['waves', index, field], message })
    for (const [index, { size, at, audienceId }] of waves.entries()) {
      const sized = division === 'percent' || division === 'number'
      if (sized && size === null) refuse(index, 'size', 'Say how large the wave is')
      if (division === 'percent' && size !== null && (size > 100 || !isHundredths(size)))
        refuse(index, 'size', 'A percent is from 0 to 100, with two decimals at most')
      if (division === 'number' && size !== null && !Number.isInteger(size))
        refuse(index, 'size', 'A number of people is whole')
      if (division === 'audience' && audienceId === null) refuse(index, 'audienceId', 'Choose an audience')
      if (timing.kind !== 'dates' || index === 0) continue
      const before = waves[index - 1]!.at
      if (at === null) refuse(index, 'at', 'Say when the wave begins')
      else if (before !== null && parseLocal(at)! - parseLocal(before)! < waveLimits.apartMinutes * minute)
        refuse(index, 'at', `Two waves begin ${waveLimits.apartMinutes} minutes apart at least`)
    }
  })
export type Waves = z.infer<typeof Waves>

const isHundredths = (percent: number): boolean => Math.abs(percent * 100 - Math.round(percent * 100)) < 1e-6
const hundredths = (percent: number | null): number => Math.round((percent ?? 0) * 100)

/** How a whole is covered: `under` leaves `people` (or percent) without a wave, `over` asks for more than there are. */
export type Coverage =
  | { readonly kind: 'full' }
  | { readonly kind: 'under' | 'over'; readonly unit: 'percent' | 'people'; readonly by: number }

/**
 * Whether the waves cover everybody; `people` is the size of the audience, null when it is not known yet (then only
 * percents can be judged). Waves by audience are judged by counting, not here.
 */
export function coverage({ division, waves }: Waves, people: number | null): Coverage {
  if (division === 'percent') {
    const sum = waves.reduce((total, { size }) => total + hundredths(size), 0)
    return short(10_000 - sum, 'percent', 100)
  }
  if (division !== 'number' || people === null) return { kind: 'full' }
  return short(people - waves.reduce((total, { size }) => total + (size ?? 0), 0), 'people', 1)
}

const short = (left: number, unit: 'percent' | 'people', per: number): Coverage =>
  left === 0 ? { kind: 'full' } : { kind: left > 0 ? 'under' : 'over', unit, by: Math.abs(left) / per }

/**
 * The ends of the waves in a whole of `of`, each after the one before, none beyond the whole: wave 1 is
 * `[0, ends[0])`, wave 2 `[ends[0], ends[1])` … and what follows the last end is the remainder.
 *
 * In SQL, over people ranked from 0 by `wavePosition` (ties by profile):
 * `width_bucket(rank, array[0, …ends]::bigint[])` is the wave from 1, and one more than there are waves is the
 * remainder. Over the position itself, without ranking, the same with `of` = 2^32: then the shares are right up to
 * chance, and a person's wave needs nobody else to be known (`number` cannot be divided so).
 */
export function waveEnds({ division, waves, remainder }: Waves, of: number): number[] {
  const ends = waves.map((_, index) => {
    if (division === 'equal' || division === 'audience') return Math.floor((of * (index + 1)) / waves.length)
    const until = waves.slice(0, index + 1)
    if (division === 'number')
      return Math.min(
        of,
        until.reduce((total, { size }) => total + (size ?? 0), 0),
      )
    const share = Math.min(
      10_000,
      until.reduce((total, { size }) => total + hundredths(size), 0),
    )
    // Of 2^32 times 10,000 all digits are kept.
    return Math.floor((of * share) / 10_000)
  })
  return remainder === 'last_wave' ? [...ends.slice(0, -1), of] : ends
}

export const positions = 2 ** 32

/**
 * Where chance puts a person in an occurrence: the first 32 bits of the MD5 of `occurrence:profile`, both ids as
 * text. In PostgreSQL `('x' || substr(md5($1 || ':' || profile_id::text), 1, 8))::bit(32)::bigint`. Another occurrence
 * mixes people anew; the same one never does.
 */
export const wavePosition = (occurrenceId: string, profileId: string): number =>
  Number.parseInt(md5(utf8(`${occurrenceId}:${profileId}`)).slice(0, 8), 16)

/** The wave, from 0, that a rank or position is in, given the ends; null: in the remainder. */
export function waveOf(place: number, ends: readonly number[]): number | null {
  const found = ends.findIndex((end) => place < end)
  return found === -1 ? null : found
}

/** When each wave begins (epoch milliseconds), for an occurrence that begins at `at` in `zone`. */
export function waveStarts({ timing, waves }: Waves, at: number, zone: string): number[] {
  if (timing.kind === 'interval') return waves.map((_, index) => at + index * timing.minutes * minute)
  const starts: number[] = []
  for (const wave of waves) {
    const own = wave.at === null ? at : instantOf(parseLocal(wave.at)!, zone)
    // No wave begins before the occurrence or before the one in front of it.
    starts.push(Math.max(own, starts.at(-1) ?? at))
  }
  return starts
}

/** How many of `people` are in each wave, and how many in none. */
export function waveSizes(waves: Waves, people: number): { sizes: number[]; left: number } {
  const ends = waveEnds(waves, people)
  return {
    sizes: ends.map((end, index) => end - (ends[index - 1] ?? 0)),
    left: people - ends.at(-1)!,
  }
}
