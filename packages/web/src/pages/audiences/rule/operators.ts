import type { Condition, NumberTest, OperatorName, Test, Window } from '@chappe/core/audience/rule'

const families = ['text', 'number', 'boolean', 'date', 'list', 'presence'] as const
export type Family = (typeof families)[number]

/** The operators of each kind of value, in the order in which they are offered. */
const operators: Readonly<Record<Family, readonly OperatorName[]>> = {
  text: ['equals', 'not_equals', 'in', 'not_in', 'contains', 'not_contains', 'starts_with', 'ends_with'],
  number: ['equals', 'not_equals', 'greater', 'at_least', 'less', 'at_most', 'between', 'in', 'not_in'],
  boolean: ['equals', 'not_equals'],
  date: ['before', 'from', 'within_last', 'not_within_last', 'within_next', 'anniversary'],
  list: ['includes_any', 'includes_all', 'includes_none'],
  presence: ['exists', 'missing'],
}

/** What a value of a type can be asked. Dates are written as texts, so a text may be either. */
const familiesOf: Readonly<Record<string, readonly Family[]>> = {
  string: ['text', 'date', 'presence'],
  number: ['number', 'presence'],
  integer: ['number', 'presence'],
  boolean: ['boolean', 'presence'],
  date: ['date', 'presence'],
  'date-time': ['date', 'presence'],
  array: ['list', 'presence'],
  object: ['presence'],
}

export interface Offer {
  readonly family: Family
  readonly operators: readonly OperatorName[]
}

/**
 * The operators for a type of attribute, by family; for one that is not known (undefined) all of them. The operator
 * in use is always among them: a rule that was written elsewhere stays readable.
 */
export function offered(type: string | undefined, inUse: OperatorName): readonly Offer[] {
  const known = (type === undefined ? undefined : familiesOf[type]) ?? families
  const seen = new Set<OperatorName>()
  const offers = known.flatMap((family) => {
    const fresh = operators[family].filter((one) => !seen.has(one))
    for (const one of fresh) seen.add(one)
    return fresh.length > 0 ? [{ family, operators: fresh }] : []
  })
  if (seen.has(inUse)) return offers
  const family = families.find((one) => operators[one].includes(inUse)) ?? 'presence'
  const at = offers.findIndex((offer) => offer.family === family)
  if (at < 0) return [{ family, operators: [inUse] }, ...offers]
  return offers.with(at, { family, operators: [...offers[at]!.operators, inUse] })
}

export type Scalar = string | number | boolean

/** The kind of scalar that an attribute holds; undefined: the person says it. */
export function scalarOf(type: string | undefined): 'text' | 'number' | 'boolean' | undefined {
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'boolean') return 'boolean'
  return type === undefined || type === 'array' || type === 'object' ? undefined : 'text'
}

const emptyOf = (type: string | undefined): Scalar =>
  ({ text: '', number: Number.NaN, boolean: true })[scalarOf(type) ?? 'text']

/** The test of an operator for an attribute's type, with what can be kept of the test before it. */
export function testOf(operator: OperatorName, type: string | undefined, before?: Test): Test {
  const wanted = scalarOf(type)
  const fits = (value: Scalar) =>
    wanted === undefined || typeof value === (wanted === 'text' ? 'string' : wanted)
  const old = before as { value?: Scalar; values?: Scalar[]; date?: string; amount?: number; unit?: never }
  const scalar = [old?.value, ...(old?.values ?? [])].find((one) => one !== undefined && fits(one))
  const number = typeof scalar === 'number' ? scalar : Number.NaN
  switch (operator) {
    case 'exists':
    case 'missing':
      return { operator }
    case 'equals':
    case 'not_equals':
      return { operator, value: scalar ?? emptyOf(type) }
    case 'in':
    case 'not_in':
    case 'includes_any':
    case 'includes_all':
    case 'includes_none': {
      const values = (old?.values ?? (old?.value === undefined ? [] : [old.value])).filter(fits)
      return { operator, values: values.filter((one) => one !== '' && !Number.isNaN(one)) }
    }
    case 'contains':
    case 'not_contains':
    case 'starts_with':
    case 'ends_with':
      return { operator, value: typeof scalar === 'string' ? scalar : '' }
    case 'greater':
    case 'at_least':
    case 'less':
    case 'at_most':
      return { operator, value: number }
    case 'between':
      return before?.operator === 'between' ? before : { operator, from: number, to: Number.NaN }
    case 'before':
    case 'from':
      return { operator, date: old?.date ?? '' }
    case 'within_last':
    case 'not_within_last':
    case 'within_next':
      return { operator, amount: old?.amount ?? 30, unit: old?.unit ?? 'day' }
    case 'anniversary':
      return before?.operator === 'anniversary' ? before : { operator, days: 0 }
  }
}

/** The first test for an attribute: its first operator. */
export const firstTest = (type: string | undefined): Test => {
  const [operator] = offered(type, 'exists')[0]!.operators
  return testOf(operator!, type)
}

const ever: Window = { kind: 'ever' }
const atLeastOnce: NumberTest = { operator: 'at_least', value: 1 }

export const conditionKinds = [
  'attribute',
  'items',
  'identity',
  'consent',
  'audience',
  'event',
  'engagement',
] as const satisfies readonly Condition['kind'][]

/** A condition to begin with; what it asks may still have to be said. */
export function newCondition(kind: Condition['kind']): Condition {
  switch (kind) {
    case 'attribute':
      return { kind, path: '', test: firstTest('string') }
    case 'items':
      return { kind, path: '', quantifier: 'some', tests: [{ path: '', test: firstTest(undefined) }] }
    case 'identity':
      return { kind, namespace: 'email', present: true }
    case 'consent':
      return { kind, channel: 'email', topic: '', choice: 'in' }
    case 'audience':
      return { kind, audienceId: '', member: true }
    case 'event':
      return { kind, type: '', where: [], window: ever, measure: { of: 'count' }, test: atLeastOnce }
    case 'engagement':
      return {
        kind,
        action: 'opened',
        campaignId: null,
        window: { kind: 'last', amount: 30, unit: 'day' },
        test: atLeastOnce,
      }
  }
}
