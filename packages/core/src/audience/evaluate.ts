import { numberPasses, passes } from './operators.ts'
import type { Condition, Measure, Rule, Window } from './rule.ts'
import { boundsOf, valueAt } from './values.ts'

/** Everything about one person that a rule can ask. */
export interface Person {
  readonly attributes: Readonly<Record<string, unknown>>
  /** Namespaces in which the person has an identity. */
  readonly namespaces: ReadonlySet<string>
  /** `in` when `mayReceive` says so of all that the person and their addresses said. */
  readonly consent: (channel: string, topic: string) => 'in' | 'out'
  readonly audiences: ReadonlySet<string>
  readonly events: readonly { readonly type: string; readonly at: Date; readonly data: unknown }[]
  readonly engagements: readonly {
    readonly action: 'sent' | 'opened' | 'clicked'
    readonly campaignId: string
    readonly at: Date
  }[]
}

/** Whether a person belongs, at this moment. The store reads the same rule as SQL: both always agree. */
export function belongs(rule: Rule, person: Person, now: Date): boolean {
  if (rule.kind !== 'group') return holds(rule, person, now)
  const joined =
    rule.join === 'and'
      ? rule.rules.every((inner) => belongs(inner, person, now))
      : rule.rules.some((inner) => belongs(inner, person, now))
  return joined !== rule.not
}

function holds(condition: Condition, person: Person, now: Date): boolean {
  switch (condition.kind) {
    case 'attribute':
      return passes(valueAt(person.attributes, condition.path), condition.test, now)
    case 'items': {
      const list = valueAt(person.attributes, condition.path)
      const items = Array.isArray(list) ? list : []
      const some = items.some((item) =>
        condition.tests.every(({ path, test }) => passes(valueAt(item, path), test, now)),
      )
      return some === (condition.quantifier === 'some')
    }
    case 'identity':
      return person.namespaces.has(condition.namespace) === condition.present
    case 'consent':
      return person.consent(condition.channel, condition.topic) === condition.choice
    case 'audience':
      return person.audiences.has(condition.audienceId) === condition.member
    case 'event': {
      const matching = person.events.filter(
        ({ type, at, data }) =>
          type === condition.type &&
          isInside(at, condition.window, now) &&
          condition.where.every(({ path, test }) => passes(valueAt(data, path), test, now)),
      )
      return numberPasses(
        measured(
          matching.map(({ data }) => data),
          condition.measure,
        ),
        condition.test,
      )
    }
    case 'engagement': {
      const { action, campaignId, window, test } = condition
      const count = person.engagements.filter(
        (one) =>
          one.action === action &&
          (campaignId === null || one.campaignId === campaignId) &&
          isInside(one.at, window, now),
      ).length
      return numberPasses(count, test)
    }
  }
}

function isInside(at: Date, window: Window, now: Date): boolean {
  const { from, to } = boundsOf(window, now)
  return (from === null || at >= from) && (to === null || at < to)
}

/** The sum of nothing is 0; the smallest and the largest of nothing are null. */
function measured(data: readonly unknown[], measure: Measure): number | null {
  if (measure.of === 'count') return data.length
  const numbers = data
    .map((one) => valueAt(one, measure.path))
    .filter((value): value is number => typeof value === 'number')
  if (measure.of === 'sum') return numbers.reduce((sum, value) => sum + value, 0)
  if (numbers.length === 0) return null
  return measure.of === 'min'
    ? numbers.reduce((a, b) => Math.min(a, b))
    : numbers.reduce((a, b) => Math.max(a, b))
}
