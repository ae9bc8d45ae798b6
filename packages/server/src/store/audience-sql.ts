import { numberPasses } from '@chappe/core/audience/operators'
import type { Condition, Measure, NumberTest, Rule, Window } from '@chappe/core/audience/rule'
import { boundsOf } from '@chappe/core/audience/values'
import { type RawBuilder, sql } from 'kysely'
import {
  all,
  any,
  type Bool,
  isType,
  not,
  passes,
  placeOf,
  signs,
  someItem,
  type Value,
} from './audience-operators.ts'
import { type ConsentRules, mayReceiveSql } from './consent-sql.ts'

export interface RuleScope extends ConsentRules {
  readonly now: Date
  /** Whether the profile `p` belongs to an audience that a rule names; undefined: as it was evaluated last. */
  readonly audience?: (id: string) => Bool | undefined
}

function passesTest(value: Value, test: NumberTest): Bool {
  switch (test.operator) {
    case 'between':
      return sql<boolean>`${value} between ${test.from}::numeric and ${test.to}::numeric`
    case 'equals':
      return sql<boolean>`${value} = ${test.value}::numeric`
    default:
      return sql<boolean>`${value} ${sql.raw(signs[test.operator])} ${test.value}::numeric`
  }
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

/** People found in another table, in a column `profile_id`. Or, `isMissing`, all others. */
interface Found {
  readonly people: Value
  readonly isMissing: boolean
  /** Somebody may be there more than once. */
  readonly isRepeated?: boolean
}

interface Counted {
  /** `from … where …` */
  readonly rows: Value
  readonly person: Value
  readonly value: Value
  readonly test: NumberTest
  readonly emptyPasses: boolean
  /** It is the number of the rows, and not of something in them. */
  readonly isNumber: boolean
}

/**
 * People for whom what is counted of their rows passes. Those without a row count nothing: they pass when zero does, and
 * are found as those who are not among the people who fail. Counted before anything is joined: every process of a
 * parallel join would count for itself.
 */
function foundByCount({ rows, person, value, test, emptyPasses, isNumber }: Counted): Found {
  // Any row at all, or none: there is nothing to count.
  if (isNumber && isAboutNone(test))
    return { people: sql`select ${person} as profile_id ${rows}`, isMissing: emptyPasses, isRepeated: true }
  const passing = passesTest(value, test)
  const having = emptyPasses ? sql`coalesce(not ${passing}, true)` : passing
  const people = sql`with counts as materialized (select ${person} as profile_id ${rows} group by 1 having ${having})
    select profile_id from counts`
  return { people, isMissing: emptyPasses }
}

/** Whether only zero passes, or everything but zero. */
function isAboutNone(test: NumberTest): boolean {
  const none = numberPasses(0, test)
  const bounds = test.operator === 'between' ? [test.from, test.to] : [test.value]
  const counts = [
    1,
    ...bounds.flatMap((bound) => [Math.floor(bound), Math.ceil(bound), Math.ceil(bound) + 1]),
  ]
  return counts.every((count) => count < 1 || numberPasses(count, test) !== none)
}

/** The same for one profile, by an index. */
const passesCount = ({ rows, person, value, test }: Counted): Bool =>
  sql<boolean>`coalesce(${passesTest(sql`(select ${value} ${rows} and ${person} = p.id)`, test)}, false)`

/**
 * A rule as a condition on the profile row `p`, with parameters only: nothing that a person wrote becomes SQL. It is
 * true or false for every profile, never null. Other tables are looked at profile by profile, which is quick for one
 * person or a sample; for everybody see `ruleSet`.
 */
export function ruleSql(rule: Rule, scope: RuleScope): Bool {
  if (rule.kind !== 'group') return conditionSql(rule, scope)
  const inner = rule.rules.map((each) => ruleSql(each, scope))
  const joined = rule.join === 'and' ? all(inner) : any(inner)
  return rule.not ? not(joined) : joined
}

export interface RuleSet {
  /** To stand after `from profile p`; at most one row for each profile. */
  readonly joins: RawBuilder<unknown>
  readonly where: Bool
}

/**
 * A rule for everybody at once: finds the people of `ruleSql`, and every look at another table is a join that the planner
 * can choose the way of, never a look per profile. What is denied is denied at the leaves. Where one of several has to
 * hold, each look is an outer join; where all have to, the planner makes a semi-join or an anti-join of it.
 */
export function ruleSet(rule: Rule, scope: RuleScope): RuleSet {
  const joins: RawBuilder<unknown>[] = []
  const outer = ({ people, isMissing, isRepeated = false }: Found): Bool => {
    const name = sql.ref(`found_${joins.length}`)
    const each = isRepeated ? sql`select distinct profile_id from (${people}) as found` : people
    joins.push(sql`left join (${each}) as ${name} on ${name}.profile_id = p.id`)
    return isMissing ? sql<boolean>`${name}.profile_id is null` : sql<boolean>`${name}.profile_id is not null`
  }
  const inner = ({ people, isMissing }: Found): Bool => {
    const found = sql<boolean>`exists (select from (${people}) as found where found.profile_id = p.id)`
    return isMissing ? not(found) : found
  }
  const read = (part: Rule, isDenied: boolean, join: (found: Found) => Bool): Bool => {
    if (part.kind !== 'group') {
      const found = isFar(part) && (foundBy(part, scope) ?? (join === outer && askedOfEach(part, scope)))
      const holds = found ? join(found) : conditionSql(part, scope)
      return isDenied ? not(holds) : holds
    }
    const isOpposite = isDenied !== part.not
    const isAll = (part.join === 'and') !== isOpposite
    const below = isAll || part.rules.length === 1 ? join : outer
    const parts = part.rules.map((one) => read(one, isOpposite, below))
    return isAll ? all(parts) : any(parts)
  }
  const where = read(rule, false, inner)
  return { joins: sql.join(joins, sql` `), where }
}

/** Whether a condition looks at other tables than that of the profiles. */
export const isFar = ({ kind }: Condition): boolean => kind !== 'attribute' && kind !== 'items'

/** People who pass a condition that has no set of its own. */
const askedOfEach = (condition: Condition, scope: RuleScope): Found => ({
  people: sql`select p.id as profile_id from profile p
    where p.sandbox_id = ${scope.sandboxId} and ${conditionSql(condition, scope)}`,
  isMissing: false,
})

function foundBy(condition: Condition, scope: RuleScope): Found | undefined {
  const { sandboxId, audience } = scope
  const counted = countedBy(condition, scope)
  if (counted) return foundByCount(counted)
  if (condition.kind !== 'audience' || audience?.(condition.audienceId)) return undefined
  const people = sql`select m.profile_id from audience_member m
    where m.sandbox_id = ${sandboxId} and m.audience_id = ${condition.audienceId}::uuid`
  return { people, isMissing: !condition.member }
}

/** What conditions on events and messages count. */
function countedBy(condition: Condition, { sandboxId, now }: RuleScope): Counted | undefined {
  if (condition.kind === 'event') {
    const { measure, test } = condition
    const where = [
      sql<boolean>`e.sandbox_id = ${sandboxId}`,
      sql<boolean>`e.type = ${condition.type}`,
      ...inside(sql`e.at`, condition.window, now),
      ...condition.where.map(({ path, test }) => passes(placeOf(sql`e.data`, path), test, now)),
    ]
    return {
      rows: sql`from profile_event e where ${all(where)}`,
      person: sql`e.profile_id`,
      value: measures(measure),
      test,
      emptyPasses: (measure.of === 'count' || measure.of === 'sum') && numberPasses(0, test),
      isNumber: measure.of === 'count',
    }
  }
  if (condition.kind !== 'engagement') return undefined
  const { action, campaignId, window, test } = condition
  const at = { sent: sql`m.settled_at`, opened: sql`m.opened_at`, clicked: sql`m.clicked_at` }[action]
  const where = [
    sql<boolean>`m.sandbox_id = ${sandboxId}`,
    sql<boolean>`m.profile_id is not null`,
    action === 'sent' ? sql<boolean>`m.status = 'sent'` : sql<boolean>`${at} is not null`,
    ...(campaignId === null ? [] : [sql<boolean>`m.campaign_id = ${campaignId}::uuid`]),
    ...inside(at, window, now),
  ]
  return {
    rows: sql`from message m where ${all(where)}`,
    person: sql`m.profile_id`,
    value: sql`count(*)`,
    test,
    emptyPasses: numberPasses(0, test),
    isNumber: true,
  }
}

const attributes = sql`p.attributes`

/** Whether the profile `p` is among the stored members of an audience. */
export const isMember = (sandboxId: number, audienceId: string): Bool =>
  sql<boolean>`exists (select from audience_member m where m.sandbox_id = ${sandboxId} and m.profile_id = p.id
    and m.audience_id = ${audienceId}::uuid)`

function conditionSql(condition: Condition, scope: RuleScope): Bool {
  const { sandboxId, now, audience } = scope
  switch (condition.kind) {
    case 'attribute':
      return passes(placeOf(attributes, condition.path), condition.test, now)
    case 'items': {
      const some = someItem(placeOf(attributes, condition.path), condition.tests, now)
      return condition.quantifier === 'some' ? some : not(some)
    }
    case 'identity': {
      const found = sql<boolean>`exists (select from profile_identity i where i.sandbox_id = ${sandboxId} and i.profile_id = p.id
        and i.namespace = ${condition.namespace})`
      return condition.present ? found : not(found)
    }
    case 'consent': {
      const allowed = mayReceiveSql(scope, condition.channel, condition.topic)
      return condition.choice === 'in' ? allowed : not(allowed)
    }
    case 'audience': {
      const found = audience?.(condition.audienceId) ?? isMember(sandboxId, condition.audienceId)
      return condition.member ? found : not(found)
    }
    case 'event':
    case 'engagement':
      return passesCount(countedBy(condition, scope)!)
  }
}
