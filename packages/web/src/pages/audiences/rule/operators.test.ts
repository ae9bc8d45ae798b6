import { meanings } from '@chappe/core/audience/operators'
import { Condition, type OperatorName, Test } from '@chappe/core/audience/rule'
import { expect, test } from 'vitest'
import { conditionKinds, firstTest, newCondition, offered, testOf } from './operators.ts'

const every = Object.keys(meanings) as OperatorName[]
const namesOf = (type: string | undefined, inUse: OperatorName = 'exists') =>
  offered(type, inUse).flatMap((one) => one.operators)

test.each([
  ['string', ['equals', 'contains', 'anniversary'], ['greater', 'includes_any']],
  ['integer', ['equals', 'between', 'in'], ['contains', 'before']],
  ['boolean', ['equals', 'missing'], ['in', 'greater']],
  ['date', ['before', 'within_last', 'anniversary'], ['equals', 'contains']],
  ['array', ['includes_all', 'exists'], ['equals']],
  ['object', ['exists', 'missing'], ['equals', 'includes_any']],
] as const)('a %s is asked what fits it', (type, fits, others) => {
  expect(namesOf(type)).toEqual(expect.arrayContaining([...fits]))
  for (const one of others) expect(namesOf(type)).not.toContain(one)
})

test('what nobody knows the type of can be asked everything, each thing once', () => {
  expect(namesOf(undefined).toSorted()).toEqual(every.toSorted())
  expect(namesOf('whatever').toSorted()).toEqual(every.toSorted())
})

test('the operator in use is always offered, once', () => {
  for (const type of ['string', 'number', 'boolean', 'date', 'array', 'object', undefined])
    for (const one of every) expect(namesOf(type, one).filter((name) => name === one)).toEqual([one])
})

test('another operator keeps what was typed where it can', () => {
  const gold = testOf('equals', 'string', { operator: 'contains', value: 'gold' })
  expect(gold).toEqual({ operator: 'equals', value: 'gold' })
  expect(testOf('in', 'string', gold)).toEqual({ operator: 'in', values: ['gold'] })
  expect(testOf('equals', 'string', { operator: 'in', values: ['gold', 'silver'] })).toEqual(gold)
  expect(testOf('at_least', 'number', { operator: 'less', value: 3 })).toEqual({
    operator: 'at_least',
    value: 3,
  })
  expect(testOf('from', 'date', { operator: 'before', date: '2026-01-01' })).toEqual({
    operator: 'from',
    date: '2026-01-01',
  })
  expect(testOf('equals', 'number', { operator: 'equals', value: 'gold' })).toEqual({
    operator: 'equals',
    value: Number.NaN,
  })
})

test('a test is whole or refused by its schema, never something else', () => {
  for (const operator of every)
    for (const type of ['string', 'number', 'boolean', 'date', 'array', undefined]) {
      const made = testOf(operator, type)
      expect(made.operator).toBe(operator)
      const read = Test.safeParse(made)
      if (read.success) expect(read.data).toEqual(made)
    }
  expect(Test.safeParse(firstTest('number')).success).toBe(false)
})

test('a new condition asks for what only the person can say', () => {
  const whole = conditionKinds.filter((kind) => Condition.safeParse(newCondition(kind)).success)
  expect(whole).toEqual(['identity', 'consent', 'engagement'])
})
