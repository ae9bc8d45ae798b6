import type { Condition, NumberTest, OperatorName } from './rule.ts'

const pairs: readonly (readonly [OperatorName, OperatorName])[] = [
  ['exists', 'missing'],
  ['equals', 'not_equals'],
  ['in', 'not_in'],
  ['contains', 'not_contains'],
  ['within_last', 'not_within_last'],
  ['includes_any', 'includes_none'],
]
const opposites = new Map([...pairs, ...pairs.map(([a, b]) => [b, a] as const)])

/** The condition that holds for everybody for whom this one does not; undefined where no single one says that. */
export function opposite(condition: Condition): Condition | undefined {
  switch (condition.kind) {
    case 'attribute': {
      const operator = opposites.get(condition.test.operator)
      return operator && { ...condition, test: { ...condition.test, operator } as typeof condition.test }
    }
    case 'items':
      return { ...condition, quantifier: condition.quantifier === 'some' ? 'none' : 'some' }
    case 'identity':
      return { ...condition, present: !condition.present }
    case 'audience':
      return { ...condition, member: !condition.member }
    case 'event':
    case 'engagement': {
      // The smallest and the largest of nothing are no number: neither a test nor its opposite holds for it.
      const isCounted = condition.kind === 'engagement' || ['count', 'sum'].includes(condition.measure.of)
      const test = isCounted && oppositeTest(condition.test)
      return test ? { ...condition, test } : undefined
    }
    case 'consent':
      return { ...condition, choice: condition.choice === 'in' ? 'out' : 'in' }
  }
}

function oppositeTest(test: NumberTest): NumberTest | undefined {
  switch (test.operator) {
    case 'greater':
      return { operator: 'at_most', value: test.value }
    case 'at_most':
      return { operator: 'greater', value: test.value }
    case 'less':
      return { operator: 'at_least', value: test.value }
    case 'at_least':
      return { operator: 'less', value: test.value }
    default:
      return undefined
  }
}
