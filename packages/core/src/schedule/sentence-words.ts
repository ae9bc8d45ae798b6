import { civilDate, dayOf, hour, minute, timeOf, type Wall } from './civil.ts'

export type Language = 'en' | 'fr'
export type Unit = 'day' | 'week' | 'month' | 'year'
type Per = 'second' | 'minute' | 'hour'

/** No-break space; French wants one inside dates and times and before a unit. */
const nb = '\u00a0'

const number = (language: Language) => (value: number) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value)
const list = (language: Language) => {
  const format = new Intl.ListFormat(language, { type: 'conjunction' })
  return (items: readonly string[]) => format.format(items)
}
const two = (value: number) => String(value).padStart(2, '0')
const clock = (ms: number) => ({ hours: Math.floor(ms / hour), minutes: Math.floor((ms % hour) / minute) })
const enTime = (ms: number) => {
  const { hours, minutes } = clock(ms)
  return `${hours % 12 || 12}:${two(minutes)}${nb}${hours < 12 ? 'AM' : 'PM'}`
}
const frTime = (ms: number) => {
  const { hours, minutes } = clock(ms)
  return minutes === 0 ? `${hours}${nb}h` : `${hours}${nb}h${nb}${two(minutes)}`
}
const monthName = (month: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1, 1))
const parts = (wall: Wall, language: Language) => {
  const { year, month, monthDay } = civilDate(dayOf(wall))
  return { day: monthDay, month: monthName(month, language), year }
}
const enDate = (wall: Wall) => {
  const { day, month, year } = parts(wall, 'en')
  return `${month}${nb}${day}, ${year}`
}
const frDate = (wall: Wall) => {
  const { day, month, year } = parts(wall, 'fr')
  return `${day === 1 ? '1er' : day}${nb}${month} ${year}`
}
const enDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const frDays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche']
const isRun = (days: readonly number[]) =>
  days.length > 2 && days.every((one, index) => index === 0 || one === days[index - 1]! + 1)
const enOrdinal = (value: number) => {
  const tens = value % 100
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')
  return `${value}${ending}`
}
const byMonthOrder = (days: readonly number[]) =>
  [...days].sort((a, b) => (a === -1 ? 32 : a) - (b === -1 ? 32 : b))
const enPer = {
  day: ['every day', 'days'],
  week: ['every week', 'weeks'],
  month: ['every month', 'months'],
  year: ['every year', 'years'],
} as const
const frPer = {
  day: ['tous les jours', 'tous les', 'jours'],
  week: ['toutes les semaines', 'toutes les', 'semaines'],
  month: ['tous les mois', 'tous les', 'mois'],
  year: ['tous les ans', 'tous les', 'ans'],
} as const

const span = (minutes: number, say: (value: number, unit: Per | 'day') => string, and: string): string => {
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const said = [
    ...(days > 0 ? [say(days, 'day')] : []),
    ...(hours > 0 ? [say(hours, 'hour')] : []),
    ...(minutes % 60 > 0 ? [say(minutes % 60, 'minute')] : []),
  ]
  return said.join(` ${and} `)
}
const enSpan = (minutes: number) =>
  span(minutes, (value, unit) => `${value}${nb}${unit}${value === 1 ? '' : 's'}`, 'and')
const frUnits = { day: 'jour', hour: 'heure', minute: 'minute', second: 'seconde' } as const
const frSpan = (minutes: number) =>
  span(minutes, (value, unit) => `${value}${nb}${frUnits[unit]}${value < 2 ? '' : 's'}`, 'et')

