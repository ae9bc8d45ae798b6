import { expect, test } from 'vitest'
import { shortened } from './outlook.ts'

const hour = 3_600_000
const hours = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ at: n * hour, messages: 2, others: 1 }))

test('some weeks are told by the hour, and years by the day', () => {
  expect(shortened(hours(500))).toEqual(hours(500))
  const days = shortened(hours(125 * 24))
  expect(days).toHaveLength(125)
  expect(days.map(({ at }) => at)).toEqual(days.map((_, n) => n * 24 * hour))
  expect(new Set(days.map(({ messages, others }) => `${messages} ${others}`))).toEqual(new Set(['48 24']))
})

test('an hour in which two parts begin has what others send once', () => {
  const twice = hours(125 * 24).flatMap((one) => [one, { ...one, at: one.at + hour / 2 }])
  expect(shortened(twice)[0]).toEqual({ at: 0, messages: 96, others: 24 })
})
