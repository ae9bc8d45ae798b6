import { expect, test } from 'vitest'
import { CampaignSchedule } from '../schedule/schema.ts'
import { firstTime, grace, localTimeOf, planAt, timeAfter, timeFrom } from './trigger.ts'

const at = (text: string) => Date.parse(text)
const now = at('2026-06-01T12:00:00Z')
const once = CampaignSchedule.parse({ kind: 'at', at: '2026-06-02T09:00', timeZone: 'Europe/Paris' })
const daily = CampaignSchedule.parse({
  kind: 'recurring',
  recurrence: { every: 'day', times: ['09:00'] },
  start: '2026-05-01T09:00',
  timeZone: 'Europe/Paris',
})

test('a campaign is sent first at once, at its time, or at the next time of its schedule', () => {
  expect(firstTime({ kind: 'now' }, now)).toBe(now)
  expect(firstTime(once, now)).toBe(at('2026-06-02T07:00:00Z'))
  expect(firstTime(once, at('2026-07-01T00:00:00Z'))).toBe(at('2026-07-01T00:00:00Z'))
  expect(firstTime(daily, now)).toBe(at('2026-06-02T07:00:00Z'))
})

test('only a recurring campaign is sent again, however often its version changes', () => {
  expect(timeAfter({ kind: 'now' }, now)).toBeNull()
  expect(timeAfter(once, now)).toBeNull()
  expect(timeAfter(daily, at('2026-06-02T07:00:00Z'))).toBe(at('2026-06-03T07:00:00Z'))
})

test('a new version keeps a time that has come if its schedule has it, and goes on from now otherwise', () => {
  const due = at('2026-06-02T07:00:00Z')
  const later = due + grace / 2
  const sent = { occurrences: 1, nextAt: due }
  expect(timeFrom(daily, sent, later)).toBe(due)
  expect(timeFrom(daily, sent, due)).toBe(due)
  expect(timeFrom(daily, sent, due - 1)).toBe(due)
  const atTen = { ...daily, recurrence: { every: 'day', times: ['10:00'] } } as CampaignSchedule
  expect(timeFrom(atTen, sent, later)).toBe(at('2026-06-02T08:00:00Z'))
  expect(timeFrom(once, sent, later)).toBeNull()
  expect(timeFrom(once, { occurrences: 0, nextAt: due }, later)).toBe(later)
})

test('one that sends once is never too late; a missed time of a recurring one is left out for the next', () => {
  const due = at('2026-06-02T07:00:00Z')
  expect(planAt(once, due, due + 100 * grace)).toEqual({ slot: due, next: null })
  expect(planAt(daily, due, due + grace)).toEqual({ slot: due, next: at('2026-06-03T07:00:00Z') })
  expect(planAt(daily, due, due + grace + 1)).toEqual({ slot: null, next: at('2026-06-03T07:00:00Z') })
  const later = at('2026-06-05T07:00:01Z')
  expect(planAt(daily, due, later)).toEqual({
    slot: at('2026-06-05T07:00:00Z'),
    next: at('2026-06-06T07:00:00Z'),
  })
})

test('by people’s own time zones it begins when the first clock on earth shows the time', () => {
  const own = { profileTimeZone: { fallback: null, passed: 'send' as const } }
  const nine = { ...once, ...own } as CampaignSchedule
  const opening = at('2026-06-01T19:00:00Z')
  expect(firstTime(nine, now)).toBe(opening)
  // Activated later, while some clocks have yet to show it, it still begins there.
  expect(firstTime(nine, opening + 3_600_000)).toBe(opening)
  expect(localTimeOf(nine, opening)).toBe(at('2026-06-02T09:00:00Z'))
  const each = { ...daily, ...own } as CampaignSchedule
  expect(planAt(each, opening, opening)).toEqual({ slot: opening, next: opening + 86_400_000 })
  expect(localTimeOf(each, opening)).toBe(at('2026-06-02T09:00:00Z'))
  expect(localTimeOf(daily, opening)).toBeNull()
  expect(localTimeOf({ kind: 'now' }, opening)).toBeNull()
})
