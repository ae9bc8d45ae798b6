import type { NumberTest, OperatorName, Test } from './rule.ts'
import { anniversaryDays, before, instantOf, lowered } from './values.ts'

export type TestOf<Name extends OperatorName, T = Test> = T extends { operator: OperatorName }
  ? Name extends T['operator']
    ? Omit<T, 'operator'> & { operator: Name }
    : never
  : never

/** What an operator means for a value in memory. The store says the same in SQL, under the same names. */
type Meanings = {
  readonly [Name in OperatorName]: (value: unknown, test: TestOf<Name>, now: Date) => boolean
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isGiven = (value: unknown) => value !== undefined && value !== null
const within = (value: unknown, from: number, to: number) => {
  const at = instantOf(value)
  return at !== null && at >= from && at < to
}
const inLast = (value: unknown, { amount, unit }: TestOf<'within_last'>, now: Date) =>
  within(value, before(now, amount, unit).getTime(), now.getTime() + 1)
const includes = (value: unknown, wanted: unknown) => Array.isArray(value) && value.includes(wanted)

export const meanings: Meanings = {
  exists: (value) => isGiven(value),
  missing: (value) => !isGiven(value),
  equals: (value, test) => value === test.value,
  not_equals: (value, test) => value !== test.value,
  in: (value, { values }) => values.includes(value as string),
  not_in: (value, { values }) => !values.includes(value as string),
  contains: (value, test) => isText(value) && lowered(value).includes(lowered(test.value)),
  not_contains: (value, test) => !(isText(value) && lowered(value).includes(lowered(test.value))),
  starts_with: (value, test) => isText(value) && lowered(value).startsWith(lowered(test.value)),
  ends_with: (value, test) => isText(value) && lowered(value).endsWith(lowered(test.value)),
  greater: (value, test) => isNumber(value) && value > test.value,
  at_least: (value, test) => isNumber(value) && value >= test.value,
  less: (value, test) => isNumber(value) && value < test.value,
  at_most: (value, test) => isNumber(value) && value <= test.value,
  between: (value, { from, to }) => isNumber(value) && value >= from && value <= to,
  before: (value, { date }) => within(value, Number.NEGATIVE_INFINITY, instantOf(date) ?? 0),
  from: (value, { date }) => within(value, instantOf(date) ?? 0, Number.POSITIVE_INFINITY),
  within_last: inLast,
  not_within_last: (value, test, now) => !inLast(value, { ...test, operator: 'within_last' }, now),
  within_next: (value, { amount, unit }, now) =>
    within(value, now.getTime(), before(now, -amount, unit).getTime() + 1),
  anniversary: (value, { days }, now) =>
    instantOf(value) !== null && anniversaryDays(now, days).includes((value as string).slice(5, 10)),
  includes_any: (value, { values }) => values.some((one) => includes(value, one)),
  includes_all: (value, { values }) => values.every((one) => includes(value, one)),
  includes_none: (value, { values }) => !values.some((one) => includes(value, one)),
}

/** Whether a value passes a test. */
export const passes = (value: unknown, test: Test, now: Date): boolean =>
  (meanings[test.operator] as (value: unknown, test: Test, now: Date) => boolean)(value, test, now)

/** Whether a number passes; null (the smallest of nothing) never does. */
export function numberPasses(value: number | null, test: NumberTest): boolean {
  if (value === null) return false
  switch (test.operator) {
    case 'equals':
      return value === test.value
    case 'greater':
      return value > test.value
    case 'at_least':
      return value >= test.value
    case 'less':
      return value < test.value
    case 'at_most':
      return value <= test.value
    case 'between':
      return value >= test.from && value <= test.to
  }
}
