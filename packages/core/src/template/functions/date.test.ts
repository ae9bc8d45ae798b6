import { describe, expect, test } from 'vitest'
import { dateFunctions } from './date.ts'
import { casesOf, rendered } from './testing.ts'

const at = '2026-03-29T10:20:30+02:00'

const cases = casesOf(dateFunctions, {
  getCurrentZonedDateTime: [
    ['getCurrentZonedDateTime()', '2026-03-29T01:30:00Z'],
    ['getCurrentZonedDateTime(null)', '2026-03-29T01:30:00Z'],
    ['getCurrentZonedDateTime("Mars/Base")', ''],
  ],
  currentTimeInMillis: [['currentTimeInMillis() / 1000', '1774747800']],
  toDateTime: [
    ['toDateTime(0)', '1970-01-01T00:00:00Z'],
    ['toDateTime(1774747800123)', '2026-03-29T01:30:00.123Z'],
    ['toDateTime("2026-03-29")', '2026-03-29T00:00:00Z'],
    ['toDateTime("2026-02-30")', '1970-01-01T00:00:00Z'],
    ['toDateTime(null)', ''],
    ['toDateTime(true)', '1970-01-01T00:00:00Z'],
  ],
  toDateTimeOnly: [
    ['toDateTimeOnly("x")', '1970-01-01T00:00:00'],
    ['toDateTimeOnly(null)', ''],
    ['toDateTimeOnly(context.object)', '1970-01-01T00:00:00'],
  ],
  stringToDate: [
    ['stringToDate(" 2026-03-29T10:20+0200 ")', '2026-03-29T10:20:00+02:00'],
    ['stringToDate(null)', ''],
    ['stringToDate("29/03/2026")', ''],
    ['stringToDate("2026-03-29T10:20:60Z")', ''],
    ['stringToDate("2026-03-29T10:20:00+99:00")', ''],
    ['stringToDate("2026-03-29T10:20:00Z[Mars/Base]")', ''],
    ['stringToDate("2026-03-29T08:20:00Z[Europe/Paris]")', '2026-03-29T10:20:00+02:00[Europe/Paris]'],
  ],
  toUTC: [
    ['toUTC("2026-03-29")', '2026-03-29T00:00:00Z'],
    ['toUTC(null)', ''],
    ['toUTC("noon")', ''],
  ],
  convertZonedDateTime: [
    ['convertZonedDateTime("2026-03-29T08:20:00Z", "+05:30")', '2026-03-29T13:50:00+05:30'],
    ['convertZonedDateTime("2026-07-01", "America/New_York")', '2026-06-30T20:00:00-04:00[America/New_York]'],
    ['convertZonedDateTime("2026-03-29T08:20:00Z", "Paris")', ''],
    ['convertZonedDateTime(null, "UTC")', ''],
    ['convertZonedDateTime(true, "UTC")', ''],
  ],
  formatDate: [
    ['formatDate("2026-03-29", "nonsense")', '2026-03-29'],
    ['formatDate("2026-03-29", "d \'open")', '2026-03-29'],
    ['formatDate("2026-03-29", "d MMM", "no locale!")', '29 Mar'],
    ['formatDate(null, "d")', ''],
    ['formatDate("tomorrow", "d")', ''],
    ['formatDate("2026-03-29", null)', ''],
  ],
  formatDateWithLocale: [
    ['formatDateWithLocale("2026-03-29", "EEE", "es")', 'dom'],
    ['formatDateWithLocale(null, "d", "fr")', ''],
    ['formatDateWithLocale(false, "d", "fr")', ''],
  ],
  addYears: [
    ['addYears("2024-02-29", 4)', '2028-02-29'],
    ['addYears("2026-03-29", 9000)', ''],
    ['addYears(null, 1)', ''],
    ['addYears("2026-03-29", "x")', ''],
  ],
  addMonths: [
    ['addMonths("2026-03-31T10:00:00Z", -1)', '2026-02-28T10:00:00Z'],
    ['addMonths("2026-01-15", 12)', '2027-01-15'],
    ['addMonths(null, 1)', ''],
    ['addMonths([], 1)', ''],
  ],
  addDays: [
    ['addDays("2026-03-29", -29)', '2026-02-28'],
    ['addDays("2026-03-29", 1.9)', '2026-03-30'],
    ['addDays("2026-03-29", 99999999)', ''],
    ['addDays(null, 1)', ''],
    ['addDays("soon", 1)', ''],
  ],
  addHours: [
    ['addHours("2026-03-29", 2)', '2026-03-29T02:00:00'],
    ['addHours(null, 1)', ''],
    ['addHours("2026-03-29", true)', ''],
  ],
  addMinutes: [
    ['addMinutes(0, 1)', '1970-01-01T00:01:00Z'],
    ['addMinutes(null, 1)', ''],
    ['addMinutes("x", 1)', ''],
  ],
  addSeconds: [
    ['addSeconds("2026-03-29T10:20:00.250Z", 1)', '2026-03-29T10:20:01.250Z'],
    ['addSeconds(null, 1)', ''],
    ['addSeconds("x", 1)', ''],
  ],
  setDays: [
    ['setDays("2026-03-29T10:00:00Z", 1)', '2026-03-01T10:00:00Z'],
    ['setDays("2026-03-29", 0)', ''],
    ['setDays("2026-03-29", 32)', ''],
    ['setDays(null, 1)', ''],
    ['setDays("2026-03-29", "x")', ''],
  ],
  setHours: [
    ['setHours("2026-03-29", 8)', '2026-03-29T08:00:00'],
    ['setHours("2026-03-29", 24)', ''],
    ['setHours(null, 8)', ''],
    ['setHours("x", 8)', ''],
  ],
  truncateToStartOfDay: [
    [`truncateToStartOfDay("${at}")`, '2026-03-29T00:00:00+02:00'],
    ['truncateToStartOfDay(null)', ''],
    ['truncateToStartOfDay("x")', ''],
  ],
  truncateToStartOfWeek: [
    ['truncateToStartOfWeek("2026-03-30T10:00:00Z")', '2026-03-30T00:00:00Z'],
    ['truncateToStartOfWeek(null)', ''],
    ['truncateToStartOfWeek("x")', ''],
  ],
  truncateToStartOfQuarter: [
    ['truncateToStartOfQuarter("2026-12-31T10:00:00Z")', '2026-10-01T00:00:00Z'],
    ['truncateToStartOfQuarter(null)', ''],
    ['truncateToStartOfQuarter("x")', ''],
  ],
  truncateToStartOfYear: [
    [`truncateToStartOfYear("${at}")`, '2026-01-01T00:00:00+02:00'],
    ['truncateToStartOfYear(null)', ''],
    ['truncateToStartOfYear(false)', ''],
  ],
  dayOfWeek: [
    ['dayOfWeek("2026-03-30")', '1'],
    ['dayOfWeek(null)', ''],
    ['dayOfWeek("x")', ''],
  ],
  dayOfMonth: [
    ['dayOfMonth(null)', ''],
    ['dayOfMonth("x")', ''],
  ],
  dayOfYear: [
    ['dayOfYear("2024-12-31")', '366'],
    ['dayOfYear(null)', ''],
    ['dayOfYear("x")', ''],
  ],
  weekOfYear: [
    ['weekOfYear("2027-01-01")', '53'],
    ['weekOfYear("2026-01-01")', '1'],
    ['weekOfYear(null)', ''],
    ['weekOfYear("x")', ''],
  ],
  extractMonth: [
    ['extractMonth(null)', ''],
    ['extractMonth("x")', ''],
  ],
  extractMonths: [
    ['extractMonths(null)', ''],
    ['extractMonths([])', ''],
  ],
  extractHours: [
    ['extractHours("2026-03-29")', '0'],
    ['extractHours(null)', ''],
    ['extractHours("x")', ''],
  ],
  extractMinutes: [
    ['extractMinutes(null)', ''],
    ['extractMinutes("x")', ''],
  ],
  extractSeconds: [
    ['extractSeconds(null)', ''],
    ['extractSeconds("x")', ''],
  ],
  compareDates: [
    [`compareDates("${at}", "2026-03-29T08:20:30Z")`, '0'],
    ['compareDates("2026-03-30", "2026-03-29")', '1'],
    ['compareDates(null, "2026-03-29")', ''],
    ['compareDates("2026-03-29", "x")', ''],
  ],
  diffInSeconds: [
    ['diffInSeconds("2026-03-29", "2026-03-30")', '-86400'],
    ['diffInSeconds(null, "2026-03-29")', ''],
    ['diffInSeconds("x", "2026-03-29")', ''],
  ],
  minutesDifference: [
    ['minutesDifference(null, "2026-03-29")', ''],
    ['minutesDifference("x", "2026-03-29")', ''],
  ],
  hoursDifference: [
    ['hoursDifference(null, "2026-03-29")', ''],
    ['hoursDifference("x", "2026-03-29")', ''],
  ],
  dateDiff: [
    ['dateDiff("2026-03-29", "2026-04-01")', '-3'],
    ['dateDiff("2026-03-29T10:00:00+02:00[Europe/Paris]", "2026-03-28T10:00:00+01:00[Europe/Paris]")', '1'],
    ['dateDiff(null, "2026-03-29")', ''],
    ['dateDiff("x", "2026-03-29")', ''],
  ],
  monthsDifference: [
    ['monthsDifference("2026-01-31", "2026-02-28")', '0'],
    ['monthsDifference("2026-01-01", "2026-03-01")', '-2'],
    ['monthsDifference(null, "2026-03-29")', ''],
    ['monthsDifference("x", "2026-03-29")', ''],
  ],
  yearsDifference: [
    ['yearsDifference("2026-03-28", "2024-03-29")', '1'],
    ['yearsDifference(null, "2026-03-29")', ''],
    ['yearsDifference("x", "2026-03-29")', ''],
  ],
  age: [
    ['age("1990-03-29")', '36'],
    ['age(null)', ''],
    ['age("young")', ''],
  ],
  ageInMonths: [
    ['ageInMonths(null)', ''],
    ['ageInMonths("x")', ''],
  ],
  ageInDays: [
    ['ageInDays("2026-04-01")', '-3'],
    ['ageInDays(null)', ''],
    ['ageInDays("x")', ''],
  ],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})

