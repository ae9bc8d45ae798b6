import { expect, test } from 'vitest'
import { parseRule } from './parse.ts'

const mistake = (text: string) => {
  const parsed = parseRule(text)
  return 'mistake' in parsed ? parsed.mistake : ''
}

test('reads every part, in any case of letters and any order', () => {
  expect(parseRule('rrule:byday=-1fr,MO;freq=monthly;bysetpos=1;interval=2;wkst=su;count=3')).toEqual({
    rule: {
      frequency: 'MONTHLY',
      interval: 2,
      count: 3,
      until: null,
      bySecond: [],
      byMinute: [],
      byHour: [],
      byDay: [
        { nth: -1, weekday: 5 },
        { nth: 0, weekday: 1 },
      ],
      byMonthDay: [],
      byYearDay: [],
      byWeekNo: [],
      byMonth: [],
      bySetPos: [1],
      weekStart: 7,
    },
  })
})

test.each([
  ['20261231', { local: Date.UTC(2026, 11, 31, 23, 59, 59, 999) }],
  ['20261231T120000', { local: Date.UTC(2026, 11, 31, 12) }],
  ['20261231T120000Z', { instant: Date.UTC(2026, 11, 31, 12) }],
])('UNTIL=%s is read', (text, until) => {
  expect(parseRule(`FREQ=DAILY;UNTIL=${text}`)).toMatchObject({ rule: { until } })
})

test.each([
  ['', '“” is not NAME=value'],
  ['INTERVAL=2', 'FREQ is missing'],
  ['FREQ=FORTNIGHTLY', 'FREQ cannot be FORTNIGHTLY'],
  ['FREQ=DAILY;FREQ=DAILY', 'FREQ is given twice'],
  ['FREQ=DAILY;BYEASTER=1', 'There is no rule part BYEASTER'],
  ['FREQ=DAILY;CONSTRUCTOR=1', 'There is no rule part CONSTRUCTOR'],
  ['FREQ=DAILY;__PROTO__=1', 'There is no rule part __PROTO__'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL is from 1 to 100000, not 0'],
  ['FREQ=DAILY;INTERVAL=1e3', 'INTERVAL is from 1 to 100000, not 1E3'],
  ['FREQ=DAILY;COUNT=3;UNTIL=20261231', 'COUNT and UNTIL exclude each other'],
  ['FREQ=DAILY;UNTIL=20260230', 'UNTIL cannot be 20260230'],
  ['FREQ=DAILY;BYHOUR=24', 'BYHOUR is from 0 to 23, not 24'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY cannot be 0'],
  ['FREQ=MONTHLY;BYDAY=XX', 'XX is no weekday: MO, TU, WE, TH, FR, SA or SU'],
  ['FREQ=MONTHLY;BYDAY=0MO', 'The number in BYDAY cannot be 0'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'A number in BYDAY does not go with FREQ=WEEKLY'],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY does not go with FREQ=WEEKLY'],
  ['FREQ=MONTHLY;BYWEEKNO=1', 'BYWEEKNO does not go with FREQ=MONTHLY'],
  ['FREQ=DAILY;BYYEARDAY=1', 'BYYEARDAY does not go with FREQ=DAILY'],
  ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO', 'A number in BYDAY does not go with BYWEEKNO'],
  ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS needs another BY… part'],
  [`FREQ=DAILY;BYHOUR=${'1,'.repeat(300)}1`, 'A rule has 500 characters at most'],
])('%s: %s', (text, why) => {
  expect(mistake(text)).toBe(why)
})
