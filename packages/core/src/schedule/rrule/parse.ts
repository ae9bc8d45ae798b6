import { checkedDay, day, parseTime } from '../civil.ts'
import {
  everyTime,
  type Frequency,
  frequencies,
  type NthWeekday,
  type Rule,
  type Until,
  weekdayCodes,
} from './rule.ts'

export type Parsed = { readonly rule: Rule } | { readonly mistake: string }

type Mutable = { -readonly [key in keyof Rule]: Rule[key] }

class Mistake extends Error {}
const refuse = (why: string): never => {
  throw new Mistake(why)
}

const longestRule = 500
const longestList = 400

/**
 * Reads a recurrence rule of RFC 5545, 3.3.10: `FREQ=MONTHLY;BYDAY=2TU`, with or without `RRULE:` before it, in any
 * case of letters. What the RFC forbids is a mistake, said in words. Of `UNTIL` every form is taken: an instant
 * (`…Z`), a local date-time, and a date, which means its whole day.
 */
export function parseRule(text: string): Parsed {
  try {
    if (text.length > longestRule) refuse(`A rule has ${longestRule} characters at most`)
    const rule = read(text.trim().replace(/^RRULE:/i, ''))
    check(rule)
    return { rule }
  } catch (error) {
    if (error instanceof Mistake) return { mistake: error.message }
    throw error
  }
}

function read(text: string): Rule {
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().replace(/;$/, '').split(';')) {
    const [name, value, ...rest] = part.split('=')
    if (!name || !value || rest.length > 0) refuse(`“${part}” is not NAME=value`)
    if (parts.has(name!)) refuse(`${name} is given twice`)
    parts.set(name!, value!)
  }
  const frequency = parts.get('FREQ')
  if (frequency === undefined) refuse('FREQ is missing')
  if (!(frequencies as readonly string[]).includes(frequency!)) refuse(`FREQ cannot be ${frequency}`)
  const rule: Mutable = everyTime(frequency as Frequency)
  for (const [name, value] of parts) {
    const reader = Object.hasOwn(readers, name) ? readers[name]! : refuse(`There is no rule part ${name}`)
    reader(rule, value)
  }
  return rule
}

const readers: Record<string, (rule: Mutable, value: string) => void> = {
  FREQ: () => {},
  INTERVAL: (rule, value) => {
    rule.interval = whole('INTERVAL', value, 1, 100_000)
  },
  COUNT: (rule, value) => {
    rule.count = whole('COUNT', value, 1, 1_000_000_000)
  },
  UNTIL: (rule, value) => {
    rule.until = until(value)
  },
  BYSECOND: (rule, value) => {
    rule.bySecond = list('BYSECOND', value, 0, 60).map((second) => Math.min(second, 59))
  },
  BYMINUTE: (rule, value) => {
    rule.byMinute = list('BYMINUTE', value, 0, 59)
  },
  BYHOUR: (rule, value) => {
    rule.byHour = list('BYHOUR', value, 0, 23)
  },
  BYDAY: (rule, value) => {
    rule.byDay = value.split(',').map(nthWeekday)
  },
  BYMONTHDAY: (rule, value) => {
    rule.byMonthDay = list('BYMONTHDAY', value, -31, 31)
  },
  BYYEARDAY: (rule, value) => {
    rule.byYearDay = list('BYYEARDAY', value, -366, 366)
  },
  BYWEEKNO: (rule, value) => {
    rule.byWeekNo = list('BYWEEKNO', value, -53, 53)
  },
  BYMONTH: (rule, value) => {
    rule.byMonth = list('BYMONTH', value, 1, 12)
  },
  BYSETPOS: (rule, value) => {
    rule.bySetPos = list('BYSETPOS', value, -366, 366)
  },
  WKST: (rule, value) => {
    rule.weekStart = weekday(value)
  },
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : refuse(`${name} is from ${least} to ${most}, not ${text}`)
}

function list(name: string, text: string, least: number, most: number): number[] {
  const values = text.split(',').map((one) => whole(name, one, least, most))
  if (values.length > longestList) refuse(`${name} lists too much`)
  if (least < 0 && values.includes(0)) refuse(`${name} cannot be 0`)
  return [...new Set(values)].sort((a, b) => a - b)
}

function weekday(code: string): number {
  const index = (weekdayCodes as readonly string[]).indexOf(code)
  return index === -1 ? refuse(`${code} is no weekday: MO, TU, WE, TH, FR, SA or SU`) : index + 1
}

function nthWeekday(text: string): NthWeekday {
  const found = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? refuse(`${text} is no weekday of BYDAY`)
  const nth = found[1] === undefined ? 0 : whole('The number in BYDAY', found[1], -53, 53)
  if (found[1] !== undefined && nth === 0) refuse('The number in BYDAY cannot be 0')
  return { nth, weekday: weekday(found[2]!) }
}

function until(text: string): Until {
  const found =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(text) ?? refuse(`UNTIL cannot be ${text}`)
  const number =
    checkedDay(Number(found[1]), Number(found[2]), Number(found[3])) ?? refuse(`UNTIL cannot be ${text}`)
  if (found[4] === undefined) return { local: number * day + day - 1 }
  const time = parseTime(`${found[4]}:${found[5]}:${found[6]}`) ?? refuse(`UNTIL cannot be ${text}`)
  return found[7] === undefined ? { local: number * day + time } : { instant: number * day + time }
}

/** The prohibitions of RFC 5545, 3.3.10, and of the table there. */
function check(rule: Rule): void {
  const { frequency } = rule
  const only = (given: boolean, allowed: readonly Frequency[], what: string) => {
    if (given && !allowed.includes(frequency)) refuse(`${what} does not go with FREQ=${frequency}`)
  }
  const given = ({ length }: readonly unknown[]) => length > 0
  if (rule.count !== null && rule.until !== null) refuse('COUNT and UNTIL exclude each other')
  only(
    rule.byDay.some(({ nth }) => nth !== 0),
    ['MONTHLY', 'YEARLY'],
    'A number in BYDAY',
  )
  if (given(rule.byWeekNo) && rule.byDay.some(({ nth }) => nth !== 0))
    refuse('A number in BYDAY does not go with BYWEEKNO')
  only(given(rule.byWeekNo), ['YEARLY'], 'BYWEEKNO')
  only(given(rule.byYearDay), ['SECONDLY', 'MINUTELY', 'HOURLY', 'YEARLY'], 'BYYEARDAY')
  if (frequency === 'WEEKLY' && given(rule.byMonthDay)) refuse('BYMONTHDAY does not go with FREQ=WEEKLY')
  const others = [
    rule.bySecond,
    rule.byMinute,
    rule.byHour,
    rule.byDay,
    rule.byMonthDay,
    rule.byYearDay,
    rule.byWeekNo,
    rule.byMonth,
  ]
  if (given(rule.bySetPos) && !others.some(given)) refuse('BYSETPOS needs another BY… part')
}
