import type { TestOf } from '@chappe/core/audience/operators'
import type { OperatorName, Test } from '@chappe/core/audience/rule'
import { anniversaryDays, before, instantOf, lowered } from '@chappe/core/audience/values'
import { type RawBuilder, sql } from 'kysely'

export type Bool = RawBuilder<boolean>
/** SQL of a jsonb value. */
export type Value = RawBuilder<unknown>

const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`
const never = sql<boolean>`false`
const always = sql<boolean>`true`
export const not = (condition: Bool): Bool => sql<boolean>`not ${condition}`
export const all = (conditions: readonly Bool[]): Bool =>
  conditions.length === 0 ? always : sql<boolean>`(${sql.join(conditions, sql` and `)})`
export const any = (conditions: readonly Bool[]): Bool =>
  conditions.length === 0 ? never : sql<boolean>`(${sql.join(conditions, sql` or `)})`

/** A value inside a document, and its document, for the operators that an index on the document can serve. */
interface Place {
  readonly document: Value
  readonly names: readonly string[]
  readonly value: Value
  readonly text: RawBuilder<string>
}

export function placeOf(document: Value, path: string): Place {
  const names = path.split('.')
  // A single step is quicker than a path of one.
  const [only, ...more] = names
  if (more.length === 0 && !isPlace(only!))
    return {
      document,
      names,
      value: sql`(${document} -> ${only}::text)`,
      text: sql<string>`(${document} ->> ${only}::text)`,
    }
  const at = sql`${names}::text[]`
  return {
    document,
    names,
    value: sql`(${document} #> ${at})`,
    text: sql<string>`(${document} #>> ${at})`,
  }
}

export const isType = ({ value }: Place, type: string): Bool =>
  sql<boolean>`jsonb_typeof(${value}) = ${sql.lit(type)}`
const isPlace = (name: string) => /^-?\d+$/.test(name)
const hasPlaces = ({ names }: Place) => names.some(isPlace)

/** The document holds `leaf` at the place. Containment finds exactly that, unless the path counts places in lists. */
const holds = (place: Place, leaf: unknown): Bool =>
  hasPlaces(place)
    ? sql<boolean>`coalesce(${place.value} @> ${json(leaf)}, false)`
    : sql<boolean>`${place.document} @> ${json(place.names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), leaf))}`

const equals = (place: Place, value: unknown): Bool =>
  hasPlaces(place) ? sql<boolean>`coalesce(${place.value} = ${json(value)}, false)` : holds(place, value)

const like = (place: Place, pattern: (literal: string) => string, text: string): Bool =>
  sql<boolean>`coalesce(lower(${place.text}) like ${pattern(lowered(text).replace(/[\\%_]/g, '\\$&'))} and ${isType(place, 'string')}, false)`

/**
 * A strict path looks at the value once, and compares numbers with numbers only. It cannot count from the end of lists
 * as `#>` does.
 */
const compared = (place: Place, sign: '>' | '>=' | '<' | '<=', value: number): Bool =>
  hasPlaces(place)
    ? sql<boolean>`coalesce(${place.value} ${sql.raw(sign)} ${json(value)} and ${isType(place, 'number')}, false)`
    : sql<boolean>`coalesce(${place.document} @@ ${`strict ${stepsOf(place.names)} ${sign} ${value}`}::jsonpath, false)`

/** As strict paths write texts and names; half of a pair of letters is none. */
const quoted = (text: string) => JSON.stringify(Buffer.from(text).toString())
const stepsOf = (names: readonly string[], from = '$') =>
  names.reduce((path, name) => `${path}.${quoted(name)}`, from)

/** A test as the predicate of a strict path, about the item `@`; undefined where paths have no words for it. */
function predicateOf(path: string, test: Test): string | undefined {
  const names = path.split('.')
  if (names.some(isPlace)) return undefined
  const value = stepsOf(names, '@')
  switch (test.operator) {
    case 'equals':
      return `${value} == ${literal(test.value)}`
    case 'in':
      return `(${test.values.map((one) => `${value} == ${literal(one)}`).join(' || ')})`
    case 'greater':
    case 'at_least':
    case 'less':
    case 'at_most':
      return `${value} ${signs[test.operator]} ${test.value}`
    case 'between':
      return `${value} >= ${test.from} && ${value} <= ${test.to}`
    default:
      return undefined
  }
}
export const signs = { greater: '>', at_least: '>=', less: '<', at_most: '<=' } as const
const literal = (value: string | number | boolean) =>
  typeof value === 'string' ? quoted(value) : String(value)

/** Whether an object of the list at a place passes all the tests. */
export function someItem(
  place: Place,
  tests: readonly { readonly path: string; readonly test: Test }[],
  now: Date,
): Bool {
  const predicates = tests.map(({ path, test }) => predicateOf(path, test))
  if (!hasPlaces(place) && predicates.every((one) => one !== undefined))
    return sql<boolean>`coalesce(${place.document} @? ${`strict ${stepsOf(place.names)}[*] ? (${predicates.join(' && ')})`}::jsonpath, false)`
  const each = tests.map(({ path, test }) => passes(placeOf(sql`item`, path), test, now))
  return sql<boolean>`exists (select from jsonb_array_elements(case when ${isType(place, 'array')} then ${place.value} else '[]' end) as item
    where ${all(each)})`
}

