import type { Report } from '@chappe/core/report/schema'

export type Hour = Report['hours'][number]

const hour = 3_600_000

/** The last `count` hours up to `now`, oldest first, with zeros where nothing happened. */
export function lastHours(hours: readonly Hour[], now: number, count: number): Hour[] {
  const known = new Map(hours.map((one) => [Math.floor(Date.parse(one.hour) / hour), one]))
  const last = Math.floor(now / hour)
  return Array.from({ length: count }, (_, i) => {
    const at = last - count + 1 + i
    return known.get(at) ?? { hour: new Date(at * hour).toISOString(), sent: 0, opens: 0, clicks: 0 }
  })
}

/** The last hour in which something happened, as a Unix time in milliseconds; 0 when nothing ever did. */
export const lastActivity = (hours: readonly Hour[]): number =>
  hours.reduce((last, one) => Math.max(last, Date.parse(one.hour)), 0)

/** Round numbers from zero up to at least `highest`: about `wanted` steps of 1, 2 or 5 times a power of ten. */
export function ticks(highest: number, wanted = 4): number[] {
  const rough = Math.max(highest, 1) / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!)
  return Array.from({ length: Math.ceil(Math.max(highest, 1) / step) + 1 }, (_, i) => i * step)
}

/** The path of a line through points that are evenly spread over `width`, in SVG's words. */
export function linePath(values: readonly number[], highest: number, width: number, height: number): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0
  return values
    .map(
      (value, i) => `${i === 0 ? 'M' : 'L'}${round(i * step)} ${round(height - (value / highest) * height)}`,
    )
    .join('')
}

const round = (value: number) => Math.round(value * 100) / 100

/** A share of a whole, between 0 and 1; null where there is no whole. */
export const rate = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

/** Whether the books balance: targeted = excluded + sent + failed + pending + uncertain. */
export const balances = ({ targeted, excluded, sent, failed, pending, uncertain }: Report): boolean =>
  targeted === excluded + sent + failed + pending + uncertain
