import { opposite } from './opposite.ts'
import type { Condition, Group, Measure, NumberTest, Rule, Test, TimeUnit, Window } from './rule.ts'

export type Language = 'en' | 'fr'

/** Names of what a rule refers to; where one is missing its id or path stands. */
export interface Names {
  readonly attribute?: (path: string) => string | undefined
  readonly namespace?: (key: string) => string | undefined
  readonly topic?: (key: string) => string | undefined
  readonly audience?: (id: string) => string | undefined
  readonly campaign?: (id: string) => string | undefined
  readonly event?: (type: string) => string | undefined
  /** A member of the data of events of a type. */
  readonly member?: (type: string, path: string) => string | undefined
}

/** A rule as a sentence that a person reads: `Loyalty tier is “gold” and email is in (at least 2 orders in the last 30 days)`. */
export function sentence(rule: Rule, language: Language, names: Names = {}): string {
  const text = phrase(rule, words[language], names, true)
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
}

function phrase(rule: Rule, w: Words, names: Names, outermost: boolean): string {
  if (rule.kind !== 'group') return said(rule, w, names)
  if (rule.rules.length === 0) return (rule.join === 'and') !== rule.not ? w.everybody : w.nobody
  const inner = rule.rules.map((one) =>
    phrase(one, w, names, rule.rules.length === 1 && !rule.not && outermost),
  )
  const joined = inner.join(` ${rule.join === 'and' ? w.and : w.or} `)
  if (rule.not) return denied(rule, joined, w, names)
  return outermost || inner.length === 1 ? joined : `(${joined})`
}

/** What must not be: as its opposite where there is one. */
function denied({ join, rules }: Group, joined: string, w: Words, names: Names): string {
  const [only, ...more] = rules
  if (!only || more.length > 0) return join === 'or' ? w.noneOf(joined) : w.notAll(joined)
  if (only.kind === 'group')
    return only.not ? phrase({ ...only, not: false }, w, names, false) : w.untrue(joined)
  const turned = opposite(only)
  return turned ? said(turned, w, names) : w.untrue(joined)
}

function said(condition: Condition, w: Words, names: Names): string {
  switch (condition.kind) {
    case 'attribute':
      return `${names.attribute?.(condition.path) ?? condition.path} ${tested(condition.test, w)}`
    case 'items': {
      const list = names.attribute?.(condition.path) ?? condition.path
      const tests = condition.tests.map(({ path, test }) => `${path} ${tested(test, w)}`).join(` ${w.and} `)
      return w.items(condition.quantifier, list, tests)
    }
    case 'identity':
      return w.identity(condition.present, names.namespace?.(condition.namespace) ?? condition.namespace)
    case 'consent': {
      const { choice, channel, topic } = condition
      return w.consent(choice, w.channels[channel], topic && (names.topic?.(topic) ?? topic))
    }
    case 'audience':
      return w.audience(
        condition.member,
        w.quoted(names.audience?.(condition.audienceId) ?? condition.audienceId),
      )
    case 'event': {
      const type = w.quoted(names.event?.(condition.type) ?? condition.type)
      const member = (path: string) => names.member?.(condition.type, path) ?? path
      const where = condition.where
        .map(({ path, test }) => `${member(path)} ${tested(test, w)}`)
        .join(` ${w.and} `)
      return w.event(
        counted(condition.measure, condition.test, w, member),
        type,
        where,
        windowed(condition.window, w),
      )
    }
    case 'engagement': {
      const campaign =
        condition.campaignId && w.quoted(names.campaign?.(condition.campaignId) ?? condition.campaignId)
      return w.engagement(
        condition.action,
        numberSaid(condition.test, w),
        campaign ?? '',
        windowed(condition.window, w),
      )
    }
  }
}

function tested(test: Test, w: Words): string {
  const word = w.tests[test.operator]
  switch (test.operator) {
    case 'exists':
    case 'missing':
      return word
    case 'in':
    case 'not_in':
    case 'includes_any':
    case 'includes_all':
    case 'includes_none':
      return `${word} ${test.values.map((one) => scalar(one, w)).join(', ')}`
    case 'between':
      return `${word} ${w.number(test.from)} ${w.and} ${w.number(test.to)}`
    case 'before':
    case 'from':
      return `${word} ${w.date(test.date)}`
    case 'within_last':
    case 'not_within_last':
    case 'within_next':
      return `${word} ${w.duration(test.amount, test.unit)}`
    case 'anniversary':
      return test.days === 0 ? w.anniversaryToday : w.anniversary(test.days)
    default:
      return `${word} ${scalar(test.value, w)}`
  }
}

