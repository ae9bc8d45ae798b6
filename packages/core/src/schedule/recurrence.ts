import { parseTime, timeOf, type Wall } from './civil.ts'
import type { Recurrence } from './parts.ts'
import { type Budget, expand, type Range } from './rrule/expand.ts'
import { parseRule } from './rrule/parse.ts'
import { everyTime, type Rule } from './rrule/rule.ts'

/** A recurrence in the terms of RFC 5545, and the times of day when it names them itself. */
export interface Pattern {
  readonly rule: Rule
  readonly times: readonly number[] | null
}

/** @throws TypeError for a custom rule that cannot be read; the schema refuses those. */
export function patternOf(recurrence: Recurrence, start: Wall): Pattern {
  if (recurrence.every === 'rule') {
    const parsed = parseRule(recurrence.rule)
    if ('mistake' in parsed) throw new TypeError(parsed.mistake)
    return { rule: parsed.rule, times: null }
  }
  const named = recurrence.times.map((time) => parseTime(time)!).sort((a, b) => a - b)
  return { rule: daysOf(recurrence), times: named.length > 0 ? named : [timeOf(start)] }
}

function daysOf(recurrence: Exclude<Recurrence, { every: 'rule' }>): Rule {
  const { interval } = recurrence
  switch (recurrence.every) {
    case 'day':
      return everyTime('DAILY', interval)
    case 'week':
      return {
        ...everyTime('WEEKLY', interval),
        byDay: recurrence.days.map((weekday) => ({ nth: 0, weekday })),
      }
    case 'month': {
      const { on } = recurrence
      const monthly = everyTime('MONTHLY', interval)
      return on.by === 'day'
        ? { ...monthly, byMonthDay: on.days }
        : { ...monthly, byDay: [{ nth: on.nth, weekday: on.day }] }
    }
  }
}

/** The wall times of a pattern, in order, none twice; how many and until when is left to the caller. */
export const wallsOf = (
  { rule, times }: Pattern,
  start: Wall,
  range: Range = {},
  budget?: Budget,
): Generator<Wall> =>
  expand(rule, start, range, {
    ...(times !== null && { times, clamp: true }),
    ...(budget !== undefined && { budget }),
  })
