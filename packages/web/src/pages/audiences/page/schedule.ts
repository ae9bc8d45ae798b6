import type { Audience } from '@chappe/core/audience/schema'
import type { Words } from '../../../text.ts'

/** The intervals that are offered, in minutes. */
export const intervals = [15, 60, 360, 1_440, 10_080] as const

const sizes = [
  ['week', 10_080],
  ['day', 1_440],
  ['hour', 60],
  ['minute', 1],
] as const

/** An interval in its largest whole unit: `every 6 hours`. */
export function sayInterval(t: Words, minutes: number): string {
  const [unit, size] = sizes.find(([, one]) => minutes % one === 0)!
  return t(`audiences.every.${unit}`, { count: minutes / size })
}

export const saySchedule = (t: Words, schedule: Audience['schedule']): string =>
  schedule === null ? t('audiences.every.never') : sayInterval(t, schedule.everyMinutes)