const scalar = (value: string | number | boolean, w: Words): string =>
  typeof value === 'number'
    ? w.number(value)
    : typeof value === 'boolean'
      ? w.booleans[`${value}`]
      : w.quoted(value)

const numberSaid = (test: NumberTest, w: Words): string =>
  test.operator === 'between'
    ? `${w.numbers.between} ${w.number(test.from)} ${w.and} ${w.number(test.to)}`
    : `${w.numbers[test.operator]} ${w.number(test.value)}`

const counted = (measure: Measure, test: NumberTest, w: Words, member: (path: string) => string): string =>
  measure.of === 'count'
    ? numberSaid(test, w)
    : `${w.measures[measure.of]} ${member(measure.path)} ${w.is} ${numberSaid(test, w)}`

function windowed(window: Window, w: Words): string {
  switch (window.kind) {
    case 'ever':
      return ''
    case 'last':
      return ` ${w.inLast(window.amount, window.unit)}`
    case 'between':
      return ` ${w.between(w.date(window.from), w.date(window.to))}`
  }
}

type Words = (typeof words)['en']

const date = (language: string) => (text: string) => {
  const instant = new Date(text)
  const time = text.includes('T') ? ({ timeStyle: 'short' } as const) : {}
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC', ...time }).format(instant)
}
const number = (language: string) => (value: number) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 10 }).format(value)
const plural = (value: number, one: string, many: string, from: number) =>
  Math.abs(value) >= from ? many : one

const enUnits: Record<TimeUnit, [string, string]> = {
  minute: ['minute', 'minutes'],
  hour: ['hour', 'hours'],
  day: ['day', 'days'],
  week: ['week', 'weeks'],
  month: ['month', 'months'],
  year: ['year', 'years'],
}
const frUnits: Record<TimeUnit, [string, string]> = {
  minute: ['minute', 'minutes'],
  hour: ['heure', 'heures'],
  day: ['jour', 'jours'],
  week: ['semaine', 'semaines'],
  month: ['mois', 'mois'],
  year: ['an', 'ans'],
}

