import type { Condition, Measure, NumberTest, Rule, Window } from '@chappe/core/audience/rule'
import { boundsOf } from '@chappe/core/audience/values'
import { sql } from 'kysely'
import { all, any, type Bool, isType, not, passes, placeOf, type Value } from './audience-operators.ts'

export interface RuleScope {
  readonly sandboxId: number
  readonly now: Date
  /** The choice of those who chose nothing, by channel. */
  readonly consentDefault: Readonly<Record<string, 'in' | 'out'>>
  /** Whether the profile `p` belongs to an audience that a rule names; undefined: as it was evaluated last. */
  readonly audience?: (id: string) => Bool | undefined
}

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
  // Counted before anything is joined: every process of a parallel join would count for itself.
  const found = sql<boolean>`exists (select from (
    with counts as materialized (select ${person} as profile_id ${rows} group by 1 having ${having})
    select profile_id from counts) as counted where counted.profile_id = p.id)`
  return emptyPasses ? not(found) : found
}

/**
 * A rule as a condition on the profile row `p`, with parameters only: nothing that a person wrote becomes SQL.
 * It is true or false for every profile, never null.
 */
export const ruleSql = (rule: Rule, scope: RuleScope, reading: Reading = 'set'): Bool =>
  reading === 'set' ? asSet(rule, scope, false) : oneByOne(rule, scope)

function oneByOne(rule: Rule, scope: RuleScope): Bool {
  if (rule.kind !== 'group') return conditionSql(rule, scope, 'each')
  const inner = rule.rules.map((each) => oneByOne(each, scope))
  const joined = rule.join === 'and' ? all(inner) : any(inner)
  return rule.not ? not(joined) : joined
}

/**
 * A rule in the form in which every look at another table stands where the planner makes a join of it, and not once per
 * profile: what is denied is denied at the leaves, and people found by one of several looks are put together first.
 */
function asSet(rule: Rule, scope: RuleScope, isDenied: boolean): Bool {
  if (rule.kind !== 'group') {
    const found = conditionSql(rule, scope, 'set')
    return isDenied ? not(found) : found
  }
  const isOpposite = isDenied !== rule.not
  const parts = rule.rules.map((part) => ({ far: isFar(part), sql: asSet(part, scope, isOpposite) }))
  if ((rule.join === 'and') !== isOpposite) return all(parts.map((part) => part.sql))
  const near = parts.filter(({ far }) => !far).map((part) => part.sql)
  const far = parts.filter((part) => part.far).map((part) => part.sql)
  if (far.length === 0 || parts.length === 1) return any(parts.map((part) => part.sql))
  const branches = [...(near.length > 0 ? [any(near)] : []), ...far].map(
    (found) =>
      sql`select p.id as profile_id from profile p where p.sandbox_id = ${scope.sandboxId} and ${found}`,
  )
  return sql<boolean>`exists (select from (${sql.join(branches, sql` union all `)}) as either where either.profile_id = p.id)`
}

/** Whether a rule looks at other tables than that of the profiles. */
const isFar = (rule: Rule): boolean =>
  rule.kind === 'group' ? rule.rules.some(isFar) : rule.kind !== 'attribute' && rule.kind !== 'items'

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
