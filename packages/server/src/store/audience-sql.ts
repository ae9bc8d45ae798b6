import type { TestOf } from '@chappe/core/audience/operators'
import type {
  Condition,
  Measure,
  NumberTest,
  OperatorName,
  Rule,
  Test,
  Window,
} from '@chappe/core/audience/rule'
import { anniversaryDays, before, boundsOf, instantOf, lowered } from '@chappe/core/audience/values'
import { type RawBuilder, sql } from 'kysely'

export type Bool = RawBuilder<boolean>
/** SQL of a jsonb value. */
type Value = RawBuilder<unknown>

export interface RuleScope {
  readonly sandboxId: number
  readonly now: Date
  /** The choice of those who chose nothing, by channel. */
  readonly consentDefault: Readonly<Record<string, 'in' | 'out'>>
  /** Whether the profile `p` belongs to an audience that a rule names; undefined: as it was evaluated last. */
  readonly audience?: (id: string) => Bool | undefined
}

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

function placeOf(document: Value, path: string): Place {
  const names = path.split('.')
  // One array parameter: an expression index on the same path is found when the plan is made for these values.
  const at = sql`${names}::text[]`
  return {
    document,
    names,
    value: sql`(${document} #> ${at})`,
    text: sql<string>`(${document} #>> ${at})`,
  }
}

const isType = ({ value }: Place, type: string): Bool =>
  sql<boolean>`jsonb_typeof(${value}) = ${sql.lit(type)}`
const hasPlaces = ({ names }: Place) => names.some((name) => /^-?\d+$/.test(name))

/** The document holds `leaf` at the place. Containment finds exactly that, unless the path counts places in lists. */
const holds = (place: Place, leaf: unknown): Bool =>
  hasPlaces(place)
    ? sql<boolean>`coalesce(${place.value} @> ${json(leaf)}, false)`
    : sql<boolean>`${place.document} @> ${json(place.names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), leaf))}`

const equals = (place: Place, value: unknown): Bool =>
  hasPlaces(place) ? sql<boolean>`coalesce(${place.value} = ${json(value)}, false)` : holds(place, value)

const like = (place: Place, pattern: (literal: string) => string, text: string): Bool =>
  sql<boolean>`coalesce(lower(${place.text}) like ${pattern(lowered(text).replace(/[\\%_]/g, '\\$&'))} and ${isType(place, 'string')}, false)`

const compared = (place: Place, sign: '>' | '>=' | '<' | '<=', value: number): Bool =>
  sql<boolean>`coalesce(${place.value} ${sql.raw(sign)} ${json(value)} and ${isType(place, 'number')}, false)`

const instant = (place: Place) => sql<Date>`chappe_instant(${place.text})`
/** The day of an instant moved by `days`, as dates are written. */
const dayText = (instant: Date, days: number) =>
  new Date(
    Math.min(Math.max(instant.getTime() + days * 86_400_000, -62_167_219_200_000), 253_402_300_799_999),
  )
    .toISOString()
    .slice(0, 10)

/** Dates are read one by one only where their first ten letters, in any time zone, may lie within. */
const within = (place: Place, from: Date | null, to: Date | null): Bool => {
  const day = sql`left(${place.text}, 10) collate "C"`
  return sql<boolean>`coalesce(${all([
    ...(from === null ? [] : [sql<boolean>`${day} >= ${dayText(from, -1)}`]),
    ...(to === null ? [] : [sql<boolean>`${day} <= ${dayText(to, 1)}`]),
    ...(from === null && to === null ? [sql<boolean>`${instant(place)} is not null`] : []),
    ...(from === null ? [] : [sql<boolean>`${instant(place)} >= ${from}::timestamptz`]),
    ...(to === null ? [] : [sql<boolean>`${instant(place)} < ${to}::timestamptz`]),
  ])} and ${isType(place, 'string')}, false)`
}
const after = (instant: Date) => new Date(instant.getTime() + 1)

const inLast = (place: Place, { amount, unit }: TestOf<'within_last'>, now: Date) =>
  within(place, before(now, amount, unit), after(now))
const isIn = (place: Place, values: readonly unknown[]): Bool =>
  sql<boolean>`coalesce(${place.value} = any(${values.map((value) => JSON.stringify(value))}::jsonb[]), false)`
const includesAny = (place: Place, values: readonly unknown[]) =>
  any(values.map((value) => all([holds(place, [value]), isType(place, 'array')])))

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

const passes = (place: Place, test: Test, now: Date): Bool =>
  (meanings[test.operator] as (place: Place, test: Test, now: Date) => Bool)(place, test, now)

function numberPasses(value: Value, test: NumberTest): Bool {
  switch (test.operator) {
    case 'between':
      return sql<boolean>`${value} between ${test.from}::numeric and ${test.to}::numeric`
    case 'equals':
      return sql<boolean>`${value} = ${test.value}::numeric`
    default:
      return sql<boolean>`${value} ${sql.raw(signs[test.operator])} ${test.value}::numeric`
  }
}
const signs = { greater: '>', at_least: '>=', less: '<', at_most: '<=' } as const

const zeroPasses = (test: NumberTest): boolean => {
  if (test.operator === 'between') return test.from <= 0 && test.to >= 0
  const { value } = test
  return {
    equals: value === 0,
    greater: 0 > value,
    at_least: 0 >= value,
    less: 0 < value,
    at_most: 0 <= value,
  }[test.operator]
}

/** Conditions on the instant of a row. */
function inside(at: Value, window: Window, now: Date): Bool[] {
  const { from, to } = boundsOf(window, now)
  return [
    ...(from === null ? [] : [sql<boolean>`${at} >= ${from}::timestamptz`]),
    ...(to === null ? [] : [sql<boolean>`${at} < ${to}::timestamptz`]),
  ]
}

