import { type Coverage, coverage, waveLimits, waveSizes, waveStarts } from '@chappe/core/schedule/waves'
import { asDate, asLocal, type Wave, type Waves } from './trigger.ts'

export const blankWave: Wave = { name: '', size: null, at: null, variantId: null, audienceId: null }

export const usualWaves = (): Waves => ({
  division: 'equal',
  timing: { kind: 'interval', minutes: 60 },
  waves: [blankWave, blankWave],
  remainder: 'last_wave',
})

/** Percents that add up to 100, as equal as two decimals allow. */
export const equalPercents = (count: number): number[] =>
  Array.from({ length: count }, (_, n) => {
    const upTo = (waves: number) => Math.floor((10_000 * waves) / count)
    return (upTo(n + 1) - upTo(n)) / 100
  })

/** The same waves divided in another way; sizes that nobody gave are equal ones. */
export function dividedBy(waves: Waves, division: Waves['division'], people: number | null): Waves {
  if (division === waves.division) return waves
  const percents = equalPercents(waves.waves.length)
  const sizes =
    division === 'percent'
      ? percents
      : division === 'number' && people !== null
        ? waveSizes({ ...waves, division: 'equal' }, people).sizes
        : null
  return {
    ...waves,
    division,
    waves: waves.waves.map((wave, index) => ({ ...wave, size: sizes?.[index] ?? null })),
  }
}

/** As many waves as wanted: those that there were come back from `known`. */
export function ofCount(waves: Waves, count: number, known: readonly Wave[]): Waves {
  const next = Array.from({ length: count }, (_, n) => waves.waves[n] ?? known[n] ?? blankWave)
  if (waves.division !== 'percent') return { ...waves, waves: next }
  // Who had equal parts wants equal parts.
  const before = equalPercents(waves.waves.length)
  const wasEqual = waves.waves.every(({ size }, n) => size === before[n])
  const percents = equalPercents(count)
  return { ...waves, waves: next.map((wave, n) => (wasEqual ? { ...wave, size: percents[n]! } : wave)) }
}

/** The same waves begun by the clock, or each after the one before; dates go on by an hour from `first` on. */
export function timedBy(waves: Waves, kind: Waves['timing']['kind'], first: string, minutes: number): Waves {
  if (kind === waves.timing.kind) return waves
  if (kind === 'interval') return { ...waves, timing: { kind, minutes } }
  return {
    ...waves,
    timing: { kind },
    waves: waves.waves.map((wave, n) => ({
      ...wave,
      at: n === 0 ? null : (wave.at ?? asLocal(asDate(first).add({ minutes: minutes * n }))),
    })),
  }
}

export const units = { minute: 1, hour: 60, day: 24 * 60 } as const
export type Unit = keyof typeof units

/** Minutes in the largest unit that says them whole. */
export function inUnit(minutes: number): { amount: number; unit: Unit } {
  const unit = (['day', 'hour'] as const).find((one) => minutes % units[one] === 0) ?? 'minute'
  return { amount: minutes / units[unit], unit }
}

/** An interval that may be saved: within its limits. */
export const minutesOf = (amount: number, unit: Unit): number =>
  Math.min(waveLimits.spanMinutes, Math.max(waveLimits.apartMinutes, Math.round(amount * units[unit])))

export interface Outlook {
  /** When each wave begins, epoch milliseconds. */
  readonly starts: readonly number[]
  /** How many are in each; null: not known. */
  readonly sizes: readonly number[] | null
  readonly coverage: Coverage
}

/** What the waves come to, for an occurrence that begins at an instant, of so many people (null: not known). */
export function outlookOf(waves: Waves, at: number, zone: string, people: number | null): Outlook {
  const counts = people !== null && waves.division !== 'audience'
  return {
    starts: waveStarts(waves, at, zone),
    sizes: counts ? waveSizes(waves, people).sizes : null,
    coverage: coverage(waves, people),
  }
}