test.each(['getCurrentZonedDateTime()', 'currentTimeInMillis()', 'age("1990-01-01")'])(
  '%s is null in a rendering that was given no clock',
  (call) => {
    expect(rendered(call, {})).toBe('')
    expect(rendered(call, { system: { now: 'today' } })).toBe('')
  },
)

describe('when clocks change', () => {
  const paris = (text: string) => `"${text}[Europe/Paris]"`
  const newYork = (text: string) => `"${text}[America/New_York]"`

  test.each([
    [
      'a time that does not exist moves on by the hour that is skipped',
      `stringToDate(${paris('2026-03-29T02:30:00')})`,
      '2026-03-29T03:30:00+02:00[Europe/Paris]',
    ],
    [
      'the last time before it does not',
      `stringToDate(${paris('2026-03-29T01:59:59')})`,
      '2026-03-29T01:59:59+01:00[Europe/Paris]',
    ],
    [
      'nor the first after it',
      `stringToDate(${paris('2026-03-29T03:00:00')})`,
      '2026-03-29T03:00:00+02:00[Europe/Paris]',
    ],
    [
      'of a time that comes twice the first is meant',
      `stringToDate(${paris('2026-10-25T02:30:00')})`,
      '2026-10-25T02:30:00+02:00[Europe/Paris]',
    ],
    [
      'unless the offset says the second',
      `stringToDate(${paris('2026-10-25T02:30:00+01:00')})`,
      '2026-10-25T02:30:00+01:00[Europe/Paris]',
    ],
    [
      'one o’clock twice in New York',
      `addHours(${newYork('2026-11-01T01:30:00')}, 1)`,
      '2026-11-01T01:30:00-05:00[America/New_York]',
    ],
    [
      'no two o’clock in New York',
      `stringToDate(${newYork('2026-03-08T02:00:00')})`,
      '2026-03-08T03:00:00-04:00[America/New_York]',
    ],
    [
      'a day later is the same time of day',
      `addDays(${paris('2026-03-28T12:00:00')}, 1)`,
      '2026-03-29T12:00:00+02:00[Europe/Paris]',
    ],
    [
      '24 hours later is not',
      `addHours(${paris('2026-03-28T12:00:00')}, 24)`,
      '2026-03-29T13:00:00+02:00[Europe/Paris]',
    ],
    [
      'a day later may fall into the gap',
      `addDays(${paris('2026-03-28T02:30:00')}, 1)`,
      '2026-03-29T03:30:00+02:00[Europe/Paris]',
    ],
    [
      'an hour set may fall into the gap',
      `setHours(${paris('2026-03-29T10:30:00')}, 2)`,
      '2026-03-29T03:30:00+02:00[Europe/Paris]',
    ],
    [
      'the second of two equal times stays the second',
      `addDays(addHours(${paris('2026-10-25T02:30:00')}, 1), 0)`,
      '2026-10-25T02:30:00+01:00[Europe/Paris]',
    ],
    [
      'midnight has the offset of midnight',
      `truncateToStartOfDay(${paris('2026-03-29T12:00:00')})`,
      '2026-03-29T00:00:00+01:00[Europe/Paris]',
    ],
    [
      'the short day has 23 hours',
      `hoursDifference(${paris('2026-03-30T00:00:00')}, ${paris('2026-03-29T00:00:00')})`,
      '23',
    ],
    [
      'the long one 25',
      `hoursDifference(${paris('2026-10-26T00:00:00')}, ${paris('2026-10-25T00:00:00')})`,
      '25',
    ],
    [
      'and each is one day',
      `dateDiff(${paris('2026-10-26T00:00:00')}, ${paris('2026-10-25T00:00:00')})`,
      '1',
    ],
  ])('%s', (_, call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})

describe('a pattern', () => {
  const moment = '"2026-03-09T14:05:07.089+01:00[Europe/Paris]"'

  test.each([
    ['yyyy-MM-dd HH:mm:ss', '', '2026-03-09 14:05:07'],
    ['d/M/yy h:m a', '', '9/3/26 2:5 PM'],
    ['y yyy yyyyy', '', '2026 2026 02026'],
    ['E EE EEE EEEE EEEEE', '', 'Mon Mon Mon Monday M'],
    ['MMM MMMM MMMMM L LLL LLLL', '', 'Mar March M 3 Mar March'],
    ['d MMMM', 'pl', '9 marca'],
    ['LLLL', 'pl', 'marzec'],
    ['EEEE d MMMM', 'ja', '月曜日 9 3月'],
    ['D w Q', '', '68 11 1'],
    ['k K S SSS SSSSS', '', '14 2 0 089 08900'],
    ['z', 'fr', 'UTC+1'],
    ['zzzz', '', 'Central European Standard Time'],
    ['Z ZZZZ ZZZZZ', '', '+0100 GMT+01:00 +01:00'],
    ['X XX XXX x', '', '+01 +0100 +01:00 +01'],
    ["h 'o''clock' ''", '', "2 o'clock '"],
    ['d. — 日', '', '9. — 日'],
    ['XXXX', '', '2026-03-09T14:05:07.089+01:00[Europe/Paris]'],
    ['MMMMMM', '', '2026-03-09T14:05:07.089+01:00[Europe/Paris]'],
    ['b', '', '2026-03-09T14:05:07.089+01:00[Europe/Paris]'],
    ['', '', ''],
  ])('%s (%s) is %s', (pattern, locale, printed) => {
    const given = locale === '' ? '' : `, "${locale}"`
    expect(rendered(`formatDate(${moment}, "${pattern}"${given})`)).toBe(printed)
  })

  test('shows UTC and fixed offsets by their own names', () => {
    expect(rendered('formatDate("2026-03-09T14:05:07Z", "z Z X XXX x")')).toBe('UTC +0000 Z Z +00')
    expect(rendered('formatDate("2026-03-09T14:05:07-03:30", "z X")')).toBe('GMT-03:30 -0330')
  })
})