const measures = (measure: Measure): Value => {
  if (measure.of === 'count') return sql`count(*)`
  const place = placeOf(sql`e.data`, measure.path)
  const number = sql`case when ${isType(place, 'number')} then ${place.text}::numeric end`
  if (measure.of === 'sum') return sql`coalesce(sum(${number}), 0)`
  return measure.of === 'min' ? sql`min(${number})` : sql`max(${number})`
}

/**
 * How the rows of people are looked at: all at once, for a whole sandbox; or person by person, which is quicker for
 * one or some. Both find the same.
 */
export type Reading = 'set' | 'each'

/**
 * People for whom what is counted of their rows passes. Read as a set, those without a row count nothing: they pass
 * when zero does, and are found as those who are not among the people who fail.
 */
function counted(
  { rows, person, value }: { rows: Value; person: Value; value: Value },
  test: NumberTest,
  emptyPasses: boolean,
  reading: Reading,
): Bool {
  if (reading === 'each')
    return sql<boolean>`coalesce(${numberPasses(sql`(select ${value} ${rows} and ${person} = p.id)`, test)}, false)`
  const passing = numberPasses(value, test)
  const having = emptyPasses ? sql`coalesce(not ${passing}, true)` : passing
  const found = sql<boolean>`exists (select from (select ${person} as profile_id ${rows} group by 1 having ${having}) as counted
    where counted.profile_id = p.id)`
  return emptyPasses ? not(found) : found
}

/**
 * A rule as a condition on the profile row `p`, with parameters only: nothing that a person wrote becomes SQL.
 * It is true or false for every profile, never null.
 */
export function ruleSql(rule: Rule, scope: RuleScope, reading: Reading = 'set'): Bool {
  if (rule.kind !== 'group') return conditionSql(rule, scope, reading)
  const inner = rule.rules.map((each) => ruleSql(each, scope, reading))
  const joined = rule.join === 'and' ? all(inner) : any(inner)
  return rule.not ? not(joined) : joined
}

const attributes = sql`p.attributes`

/** Whether the profile `p` is among the stored members of an audience. */
export const isMember = (sandboxId: number, audienceId: string): Bool =>
  sql<boolean>`exists (select from audience_member m where m.sandbox_id = ${sandboxId} and m.profile_id = p.id
    and m.audience_id = ${audienceId}::uuid)`

function conditionSql(
  condition: Condition,
  { sandboxId, now, consentDefault, audience }: RuleScope,
  reading: Reading,
): Bool {
  switch (condition.kind) {
    case 'attribute':
      return passes(placeOf(attributes, condition.path), condition.test, now)
    case 'items': {
      const list = placeOf(attributes, condition.path)
      const tests = condition.tests.map(({ path, test }) => passes(placeOf(sql`item`, path), test, now))
      const some = sql<boolean>`exists (select from jsonb_array_elements(case when ${isType(list, 'array')} then ${list.value} else '[]' end) as item
        where ${all(tests)})`
      return condition.quantifier === 'some' ? some : not(some)
    }
    case 'identity': {
      const found = sql<boolean>`exists (select from profile_identity i where i.sandbox_id = ${sandboxId} and i.profile_id = p.id
        and i.namespace = ${condition.namespace})`
      return condition.present ? found : not(found)
    }
    case 'consent': {
      const { channel, topic, choice } = condition
      const chosen = (choice: 'in' | 'out') =>
        sql<boolean>`exists (select from consent c where c.sandbox_id = ${sandboxId} and c.channel = ${channel}
          and c.topic = ${topic} and c.subject = 'profile:' || p.id::text and c.choice = ${choice})`
      // Those who chose nothing have the default: they are among those who did not choose its opposite.
      return (consentDefault[channel] ?? 'in') === choice
        ? not(chosen(choice === 'in' ? 'out' : 'in'))
        : chosen(choice)
    }
    case 'audience': {
      const found = audience?.(condition.audienceId) ?? isMember(sandboxId, condition.audienceId)
      return condition.member ? found : not(found)
    }
    case 'event': {
      const where = [
        sql<boolean>`e.sandbox_id = ${sandboxId}`,
        sql<boolean>`e.type = ${condition.type}`,
        ...inside(sql`e.at`, condition.window, now),
        ...condition.where.map(({ path, test }) => passes(placeOf(sql`e.data`, path), test, now)),
      ]
      const { measure, test } = condition
      const emptyPasses = (measure.of === 'count' || measure.of === 'sum') && zeroPasses(test)
      const rows = sql`from profile_event e where ${all(where)}`
      return counted(
        { rows, person: sql`e.profile_id`, value: measures(measure) },
        test,
        emptyPasses,
        reading,
      )
    }
    case 'engagement': {
      const { action, campaignId, window, test } = condition
      const at = { sent: sql`m.settled_at`, opened: sql`m.opened_at`, clicked: sql`m.clicked_at` }[action]
      const where = [
        sql<boolean>`m.sandbox_id = ${sandboxId}`,
        sql<boolean>`m.profile_id is not null`,
        action === 'sent' ? sql<boolean>`m.status = 'sent'` : sql<boolean>`${at} is not null`,
        ...(campaignId === null ? [] : [sql<boolean>`m.campaign_id = ${campaignId}::uuid`]),
        ...inside(at, window, now),
      ]
      const rows = sql`from message m where ${all(where)}`
      return counted(
        { rows, person: sql`m.profile_id`, value: sql`count(*)` },
        test,
        zeroPasses(test),
        reading,
      )
    }
  }
}
