import { CampaignSchedule } from '@chappe/core/schedule/schema'
import { expect, test } from 'vitest'
import { asDate, asLocal, inKind, recurrenceOf, type Trigger } from './trigger.ts'

const zone = 'Europe/Paris'

test('a date and time goes into its field and comes out as it was', () => {
  expect(asLocal(asDate('2026-03-29T02:30'))).toBe('2026-03-29T02:30')
})

test('every way to send is one that the server takes', () => {
  for (const kind of ['now', 'at', 'recurring'] as const)
    expect(CampaignSchedule.safeParse(inKind({ kind: 'now' }, kind, zone)).error).toBeUndefined()
  for (const every of ['day', 'week', 'month'] as const) {
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
