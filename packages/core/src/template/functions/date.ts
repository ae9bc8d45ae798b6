import { byPattern, dayOfWeek, dayOfYear, maxPattern, weekOfYear } from './date-pattern.ts'
import { atLocal, dayLength, localOf, type Moment, momentOf, textOfMoment, within } from './moment.ts'
import { costing, type Environment, row, rowIn } from './row.ts'
import { isZone, utc } from './zones.ts'

const text = (moment: Moment | null): string | null => (moment ? textOfMoment(moment) : null)
const fieldsOf = (moment: Moment): Date => new Date(localOf(moment))

/** Days, months and years are counted on the clock of the place, hours and less in time that passes. */
const addDays = (moment: Moment, days: number) =>
  atLocal(moment, localOf(moment) + Math.trunc(days) * dayLength)

const addTime = (unit: number) => (moment: Moment, amount: number) => {
  const instant = moment.instant + Math.trunc(amount) * unit
  return text(
    within({ ...moment, instant, precision: moment.precision === 'day' ? 'local' : moment.precision }),
  )
}

/** The day of the month stays, or is the last of a shorter month. */
function addMonths(moment: Moment, months: number): Moment | null {
  const local = localOf(moment)
  const at = new Date(local)
  const total = at.getUTCFullYear() * 12 + at.getUTCMonth() + Math.trunc(months)
  const [year, month] = [Math.floor(total / 12), (total % 12) + 1]
  if (!(year >= 1 && year <= 9999)) return null
  return atLocal(moment, utc(year, month, Math.min(at.getUTCDate(), lengthOf(year, month))) + timeOf(local))
}

const lengthOf = (year: number, month: number): number =>
  new Date(utc(year, month + 1, 1) - dayLength).getUTCDate()
const timeOf = (local: number): number => local - Math.floor(local / dayLength) * dayLength

/** The same place on the clock of `like`, to count days between two clocks. */
const onClockOf = (moment: Moment, like: Moment): number => localOf({ ...moment, zone: like.zone })

/** Whole months from `from` to `to`, negative when `to` comes first. */
function monthsBetween(to: Moment, from: Moment): number {
  const [a, b] = [onClockOf(to, from), localOf(from)]
  const [x, y] = [new Date(a), new Date(b)]
  const months = (x.getUTCFullYear() - y.getUTCFullYear()) * 12 + x.getUTCMonth() - y.getUTCMonth()
  const rest = (x.getUTCDate() - y.getUTCDate()) * dayLength + timeOf(a) - timeOf(b)
  return (months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months) + 0
}

const daysBetween = (to: Moment, from: Moment): number =>
  whole((onClockOf(to, from) - localOf(from)) / dayLength)
const whole = (value: number): number => Math.trunc(value) + 0

/** Beside a day, today in UTC; beside a date-time, what its clock says now. */
function nowLike({ now }: Environment, { zone, precision }: Moment): Moment | null {
  if (now === null) return null
  const instant = precision === 'day' ? Math.floor(now / dayLength) * dayLength : now
  return within({ instant, zone, precision: 'zoned' })
}

const startOf = (start: (local: Date) => number) => (moment: Moment) =>
  text(atLocal(moment, start(fieldsOf(moment))))

const aged = (lent: Environment, moment: Moment, count: (now: Moment, then: Moment) => number) => {
  const now = nowLike(lent, moment)
  return now && count(now, moment)
}

const midnight = (local: Date): number => Math.floor(+local / dayLength) * dayLength
const epoch: Moment = { instant: 0, zone: 'UTC', precision: 'zoned' }

/** What has no offset is read as UTC. */
const withTime = (moment: Moment): Moment => ({ ...moment, precision: 'zoned' })

const formatted = (moment: Moment, pattern: string, locale = 'en-US'): string =>
  byPattern(moment, pattern, locale) ?? textOfMoment(moment)

/** Each letter of the pattern may ask Intl for a name. */
const naming = (_: Moment, pattern: string): number => Math.min(pattern.length, maxPattern) * 2

const field = (about: string, result: string, name: string, value: (local: number) => number) =>
  row(['date'], ['number', about, `${name}("2026-03-29T10:20:30+02:00")`, result], (moment) =>
    value(localOf(moment)),
  )

const month = (name: string) =>
  field('The month, 1 to 12.', '3', name, (local) => new Date(local).getUTCMonth() + 1)

