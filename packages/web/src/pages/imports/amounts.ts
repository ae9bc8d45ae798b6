const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A number of bytes in the unit that fits: `12.4 MB`, `12,4 Mo`. */
export function sayBytes(bytes: number, tag: string): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: units[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || bytes >= 100 * 1000 ** power ? 0 : 1,
  }).format(bytes / 1000 ** power)
}

/** How long, rounded as one says it: seconds by five, minutes, hours with halves. */
export function saySpan(seconds: number, tag: string): string {
  const of = (value: number, unit: string) =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
      maximumFractionDigits: 1,
    }).format(value)
  if (seconds < 55) return of(Math.max(5, Math.ceil(seconds / 5) * 5), 'second')
  if (seconds < 3_600) return of(Math.round(seconds / 60), 'minute')
  return of(Math.round(seconds / 1_800) / 2, 'hour')
}

/** Whole percents that are done; never 100 before the end. */
export const percentOf = (done: number, all: number): number =>
  all <= 0 ? 0 : done >= all ? 100 : Math.floor((100 * done) / all)
