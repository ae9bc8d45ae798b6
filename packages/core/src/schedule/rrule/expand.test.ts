import { expect, test, vi } from 'vitest'
import { formatLocal, parseLocal } from '../civil.ts'
import { expand } from './expand.ts'
import { parseRule } from './parse.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

/** The local date-times of a rule, COUNT and UNTIL applied, as `1997-09-02T09:00`. */
function times(text: string, start: string, limit = 200): string[] {
  const parsed = parseRule(text)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  const { count, until } = parsed.rule
  const found: string[] = []
  const last = until === null ? Number.POSITIVE_INFINITY : 'local' in until ? until.local : until.instant
  for (const wall of expand(parsed.rule, parseLocal(start)!)) {
    if (wall > last) break
    found.push(formatLocal(wall))
    if (found.length === Math.min(limit, count ?? limit)) break
  }
  return found
}

/** `1997-9 2 9 / 10 3` are days of months, all at the time given. */
function on(text: string, time = '09:00'): string[] {
  return text.split('/').flatMap((months) => {
    const [year, month, days] = /(\d{4})-(\d+)((?: \d+)+)/.exec(months)!.slice(1) as [string, string, string]
    return days
      .trim()
      .split(' ')
      .map((day) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}`)
  })
}

const start = '1997-09-02T09:00'

test.each<[string, string, string, string[], number?]>([
  ['daily for 10 occurrences', 'FREQ=DAILY;COUNT=10', start, on('1997-9 2 3 4 5 6 7 8 9 10 11')],
  [
    'every other day, forever',
    'FREQ=DAILY;INTERVAL=2',
    start,
    on('1997-9 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30/1997-10 2 4'),
    17,
  ],
  [
    'every 10 days, 5 occurrences',
    'FREQ=DAILY;INTERVAL=10;COUNT=5',
    start,
    on('1997-9 2 12 22/1997-10 2 12'),
  ],
  [
    'weekly for 10 occurrences',
    'FREQ=WEEKLY;COUNT=10',
    start,
    on('1997-9 2 9 16 23 30/1997-10 7 14 21 28/1997-11 4'),
  ],
  [
    'every other week, forever',
    'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
    start,
    on('1997-9 2 16 30/1997-10 14 28/1997-11 11 25/1997-12 9 23/1998-1 6 20/1998-2 3'),
    12,
  ],
  [
    'weekly on Tuesday and Thursday for five weeks, by UNTIL',
    'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
    start,
    on('1997-9 2 4 9 11 16 18 23 25 30/1997-10 2'),
  ],
  [
    'the same by COUNT',
    'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
    start,
    on('1997-9 2 4 9 11 16 18 23 25 30/1997-10 2'),
  ],
  [
    'every other week on Monday, Wednesday and Friday until 24 December',
    'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
    '1997-09-01T09:00',
    on('1997-9 1 3 5 15 17 19 29/1997-10 1 3 13 15 17 27 29 31/1997-11 10 12 14 24 26 28/1997-12 8 10 12 22'),
  ],
  [
    'every other week on Tuesday and Thursday, 8 occurrences',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
    start,
    on('1997-9 2 4 16 18 30/1997-10 2 14 16'),
  ],
  [
    'monthly on the first Friday, 10 occurrences',
    'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
    '1997-09-05T09:00',
    on('1997-9 5/1997-10 3/1997-11 7/1997-12 5/1998-1 2/1998-2 6/1998-3 6/1998-4 3/1998-5 1/1998-6 5'),
  ],
  [
    'monthly on the first Friday until 24 December',
    'FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR',
    '1997-09-05T09:00',
    on('1997-9 5/1997-10 3/1997-11 7/1997-12 5'),
  ],
  [
    'every other month on the first and last Sunday, 10 occurrences',
    'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
    '1997-09-07T09:00',
    on('1997-9 7 28/1997-11 2 30/1998-1 4 25/1998-3 1 29/1998-5 3 31'),
  ],
  [
    'monthly on the second-to-last Monday, 6 months',
    'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
    '1997-09-22T09:00',
    on('1997-9 22/1997-10 20/1997-11 17/1997-12 22/1998-1 19/1998-2 16'),
  ],
  [
    'monthly on the third-to-last day',
    'FREQ=MONTHLY;BYMONTHDAY=-3',
    '1997-09-28T09:00',
    on('1997-9 28/1997-10 29/1997-11 28/1997-12 29/1998-1 29/1998-2 26'),
    6,
  ],
  [
    'monthly on the 2nd and 15th, 10 occurrences',
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
    start,
    on('1997-9 2 15/1997-10 2 15/1997-11 2 15/1997-12 2 15/1998-1 2 15'),
  ],
  [
    'monthly on the first and last day, 10 occurrences',
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
    '1997-09-30T09:00',
    on('1997-9 30/1997-10 1 31/1997-11 1 30/1997-12 1 31/1998-1 1 31/1998-2 1'),
  ],
  [
    'every 18 months on the 10th to 15th, 10 occurrences',
    'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
    '1997-09-10T09:00',
    on('1997-9 10 11 12 13 14 15/1999-3 10 11 12 13'),
  ],
  [
    'every Tuesday, every other month',
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
    start,
    on('1997-9 2 9 16 23 30/1997-11 4 11 18 25/1998-1 6 13 20 27/1998-3 3 10 17 24 31'),
    18,
  ],
  [
    'yearly in June and July, 10 occurrences',
    'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
    '1997-06-10T09:00',
    on('1997-6 10/1997-7 10/1998-6 10/1998-7 10/1999-6 10/1999-7 10/2000-6 10/2000-7 10/2001-6 10/2001-7 10'),
  ],
  [
    'every other year in January, February and March, 10 occurrences',
    'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
    '1997-03-10T09:00',
    on('1997-3 10/1999-1 10/1999-2 10/1999-3 10/2001-1 10/2001-2 10/2001-3 10/2003-1 10/2003-2 10/2003-3 10'),
  ],
  [
    'every third year on the 1st, 100th and 200th day, 10 occurrences',
    'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
    '1997-01-01T09:00',
    on('1997-1 1/1997-4 10/1997-7 19/2000-1 1/2000-4 9/2000-7 18/2003-1 1/2003-4 10/2003-7 19/2006-1 1'),
  ],
  [
    'every 20th Monday of the year',
    'FREQ=YEARLY;BYDAY=20MO',
    '1997-05-19T09:00',
    on('1997-5 19/1998-5 18/1999-5 17'),
    3,
  ],
  [
    'Monday of week 20',
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
    '1997-05-12T09:00',
    on('1997-5 12/1998-5 11/1999-5 17'),
    3,
  ],
  [
    'every Thursday in March',
    'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
    '1997-03-13T09:00',
    on('1997-3 13 20 27/1998-3 5 12 19 26/1999-3 4 11 18 25'),
    11,
  ],
  [
    'every Thursday in June, July and August',
    'FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8',
    '1997-06-05T09:00',
    on('1997-6 5 12 19 26/1997-7 3 10 17 24 31/1997-8 7 14 21 28/1998-6 4 11 18 25'),
    17,
  ],
  [
    // The RFC excludes its own start, which the rule does not name; ours is no occurrence to begin with.
    'every Friday the 13th',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    start,
    on('1998-2 13/1998-3 13/1998-11 13/1999-8 13/2000-10 13'),
    5,
  ],
  [
    'the first Saturday after the first Sunday of the month',
    'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
    '1997-09-13T09:00',
    on('1997-9 13/1997-10 11/1997-11 8/1997-12 13/1998-1 10/1998-2 7/1998-3 7/1998-4 11/1998-5 9/1998-6 13'),
    10,
  ],
  [
    'U.S. election day: every four years, the first Tuesday after a Monday in November',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    '1996-11-05T09:00',
    on('1996-11 5/2000-11 7/2004-11 2'),
    3,
  ],
  [
    'the third of Tuesday, Wednesday or Thursday, three months',
    'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
    '1997-09-04T09:00',
    on('1997-9 4/1997-10 7/1997-11 6'),
  ],
  [
    'the second-to-last weekday of the month',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    '1997-09-29T09:00',
    on('1997-9 29/1997-10 30/1997-11 27/1997-12 30/1998-1 29/1998-2 26/1998-3 30'),
    7,
  ],
  [
    'every 3 hours from 9 to 17 of one day',
    'FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z',
    start,
    ['1997-09-02T09:00', '1997-09-02T12:00', '1997-09-02T15:00'],
  ],
  [
    'every 15 minutes for 6 occurrences',
    'FREQ=MINUTELY;INTERVAL=15;COUNT=6',
    start,
    ['09:00', '09:15', '09:30', '09:45', '10:00', '10:15'].map((time) => `1997-09-02T${time}`),
  ],
  [
    'every hour and a half for 4 occurrences',
    'FREQ=MINUTELY;INTERVAL=90;COUNT=4',
    start,
    ['09:00', '10:30', '12:00', '13:30'].map((time) => `1997-09-02T${time}`),
  ],
  [
    'the week begins on Monday',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
    '1997-08-05T09:00',
    on('1997-8 5 10 19 24'),
  ],
  [
    'and it makes a difference when it begins on Sunday',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    '1997-08-05T09:00',
    on('1997-8 5 17 19 31'),
  ],
  [
    'a month without the 30th is left out',
    'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
    '2007-01-15T09:00',
    on('2007-1 15 30/2007-2 15/2007-3 15 30'),
  ],
])('RFC 5545, 3.8.5.3: %s', (_name, rule, from, expected, limit) => {
  expect(times(rule, from, limit ?? 200)).toEqual(expected)
})

test('every 20 minutes from 9:00 to 16:40 every day is the same said by the day or by the minute (RFC 5545)', () => {
  const byDay = times('FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40', start, 100)
  const byMinute = times('FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16', start, 100)
  expect(byDay).toEqual(byMinute)
  expect(byDay.slice(22, 26)).toEqual([
    '1997-09-02T16:20',
    '1997-09-02T16:40',
    '1997-09-03T09:00',
    '1997-09-03T09:20',
  ])
})

test('every day in January for three years is the same said by the year or by the day (RFC 5545)', () => {
  const byYear = times(
    'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
    '1998-01-01T09:00',
  )
  const byDay = times('FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1', '1998-01-01T09:00')
  expect(byYear).toEqual(byDay)
  expect(byYear).toHaveLength(93)
})

test('daily until 24 December is 113 days (RFC 5545)', () => {
  const days = times('FREQ=DAILY;UNTIL=19971224T000000Z', start)
  expect([days.length, days.at(-1)]).toEqual([113, '1997-12-23T09:00'])
})

test('week 1 may begin in December and week 53 end in January', () => {
  expect(times('FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=3', '1997-01-01T09:00')).toEqual(
    on('1997-12 29/1999-1 4/2000-1 3'),
  )
  expect(times('FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU;COUNT=2', '2020-01-01T09:00')).toEqual(
    on('2021-1 3/2022-1 2'),
  )
})

test('a rule that never comes ends, and a year of seconds is not written out to tell the last', () => {
  expect(times('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', start)).toEqual([])
  expect(times('FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30', start)).toEqual([])
  const all = (count: number) => Array.from({ length: count }, (_, one) => one).join(',')
  expect(
    times(`FREQ=YEARLY;BYHOUR=${all(24)};BYMINUTE=${all(60)};BYSECOND=${all(60)};BYSETPOS=-1;COUNT=1`, start),
  ).toEqual(['1997-09-02T23:59:59'])
})

test.each<[string, string, string, string[]]>([
  [
    'a first Wednesday among all Tuesdays does not make them first ones',
    'FREQ=YEARLY;BYDAY=TU,1WE;COUNT=4',
    '2024-12-18T09:00',
    on('2024-12 24 31/2025-1 1 7'),
  ],
  [
    'a day of the year that is no Thursday or Sunday is none',
    'FREQ=YEARLY;BYDAY=TH,SU;BYYEARDAY=100;COUNT=3',
    '2024-08-15T09:00',
    on('2025-4 10/2028-4 9/2031-4 10'),
  ],
  [
    'the last of both is the later one',
    'FREQ=YEARLY;BYDAY=-1SA,FR,SU;BYSETPOS=-1;COUNT=3',
    '2024-09-16T09:00',
    on('2024-12 29/2025-12 28/2026-12 27'),
  ],
  [
    'who was born on 29 February has a birthday every four years',
    'FREQ=YEARLY;COUNT=3',
    '2020-02-29T09:00',
    on('2020-2 29/2024-2 29/2028-2 29'),
  ],
  [
    'a last Friday that is the 31st too',
    'FREQ=MONTHLY;BYDAY=-1FR;BYMONTHDAY=31;COUNT=2',
    '2026-01-01T09:00',
    on('2026-7 31/2027-12 31'),
  ],
])('parts of a rule limit each other: %s', (_name, rule, from, expected) => {
  expect(times(rule, from)).toEqual(expected)
})