const instant = (place: Place) => sql<Date>`chappe_instant(${place.text})`
/** The day of an instant moved by `days`, as dates are written. */
const dayText = (instant: Date, days: number) =>
  new Date(
    Math.min(Math.max(instant.getTime() + days * 86_400_000, -62_167_219_200_000), 253_402_300_799_999),
  )
    .toISOString()
    .slice(0, 10)

/** The first day that begins at an instant or after it, as dates are written. */
const dayFrom = (instant: Date) => dayText(instant, instant.getTime() % 86_400_000 === 0 ? 0 : 1)

/**
 * Dates in a time. Most are told by their letters: those whose first ten, in any time zone, cannot lie within; and bare
 * dates, which begin at their own midnight (those after the 28th may be of no month). The others are read one by one.
 */
const within = (place: Place, from: Date | null, to: Date | null): Bool => {
  const { text } = place
  const letters = sql`${text} collate "C"`
  const low = from === null ? '0001' : dayFrom(from)
  return sql<boolean>`coalesce(${all([
    ...(from === null ? [] : [sql<boolean>`${letters} >= ${dayText(from, -1)}`]),
    ...(to === null ? [] : [sql<boolean>`${letters} < ${dayText(to, 2)}`]),
    sql<boolean>`case when ${text} ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$'
      then ${letters} >= ${low} ${to === null ? sql`` : sql`and ${letters} < ${dayFrom(to)}`}
      else ${all([
        sql<boolean>`${instant(place)} >= ${from ?? firstInstant}::timestamptz`,
        ...(to === null ? [] : [sql<boolean>`${instant(place)} < ${to}::timestamptz`]),
      ])} end`,
  ])}, false)`
}
const firstInstant = new Date('0001-01-01T00:00:00Z')
const after = (instant: Date) => new Date(instant.getTime() + 1)

const inLast = (place: Place, { amount, unit }: TestOf<'within_last'>, now: Date) =>
  within(place, before(now, amount, unit), after(now))
const isIn = (place: Place, values: readonly unknown[]): Bool =>
  sql<boolean>`coalesce(${place.value} = any(${values.map((value) => JSON.stringify(value))}::jsonb[]), false)`
/** Texts are looked for in a list all at once. */
const includesAny = (place: Place, values: readonly unknown[]) => {
  const texts = values.filter((value) => typeof value === 'string')
  const others = values.filter((value) => typeof value !== 'string')
  return any([
    ...(texts.length > 0
      ? [sql<boolean>`coalesce(${place.value} ?| ${texts}::text[] and ${isType(place, 'array')}, false)`]
      : []),
    ...others.map((value) => all([holds(place, [value]), isType(place, 'array')])),
  ])
}

type Meanings = { readonly [Name in OperatorName]: (place: Place, test: TestOf<Name>, now: Date) => Bool }

/** The operators of core/audience in SQL: a missing one does not compile, a different one fails the law. */
const meanings: Meanings = {
  exists: ({ value }) => sql<boolean>`coalesce(${value} <> 'null', false)`,
  missing: ({ value }) => sql<boolean>`coalesce(${value} = 'null', true)`,
  equals: (place, { value }) => equals(place, value),
  not_equals: (place, { value }) => not(equals(place, value)),
  in: (place, { values }) => isIn(place, values),
  not_in: (place, { values }) => not(isIn(place, values)),
  contains: (place, { value }) => like(place, (text) => `%${text}%`, value),
  not_contains: (place, { value }) => not(like(place, (text) => `%${text}%`, value)),
  starts_with: (place, { value }) => like(place, (text) => `${text}%`, value),
  ends_with: (place, { value }) => like(place, (text) => `%${text}`, value),
  greater: (place, { value }) => compared(place, '>', value),
  at_least: (place, { value }) => compared(place, '>=', value),
  less: (place, { value }) => compared(place, '<', value),
  at_most: (place, { value }) => compared(place, '<=', value),
  // Whatever lies between two numbers in the order of jsonb is a number.
  between: ({ value }, { from, to }) =>
    sql<boolean>`coalesce(${value} between ${json(from)} and ${json(to)}, false)`,
  before: (place, { date }) => within(place, null, new Date(instantOf(date) ?? 0)),
  from: (place, { date }) => within(place, new Date(instantOf(date) ?? 0), null),
  within_last: inLast,
  not_within_last: (place, test, now) => not(inLast(place, { ...test, operator: 'within_last' }, now)),
  within_next: (place, { amount, unit }, now) => within(place, now, after(before(now, -amount, unit))),
  anniversary: (place, { days }, now) =>
    sql<boolean>`coalesce(${isType(place, 'string')} and substr(${place.text}, 6, 5) = any(${anniversaryDays(now, days)}::text[]) and ${instant(place)} is not null, false)`,
  includes_any: (place, { values }) => includesAny(place, values),
  includes_all: (place, { values }) => all([holds(place, values), isType(place, 'array')]),
  includes_none: (place, { values }) => not(includesAny(place, values)),
}

export const passes = (place: Place, test: Test, now: Date): Bool =>
  (meanings[test.operator] as (place: Place, test: Test, now: Date) => Bool)(place, test, now)