export const dateFunctions = {
  getCurrentZonedDateTime: rowIn(
    ['string?'],
    [
      'date',
      'The instant of the message, in a time zone (UTC).',
      'getCurrentZonedDateTime("Europe/Paris")',
      '2026-03-29T03:30:00+02:00[Europe/Paris]',
    ],
    ({ now }, zone = 'UTC') =>
      now !== null && isZone(zone) ? text(within({ instant: now, zone, precision: 'zoned' })) : null,
  ),
  currentTimeInMillis: rowIn(
    [],
    [
      'number',
      'The instant of the message in milliseconds since 1970.',
      'currentTimeInMillis()',
      '1774747800000',
    ],
    ({ now }) => now,
  ),
  toDateTime: row(
    ['any'],
    [
      'date',
      'The date-time that a text or a number of milliseconds reads as; 1970 when it does not read as one.',
      'toDateTime("2026-03-29 10:20")',
      '2026-03-29T10:20:00Z',
    ],
    (value) =>
      value === null || value === undefined ? null : textOfMoment(withTime(momentOf(value) ?? epoch)),
  ),
  toDateTimeOnly: row(
    ['any'],
    [
      'date',
      'The same without an offset, as the clock of its place shows it.',
      'toDateTimeOnly("2026-03-29T10:20:00+02:00")',
      '2026-03-29T10:20:00',
    ],
    (value) => {
      if (value === null || value === undefined) return null
      return textOfMoment({ instant: localOf(momentOf(value) ?? epoch), zone: 'UTC', precision: 'local' })
    },
  ),
  stringToDate: row(
    ['string'],
    [
      'date',
      'The date or date-time that a text reads as; null when it does not.',
      'stringToDate("2026-03-29")',
      '2026-03-29',
    ],
    (value) => text(momentOf(value)),
  ),
  toUTC: row(
    ['date'],
    [
      'date',
      'The same instant on the clock of UTC.',
      'toUTC("2026-03-29T10:20:00+02:00")',
      '2026-03-29T08:20:00Z',
    ],
    (moment) => textOfMoment({ ...withTime(moment), zone: 'UTC' }),
  ),
  convertZonedDateTime: row(
    ['date', 'string'],
    [
      'date',
      'The same instant on the clock of a time zone; null when there is no such zone.',
      'convertZonedDateTime("2026-03-29T08:20:00Z", "Europe/Paris")',
      '2026-03-29T10:20:00+02:00[Europe/Paris]',
    ],
    (moment, zone) => (isZone(zone) ? textOfMoment({ ...withTime(moment), zone }) : null),
  ),
  formatDate: costing(
    naming,
    row(
      ['date', 'string', 'string?'],
      [
        'string',
        'By a Java pattern (y M L d D w Q E a H k h K m s S z Z X x, quotes) and a locale (en-US); a wrong pattern gives the ISO form.',
        'formatDate("2026-03-29", "EEEE d MMMM y", "fr-FR")',
        'dimanche 29 mars 2026',
      ],
      formatted,
    ),
  ),
  formatDateWithLocale: costing(
    naming,
    row(
      ['date', 'string', 'string'],
      [
        'string',
        'The same, the locale always given.',
        'formatDateWithLocale("2026-03-29", "d MMM yyyy", "de_DE")',
        '29 März 2026',
      ],
      formatted,
    ),
  ),
  addYears: row(
    ['date', 'number'],
    ['date', 'So many years later.', 'addYears("2024-02-29", 1)', '2025-02-28'],
    (moment, years) => text(addMonths(moment, Math.trunc(years) * 12)),
  ),
  addMonths: row(
    ['date', 'number'],
    [
      'date',
      'So many months later; the last day of a month that is too short.',
      'addMonths("2026-01-31", 1)',
      '2026-02-28',
    ],
    (moment, months) => text(addMonths(moment, months)),
  ),
  addDays: row(
    ['date', 'number'],
    ['date', 'So many days later at the same time of day.', 'addDays("2026-03-29", 3)', '2026-04-01'],
    (moment, days) => text(addDays(moment, days)),
  ),
  addHours: row(
    ['date', 'number'],
    ['date', 'So many hours later.', 'addHours("2026-03-29T10:20:00Z", 2)', '2026-03-29T12:20:00Z'],
    addTime(3_600_000),
  ),
  addMinutes: row(
    ['date', 'number'],
    ['date', 'So many minutes later.', 'addMinutes("2026-03-29T10:20:00Z", -30)', '2026-03-29T09:50:00Z'],
    addTime(60_000),
  ),
  addSeconds: row(
    ['date', 'number'],
    ['date', 'So many seconds later.', 'addSeconds("2026-03-29T10:20:00Z", 90)', '2026-03-29T10:21:30Z'],
    addTime(1000),
  ),
  setDays: row(
    ['date', 'number'],
    ['date', 'On another day of its month, 1 to 31 or the last.', 'setDays("2026-02-10", 31)', '2026-02-28'],
    (moment, day) => {
      const local = fieldsOf(moment)
      const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + 1]
      if (!(day >= 1 && day < 32)) return null
      return text(
        atLocal(moment, utc(year, month, Math.min(Math.trunc(day), lengthOf(year, month))) + timeOf(+local)),
      )
    },
  ),
  setHours: row(
    ['date', 'number'],
    [
      'date',
      'At another hour of its day, 0 to 23.',
      'setHours("2026-03-29T10:20:00Z", 8)',
      '2026-03-29T08:20:00Z',
    ],
    (moment, hour) => {
      const local = localOf(moment)
      if (!(hour >= 0 && hour < 24)) return null
      const change = (Math.trunc(hour) - new Date(local).getUTCHours()) * 3_600_000
      return text(
        atLocal(moment.precision === 'day' ? { ...moment, precision: 'local' } : moment, local + change),
      )
    },
  ),
  truncateToStartOfDay: row(
    ['date'],
    ['date', 'Midnight of its day.', 'truncateToStartOfDay("2026-03-29T10:20:00Z")', '2026-03-29T00:00:00Z'],
    startOf(midnight),
  ),
  truncateToStartOfWeek: row(
    ['date'],
    ['date', 'Midnight of the Monday of its week.', 'truncateToStartOfWeek("2026-03-29")', '2026-03-23'],
    startOf((local) => midnight(local) - (dayOfWeek(+local) - 1) * dayLength),
  ),
  truncateToStartOfQuarter: row(
    ['date'],
    ['date', 'The first day of its quarter.', 'truncateToStartOfQuarter("2026-05-29")', '2026-04-01'],
    startOf((local) => utc(local.getUTCFullYear(), Math.floor(local.getUTCMonth() / 3) * 3 + 1, 1)),
  ),
  truncateToStartOfYear: row(
    ['date'],
    ['date', 'The first day of its year.', 'truncateToStartOfYear("2026-03-29")', '2026-01-01'],
    startOf((local) => utc(local.getUTCFullYear(), 1, 1)),
  ),
  dayOfWeek: field('The day of the week, 1 (Monday) to 7 (Sunday).', '7', 'dayOfWeek', dayOfWeek),
  dayOfMonth: field('The day of the month.', '29', 'dayOfMonth', (local) => new Date(local).getUTCDate()),
  dayOfYear: field('The day of the year, 1 to 366.', '88', 'dayOfYear', dayOfYear),
  weekOfYear: field('The week of the year, 1 to 53 (ISO 8601).', '13', 'weekOfYear', weekOfYear),
  extractMonth: month('extractMonth'),
  extractMonths: month('extractMonths'),
  extractHours: field('The hour, 0 to 23.', '10', 'extractHours', (local) => new Date(local).getUTCHours()),
  extractMinutes: field('The minute, 0 to 59.', '20', 'extractMinutes', (local) =>
    new Date(local).getUTCMinutes(),
  ),
  extractSeconds: field('The second, 0 to 59.', '30', 'extractSeconds', (local) =>
    new Date(local).getUTCSeconds(),
  ),
  compareDates: row(
    ['date', 'date'],
    [
      'number',
      '-1 when the first comes earlier, 1 when it comes later, 0 when both are the same instant.',
      'compareDates("2026-03-29", "2026-03-30")',
      '-1',
    ],
    (a, b) => Math.sign(a.instant - b.instant),
  ),
  diffInSeconds: row(
    ['date', 'date'],
    [
      'number',
      'Seconds from the second to the first.',
      'diffInSeconds("2026-03-29T10:01:30Z", "2026-03-29T10:00:00Z")',
      '90',
    ],
    (to, from) => whole((to.instant - from.instant) / 1000),
  ),
  minutesDifference: row(
    ['date', 'date'],
    [
      'number',
      'Whole minutes from the second to the first.',
      'minutesDifference("2026-03-29T10:01:30Z", "2026-03-29T10:00:00Z")',
      '1',
    ],
    (to, from) => whole((to.instant - from.instant) / 60_000),
  ),
  hoursDifference: row(
    ['date', 'date'],
    [
      'number',
      'Whole hours from the second to the first.',
      'hoursDifference("2026-03-30", "2026-03-29")',
      '24',
    ],
    (to, from) => whole((to.instant - from.instant) / 3_600_000),
  ),
  dateDiff: row(
    ['date', 'date'],
    [
      'number',
      'Whole days from the second to the first, on the clock of the second.',
      'dateDiff("2026-04-01", "2026-03-29")',
      '3',
    ],
    daysBetween,
  ),
  monthsDifference: row(
    ['date', 'date'],
    [
      'number',
      'Whole months from the second to the first.',
      'monthsDifference("2026-03-29", "2025-12-30")',
      '2',
    ],
    monthsBetween,
  ),
  yearsDifference: row(
    ['date', 'date'],
    [
      'number',
      'Whole years from the second to the first.',
      'yearsDifference("2026-03-29", "2024-03-29")',
      '2',
    ],
    (to, from) => whole(monthsBetween(to, from) / 12),
  ),
  age: rowIn(['date'], ['number', 'Whole years since then.', 'age("1990-03-30")', '35'], (lent, moment) =>
    aged(lent, moment, (now, then) => whole(monthsBetween(now, then) / 12)),
  ),
  ageInMonths: rowIn(
    ['date'],
    ['number', 'Whole months since then.', 'ageInMonths("2026-01-15")', '2'],
    (lent, moment) => aged(lent, moment, monthsBetween),
  ),
  ageInDays: rowIn(
    ['date'],
    ['number', 'Whole days since then.', 'ageInDays("2026-03-01")', '28'],
    (lent, moment) => aged(lent, moment, daysBetween),
  ),
} as const
