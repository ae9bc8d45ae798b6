import { expect, test } from 'vitest'
import { CampaignSchedule } from './schema.ts'

const recurring = {
  kind: 'recurring',
  start: '2026-01-01T09:00',
  timeZone: 'Europe/Paris',
  recurrence: { every: 'day' },
}
const mistakes = (input: unknown) => {
  const { error } = CampaignSchedule.safeParse(input)
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
}

test('a schedule says all about itself, also what was left unsaid', () => {
  expect(CampaignSchedule.parse({ ...recurring, timeZone: 'Europe/Kiev', profileTimeZone: {} })).toEqual({
    ...recurring,
    timeZone: 'Europe/Kyiv',
    recurrence: { every: 'day', interval: 1, times: [] },
    end: { kind: 'never' },
    profileTimeZone: { fallback: null, passed: 'send' },
    evergreen: false,
    missed: 'next',
  })
})

test.each<[object, string]>([
  [
    { timeZone: 'Europe/Pairs' },
    'timeZone: There is no time zone Europe/Pairs: name one such as Europe/Paris',
  ],
  [
    { start: '2026-02-30T09:00' },
    'start: Write a local date and time such as 2026-03-29T09:30, without an offset',
  ],
  [
    { start: '2026-01-01T09:00+01:00' },
    'start: Write a local date and time such as 2026-03-29T09:30, without an offset',
  ],
  [
    { start: '2026-01-01T24:00' },
    'start: Write a local date and time such as 2026-03-29T09:30, without an offset',
  ],
  [{ end: { kind: 'until', at: '2025-12-31T09:00' } }, 'end.at: The end is before the start'],
  [{ recurrence: { every: 'day', times: ['09:00', '09:00'] } }, 'recurrence.times: Name each once'],
  [
    { recurrence: { every: 'day', times: ['09:00', '09:04'] } },
    'recurrence: Two starts are 5 minutes apart at least',
  ],
  [
    { recurrence: { every: 'day', times: ['00:00', '23:58'] } },
    'recurrence: Two starts are 5 minutes apart at least',
  ],
  [
    { recurrence: { every: 'rule', rule: 'FREQ=SECONDLY' } },
    'recurrence: Two starts are 5 minutes apart at least',
  ],
  [
    { recurrence: { every: 'rule', rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' } },
    'recurrence.rule: The rule never comes',
  ],
  [
    // Even seconds only, and of these the first of each minute: all seconds of two centuries would be looked at.
    { recurrence: { every: 'rule', rule: 'FREQ=SECONDLY;INTERVAL=2;BYSECOND=1' } },
    'recurrence.rule: The rule seeks its times second by second: say it by the day or the hour',
  ],
  [
    { recurrence: { every: 'rule', rule: 'FREQ=DAILY;BYDAY=1MO' } },
    'recurrence.rule: A number in BYDAY does not go with FREQ=DAILY',
  ],
  [
    { recurrence: { every: 'rule', rule: 'FREQ=DAILY;COUNT=10001' } },
    'recurrence.rule: COUNT is 10000 at most',
  ],
  [
    { recurrence: { every: 'rule', rule: 'FREQ=DAILY;COUNT=3' }, end: { kind: 'after', occurrences: 3 } },
    'end: The rule says itself when it ends (COUNT, UNTIL): say it once',
  ],
])('%j is refused: %s', (change, mistake) => {
  expect(mistakes({ ...recurring, ...change })).toEqual([mistake])
})

test.each([
  { every: 'day', interval: 0 },
  { every: 'week', days: [0] },
  { every: 'month', on: { by: 'day', days: [] } },
  { every: 'month', on: { by: 'day', days: [-2] } },
  { every: 'month', on: { by: 'weekday', nth: 0, day: 1 } },
  { every: 'year' },
])('%j is no recurrence', (recurrence) => {
  expect(mistakes({ ...recurring, recurrence })).not.toEqual([])
})
