import { occurrencesBetween } from '@chappe/core/schedule/occurrences'
import { CampaignSchedule } from '@chappe/core/schedule/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asDate,
  asLocal,
  inKind,
  type Recurrence,
  type Recurring,
  recurrenceOf,
  ruleOf,
  type Trigger,
} from './trigger.ts'

const zone = 'Europe/Paris'

test('a date and time goes into its field and comes out as it was', () => {
  expect(asLocal(asDate('2026-03-29T02:30'))).toBe('2026-03-29T02:30')
})

test('every way to send is one that the server takes', () => {
  for (const kind of ['now', 'at', 'recurring'] as const)
    expect(CampaignSchedule.safeParse(inKind({ kind: 'now' }, kind, zone)).error).toBeUndefined()
  for (const every of ['day', 'week', 'month', 'rule'] as const) {
    const trigger = inKind({ kind: 'now' }, 'recurring', zone) as Extract<Trigger, { kind: 'recurring' }>
    const recurrence = recurrenceOf(every, '2026-01-31T09:00', 2)
    expect(CampaignSchedule.safeParse({ ...trigger, recurrence }).error).toBeUndefined()
  }
})

test('what was said about times is kept from one way to the other', () => {
  const at: Trigger = { kind: 'at', at: '2026-12-24T18:00', timeZone: 'Asia/Tokyo', profileTimeZone: null }
  const again = inKind(at, 'recurring', zone)
  expect(again).toMatchObject({ start: '2026-12-24T18:00', timeZone: 'Asia/Tokyo' })
  expect(inKind(again, 'at', zone)).toEqual(at)
})

test('a recurrence that becomes a rule comes at the same times', () => {
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 4 })
  const weekday = fc.integer({ min: 1, max: 7 })
  const interval = fc.integer({ min: 1, max: 4 })
  const times = fc.constantFrom<string[][]>([], ['07:15'], ['09:30', '18:30'])
  const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
    fc.record({ every: fc.constant('day' as const), interval, times }),
    fc.record({
      every: fc.constant('week' as const),
      interval,
      times,
      days: fc.uniqueArray(weekday, { maxLength: 4 }),
    }),
    fc.record({
      every: fc.constant('month' as const),
      interval,
      times,
      on: fc.oneof(
        fc.record({ by: fc.constant('day' as const), days }),
        fc.record({
          by: fc.constant('weekday' as const),
          nth: fc.constantFrom(1 as const, 2 as const, 4 as const, -1 as const),
          day: weekday,
        }),
      ),
    }),
  )
  const base = inKind({ kind: 'now' }, 'recurring', zone) as Recurring
  fc.assert(
    fc.property(recurrence, (said) => {
      const timesOf = (one: Recurrence) =>
        occurrencesBetween({ ...base, start: '2026-01-05T09:30', recurrence: one }, 0, Date.UTC(2026, 8), 40)
      const rule = { every: 'rule' as const, rule: ruleOf(said) }
      expect(timesOf(rule)).toEqual(timesOf(said))
    }),
  )
})
