import { dayOf, parseLocal, parseTime, timeOf, type Wall, weekdayOf } from './civil.ts'
import type { Recurrence } from './parts.ts'
import type { Pace } from './rate/schema.ts'
import { parseRule } from './rrule/parse.ts'
import type { CampaignSchedule, RecurringSchedule } from './schema.ts'
import { ruleSaid } from './sentence-rule.ts'
import { type Language, words } from './sentence-words.ts'
import type { Waves } from './waves.ts'
import { wallAt } from './zones.ts'

export type { Language } from './sentence-words.ts'

/**
 * A schedule as a sentence that a person reads: `Every 2 weeks on Monday and Thursday at 9:00 AM, from March 2,
 * 2026, 10 times (Europe/Paris time)`. Without a full stop.
 */
export function scheduleSentence(schedule: CampaignSchedule, language: Language): string {
  const w = words[language]
  switch (schedule.kind) {
    case 'now':
      return w.now
    case 'at': {
      const local = parseLocal(schedule.at)!
      return capital(`${w.onDate(local)} ${zoned(schedule, language)}`, language)
    }
    case 'recurring':
      return capital(recurring(schedule, language), language)
  }
}

const capital = (text: string, language: Language): string =>
  text.charAt(0).toLocaleUpperCase(language) + text.slice(1)

function zoned(
  { timeZone, profileTimeZone }: Extract<CampaignSchedule, { timeZone: string }>,
  language: Language,
): string {
  const w = words[language]
  return `(${profileTimeZone === null ? w.inZone(timeZone) : w.inProfileZone(profileTimeZone.fallback ?? timeZone)})`
}

function recurring(schedule: RecurringSchedule, language: Language): string {
  const w = words[language]
  const start = parseLocal(schedule.start)!
  const parts = [
    repeated(schedule.recurrence, start, language),
    w.from(start),
    ended(schedule, language),
    ...(schedule.evergreen ? [w.evergreen] : []),
  ]
  return `${parts.filter((part) => part !== '').join(', ')} ${zoned(schedule, language)}`
}

function repeated(recurrence: Recurrence, start: Wall, language: Language): string {
  const w = words[language]
  if (recurrence.every === 'rule') {
    const parsed = parseRule(recurrence.rule)
    return ('rule' in parsed ? ruleSaid(parsed.rule, start, w) : null) ?? w.byRule(recurrence.rule)
  }
  const times =
    recurrence.times.length > 0 ? recurrence.times.map((text) => parseTime(text)!) : [timeOf(start)]
  const at = w.atTimes(w.list([...times].sort((a, b) => a - b).map(w.time)))
  const every = w.every(recurrence.every, recurrence.interval)
  switch (recurrence.every) {
    case 'day':
      return `${every} ${at}`
    case 'week': {
      const days = recurrence.days.length > 0 ? [...recurrence.days].sort() : [weekdayOf(dayOf(start))]
      return `${every} ${w.onWeekdays(days)} ${at}`
    }
    case 'month': {
      const { on } = recurrence
      const which =
        on.by === 'day' ? w.onMonthDays(on.days, true) : w.onNths([{ nth: on.nth, weekday: on.day }])
      return `${every} ${which} ${at}`
    }
  }
}

function ended({ end, recurrence, timeZone }: RecurringSchedule, language: Language): string {
  const w = words[language]
  if (end.kind === 'after') return w.times(end.occurrences)
  if (end.kind === 'until') return w.until(parseLocal(end.at)!)
  const parsed = recurrence.every === 'rule' ? parseRule(recurrence.rule) : null
  if (parsed === null || 'mistake' in parsed) return ''
  const { count, until } = parsed.rule
  if (until === null) return count === null ? '' : w.times(count)
  return w.until('local' in until ? until.local : wallAt(until.instant, timeZone))
}

/** How an occurrence is divided: `In 3 equal waves, 2 hours apart`. */
export function wavesSentence({ division, timing, waves, remainder }: Waves, language: Language): string {
  const w = words[language]
  const sizes = waves.map(({ size }) => (division === 'percent' ? w.percent(size ?? 0) : w.number(size ?? 0)))
  const parts = [
    w.waves[division](waves.length, w.list(sizes)),
    timing.kind === 'interval' ? w.apart(timing.minutes) : w.ownDates,
    ...(remainder === 'leave_out' ? [w.leaveOut] : []),
  ]
  return capital(parts.join(', '), language)
}

/** How fast it is sent: `200 messages per second at most, from 8:00 AM to 8:00 PM from Monday to Friday`; empty: no limit. */
export function paceSentence(
  { rate, window, warmUp, domains, deadlineHours }: Pace,
  language: Language,
): string {
  const w = words[language]
  const parts: string[] = []
  if (rate !== null) parts.push(w.rate(rate.messages, rate.per))
  if (window !== null) {
    const zone = window.timeZone === null ? '' : ` (${w.inZone(window.timeZone)})`
    const days =
      window.days.length === 0 || window.days.length === 7 ? '' : ` ${w.onWeekdays([...window.days].sort())}`
    parts.push(`${w.window(parseTime(window.from)!, parseTime(window.to)!)}${days}${zone}`)
  }
  if (warmUp !== null) parts.push(w.warmUp(warmUp.caps.length, warmUp.caps[0]!))
  if (domains.length > 0) parts.push(w.domains(domains.length))
  if (deadlineHours !== null) parts.push(w.deadline(deadlineHours))
  return capital(parts.join(', '), language)
}
