import type { CalendarBand } from '@chappe/core/api/calendar'
import type { CampaignKind } from '@chappe/core/campaign/schema'
import type { MessageId } from '../../messages/index.ts'
import { tagOf } from '../../messages/index.ts'
import type { Words } from '../../text.ts'
import type { Item } from './item.ts'

export const kindWord: Record<CampaignKind, MessageId> = {
  action: 'calendar.kind.action',
  api_triggered: 'calendar.kind.api_triggered',
  orchestrated: 'calendar.kind.orchestrated',
}

/** As clocks are read in a language: `9:00 AM`, `09:00`. */
const clock = {
  en: { hour: 'numeric', minute: '2-digit' },
  fr: { hour: '2-digit', minute: '2-digit' },
} as const
const dayAndClock = (t: Words) =>
  ({ weekday: 'short', day: 'numeric', month: 'short', ...clock[t.locale] }) as const

export const timeOf = (at: number, t: Words, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf[t.locale], { ...clock[t.locale], timeZone }).format(at)

export const whenOf = (at: number, t: Words, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf[t.locale], { ...dayAndClock(t), timeZone }).format(at)

export const dayWord = (at: number, t: Words, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf[t.locale], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  }).format(at)

/** As it begins a line of its own. */
export const titled = (words: string, t: Words): string =>
  words.charAt(0).toLocaleUpperCase(tagOf[t.locale]) + words.slice(1)

/** From when to when, in the fewest words: the end's day only where it is another one. */
export function spanOf({ start, end }: Pick<Item, 'start' | 'end'>, t: Words, timeZone: string): string {
  if (!Number.isFinite(end)) return t('calendar.from', { start: whenOf(start, t, timeZone) })
  if (end <= start) return whenOf(start, t, timeZone)
  return new Intl.DateTimeFormat(tagOf[t.locale], { ...dayAndClock(t), timeZone }).formatRange(start, end)
}

export const peopleWord = (people: number | null, t: Words): string =>
  people === null ? t('calendar.people.unknown') : t('calendar.people', { count: people })

/** Numbers that have to stand in little room: `12 k`. */
export const brief = (count: number, t: Words): string =>
  new Intl.NumberFormat(tagOf[t.locale], { notation: 'compact', maximumFractionDigits: 1 }).format(count)

export const waveWord = ({ wave }: Pick<CalendarBand, 'wave'>, t: Words): string | null =>
  wave === null ? null : t('calendar.wave', { number: wave.index + 1, of: wave.of })