const en = {
  number: number('en'),
  percent: (value: number) => `${number('en')(value)}%`,
  list: list('en'),
  time: enTime,
  date: enDate,
  now: 'As soon as it is activated, once',
  onDate: (wall: Wall) => `on ${enDate(wall)} at ${enTime(timeOf(wall))}`,
  inZone: (zone: string) => `${zone} time`,
  inProfileZone: (zone: string) => `in each person’s time zone, otherwise ${zone} time`,
  from: (wall: Wall) => `from ${enDate(wall)}`,
  until: (wall: Wall) => `until ${enDate(wall)} at ${enTime(timeOf(wall))}`,
  times: (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${number('en')(count)} times`),
  evergreen: 'each time only to people who have not received it yet',
  byRule: (rule: string) => `by the rule ${rule}`,
  every: (unit: Unit, interval: number) =>
    interval === 1 ? enPer[unit][0] : `every ${interval} ${enPer[unit][1]}`,
  atTimes: (times: string) => `at ${times}`,
  onWeekdays: (days: readonly number[]) =>
    isRun(days)
      ? `from ${enDays[days[0]! - 1]} to ${enDays[days.at(-1)! - 1]}`
      : `on ${list('en')(days.map((day) => enDays[day - 1]!))}`,
  /** `clamped`: what a month has not is its last day. */
  onMonthDays: (days: readonly number[], clamped: boolean) => {
    const said = byMonthOrder(days).map((day) => (day === -1 ? 'last day' : enOrdinal(day)))
    const short = clamped && days.some((day) => day > 28) ? ' (or the last day of a shorter month)' : ''
    return `on the ${list('en')(said)}${short}`
  },
  onNths: (days: readonly { readonly nth: number; readonly weekday: number }[]) => {
    const said = days.map(({ nth, weekday }) => {
      const which = nth === -1 ? 'last' : ['first', 'second', 'third', 'fourth', 'fifth'][nth - 1]
      return `the ${which} ${enDays[weekday - 1]}`
    })
    return `on ${list('en')(said)}`
  },
  inMonths: (months: readonly number[]) => `in ${list('en')(months.map((month) => monthName(month, 'en')))}`,
  onDayOfYear: (month: number, day: number) => `on ${monthName(month, 'en')}${nb}${day}`,
  waves: {
    equal: (count: number) => `in ${count} equal waves`,
    percent: (count: number, sizes: string) => `in ${count} waves of ${sizes}`,
    number: (count: number, sizes: string) => `in ${count} waves of ${sizes} people`,
    audience: (count: number) => `in ${count} waves, each with its audience`,
  },
  apart: (minutes: number) => `${enSpan(minutes)} apart`,
  ownDates: 'each at its own date',
  leaveOut: 'people beyond the waves are left out',
  rate: (messages: number, per: Per) =>
    `${number('en')(messages)} ${messages === 1 ? 'message' : 'messages'} per ${per} at most`,
  window: (from: number, to: number) => `from ${enTime(from)} to ${enTime(to)}`,
  warmUp: (days: number, first: number) =>
    `with a warm-up of ${days} ${days === 1 ? 'day' : 'days'}, beginning with ${number('en')(first)} a day`,
  domains: (count: number) => `${count} ${count === 1 ? 'domain' : 'domains'} slower`,
  deadline: (hours: number) => `whoever is not reached within ${enSpan(hours * 60)} is left out`,
}

const fr: typeof en = {
  number: number('fr'),
  percent: (value) => `${number('fr')(value)}${nb}%`,
  list: list('fr'),
  time: frTime,
  date: frDate,
  now: 'Dès l’activation, une seule fois',
  onDate: (wall) => `le ${frDate(wall)} à ${frTime(timeOf(wall))}`,
  inZone: (zone) => `heure de ${zone}`,
  inProfileZone: (zone) => `dans le fuseau horaire de chaque personne, à défaut heure de ${zone}`,
  from: (wall) => `à partir du ${frDate(wall)}`,
  until: (wall) => `jusqu’au ${frDate(wall)} à ${frTime(timeOf(wall))}`,
  times: (count) => `${number('fr')(count)}${nb}fois`,
  evergreen: 'chaque fois seulement aux personnes qui ne l’ont pas encore reçue',
  byRule: (rule) => `selon la règle ${rule}`,
  every: (unit, interval) =>
    interval === 1 ? frPer[unit][0] : `${frPer[unit][1]} ${interval}${nb}${frPer[unit][2]}`,
  atTimes: (times) => `à ${times}`,
  onWeekdays: (days) =>
    isRun(days)
      ? `du ${frDays[days[0]! - 1]} au ${frDays[days.at(-1)! - 1]}`
      : list('fr')(days.map((day) => `le ${frDays[day - 1]}`)),
  onMonthDays: (days, clamped) => {
    const said = byMonthOrder(days).map((day) =>
      day === -1 ? 'le dernier jour' : day === 1 ? 'le 1er' : `le ${day}`,
    )
    const short = clamped && days.some((day) => day > 28) ? ' (ou le dernier jour d’un mois plus court)' : ''
    return `${list('fr')(said)}${short}`
  },
  onNths: (days) => {
    const said = days.map(({ nth, weekday }) => {
      const which =
        nth === -1 ? 'dernier' : ['premier', 'deuxième', 'troisième', 'quatrième', 'cinquième'][nth - 1]
      return `le ${which} ${frDays[weekday - 1]}`
    })
    return list('fr')(said)
  },
  inMonths: (months) => `en ${list('fr')(months.map((month) => monthName(month, 'fr')))}`,
  onDayOfYear: (month, day) => `le ${day === 1 ? '1er' : day}${nb}${monthName(month, 'fr')}`,
  waves: {
    equal: (count) => `en ${count}${nb}vagues égales`,
    percent: (count, sizes) => `en ${count}${nb}vagues de ${sizes}`,
    number: (count, sizes) => `en ${count}${nb}vagues de ${sizes}${nb}personnes`,
    audience: (count) => `en ${count}${nb}vagues, chacune avec son audience`,
  },
  apart: (minutes) => `à ${frSpan(minutes)} d’intervalle`,
  ownDates: 'chacune à sa date',
  leaveOut: 'sans les personnes au-delà des vagues',
  rate: (messages, per) =>
    `${number('fr')(messages)}${nb}${messages < 2 ? 'message' : 'messages'} par ${frUnits[per]} au plus`,
  window: (from, to) => `de ${frTime(from)} à ${frTime(to)}`,
  warmUp: (days, first) =>
    `avec une montée en charge de ${days}${nb}${days < 2 ? 'jour' : 'jours'} à partir de ${number('fr')(first)} par jour`,
  domains: (count) => `${count}${nb}${count < 2 ? 'domaine ralenti' : 'domaines ralentis'}`,
  deadline: (hours) => `sans les personnes non atteintes en ${frSpan(hours * 60)}`,
}

export type Words = typeof en
export const words: Record<Language, Words> = { en, fr }