const words = {
  en: {
    and: 'and',
    or: 'or',
    untrue: (that: string) => `it is not true that ${that}`,
    noneOf: (these: string) => `none of these holds (${these})`,
    notAll: (these: string) => `not all of these hold (${these})`,
    is: 'is',
    everybody: 'everybody',
    nobody: 'nobody',
    between: (from: string, to: string) => `between ${from} and ${to}`,
    inLast: (amount: number, unit: TimeUnit) =>
      amount === 1 ? `in the last ${unit}` : `in the last ${number('en')(amount)} ${enUnits[unit][1]}`,
    anniversaryToday: 'has its anniversary today',
    anniversary: (days: number) =>
      `has its anniversary today or in the next ${days} ${plural(days, 'day', 'days', 2)}`,
    quoted: (text: string) => `“${text}”`,
    number: number('en'),
    date: date('en'),
    duration: (amount: number, unit: TimeUnit) =>
      `${number('en')(amount)} ${plural(amount, ...enUnits[unit], 2)}`,
    booleans: { true: 'true', false: 'false' },
    channels: { email: 'email', sms: 'SMS', push: 'push' },
    items: (quantifier: 'some' | 'none', list: string, tests: string) =>
      `${quantifier === 'some' ? 'one of' : 'none of'} ${list} has ${tests}`,
    identity: (present: boolean, name: string) => `${present ? 'has' : 'has no'} identity ${name}`,
    consent: (choice: 'in' | 'out', channel: string, topic: string) =>
      `${choice === 'in' ? 'accepts' : 'does not accept'} ${channel}${topic ? ` about “${topic}”` : ''}`,
    audience: (member: boolean, name: string) => `${member ? 'is in' : 'is not in'} the audience ${name}`,
    event: (count: string, type: string, where: string, window: string) =>
      `event ${type}${where ? ` with ${where}` : ''}: ${count}${window}`,
    engagement: (action: 'sent' | 'opened' | 'clicked', count: string, campaign: string, window: string) =>
      `messages ${{ sent: 'received', opened: 'opened', clicked: 'clicked' }[action]}${campaign ? ` of ${campaign}` : ''}: ${count}${window}`,
    tests: {
      exists: 'is given',
      missing: 'is missing',
      equals: 'is',
      not_equals: 'is not',
      in: 'is one of',
      not_in: 'is none of',
      contains: 'contains',
      not_contains: 'does not contain',
      starts_with: 'starts with',
      ends_with: 'ends with',
      greater: 'is more than',
      at_least: 'is at least',
      less: 'is less than',
      at_most: 'is at most',
      between: 'is between',
      before: 'is before',
      from: 'is on or after',
      within_last: 'is within the last',
      not_within_last: 'is not within the last',
      within_next: 'is within the next',
      anniversary: 'has its anniversary',
      includes_any: 'includes any of',
      includes_all: 'includes all of',
      includes_none: 'includes none of',
    },
    numbers: {
      equals: 'exactly',
      greater: 'more than',
      at_least: 'at least',
      less: 'less than',
      at_most: 'at most',
      between: 'between',
    },
    measures: { sum: 'sum of', min: 'smallest', max: 'largest' },
  },
  fr: {
    and: 'et',
    or: 'ou',
    untrue: (that: string) =>
      `il n’est pas vrai ${/^[aeiouyhâàéèêëîïôû]/i.test(that) ? `qu’${that}` : `que ${that}`}`,
    noneOf: (these: string) => `aucune de ces conditions n’est remplie (${these})`,
    notAll: (these: string) => `ces conditions ne sont pas toutes remplies (${these})`,
    is: ':',
    everybody: 'tout le monde',
    nobody: 'personne',
    between: (from: string, to: string) => `entre le ${from} et le ${to}`,
    inLast: (amount: number, unit: TimeUnit) => {
      const feminine = frUnits[unit][0].endsWith('e')
      return amount === 1
        ? `au cours ${feminine ? 'de la dernière' : 'du dernier'} ${frUnits[unit][0]}`
        : `au cours des ${number('fr')(amount)} ${feminine ? 'dernières' : 'derniers'} ${frUnits[unit][1]}`
    },
    anniversaryToday: 'a son anniversaire aujourd’hui',
    anniversary: (days: number) =>
      `a son anniversaire aujourd’hui ou dans les ${days} ${plural(days, 'jour', 'jours', 2)} à venir`,
    quoted: (text: string) => `«\u202f${text}\u202f»`,
    number: number('fr'),
    date: (text: string) => date('fr')(text).replace(/^1 /, '1er '),
    duration: (amount: number, unit: TimeUnit) =>
      `${number('fr')(amount)} ${plural(amount, ...frUnits[unit], 2)}`,
    booleans: { true: 'vrai', false: 'faux' },
    channels: { email: 'les e-mails', sms: 'les SMS', push: 'les notifications push' },
    items: (quantifier: 'some' | 'none', list: string, tests: string) =>
      `${quantifier === 'some' ? 'un élément de' : 'aucun élément de'} ${list} a ${tests}`,
    identity: (present: boolean, name: string) =>
      `${present ? 'a une identité' : 'n’a pas d’identité'} ${name}`,
    consent: (choice: 'in' | 'out', channel: string, topic: string) =>
      `${choice === 'in' ? 'accepte' : 'n’accepte pas'} ${channel}${topic ? ` sur «\u202f${topic}\u202f»` : ''}`,
    audience: (member: boolean, name: string) =>
      `${member ? 'fait partie de' : 'ne fait pas partie de'} l’audience ${name}`,
    event: (count: string, type: string, where: string, window: string) =>
      `événement ${type}${where ? ` dont ${where}` : ''}\u00a0: ${count}${window}`,
    engagement: (action: 'sent' | 'opened' | 'clicked', count: string, campaign: string, window: string) =>
      `messages ${{ sent: 'reçus', opened: 'ouverts', clicked: 'cliqués' }[action]}${campaign ? ` de ${campaign}` : ''}\u00a0: ${count}${window}`,
    tests: {
      exists: 'est renseigné',
      missing: 'n’est pas renseigné',
      equals: 'est',
      not_equals: 'n’est pas',
      in: 'est l’un de',
      not_in: 'n’est aucun de',
      contains: 'contient',
      not_contains: 'ne contient pas',
      starts_with: 'commence par',
      ends_with: 'se termine par',
      greater: 'est supérieur à',
      at_least: 'est d’au moins',
      less: 'est inférieur à',
      at_most: 'est d’au plus',
      between: 'est compris entre',
      before: 'est avant le',
      from: 'est le ou après le',
      within_last: 'date de moins de',
      not_within_last: 'ne date pas de moins de',
      within_next: 'arrive dans moins de',
      anniversary: 'a son anniversaire',
      includes_any: 'comprend l’un de',
      includes_all: 'comprend tous ceux-ci\u00a0:',
      includes_none: 'ne comprend aucun de',
    },
    numbers: {
      equals: 'exactement',
      greater: 'plus de',
      at_least: 'au moins',
      less: 'moins de',
      at_most: 'au plus',
      between: 'entre',
    },
    measures: { sum: 'somme de', min: 'plus petit', max: 'plus grand' },
  },
} satisfies Record<Language, unknown>
