import { expect, test } from 'vitest'
import { Pace } from './rate/schema.ts'
import { CampaignSchedule } from './schema.ts'
import { paceSentence, scheduleSentence, wavesSentence } from './sentence.ts'
import { Waves } from './waves.ts'

/** No-break spaces shown, so that a missing one is seen. */
const shown = (text: string) => text.replaceAll('\u00a0', '·').replaceAll('\u202f', '¦')

const recurring = (recurrence: object, more: object = {}) => ({
  kind: 'recurring',
  start: '2026-03-02T09:30',
  timeZone: 'Europe/Paris',
  recurrence,
  ...more,
})

test.each<[object, string, string]>([
  [{ kind: 'now' }, 'As soon as it is activated, once', 'Dès l’activation, une seule fois'],
  [
    { kind: 'at', at: '2026-05-01T14:00', timeZone: 'Europe/Kiev' },
    'On May·1, 2026 at 2:00·PM (Europe/Kyiv time)',
    'Le 1er·mai 2026 à 14·h (heure de Europe/Kyiv)',
  ],
  [
    { kind: 'at', at: '2026-05-02T09:05', timeZone: 'Europe/Paris', profileTimeZone: { fallback: 'UTC' } },
    'On May·2, 2026 at 9:05·AM (in each person’s time zone, otherwise UTC time)',
    'Le 2·mai 2026 à 9·h·05 (dans le fuseau horaire de chaque personne, à défaut heure de UTC)',
  ],
  [
    recurring({ every: 'day' }),
    'Every day at 9:30·AM, from March·2, 2026 (Europe/Paris time)',
    'Tous les jours à 9·h·30, à partir du 2·mars 2026 (heure de Europe/Paris)',
  ],
  [
    recurring(
      { every: 'day', interval: 3, times: ['18:00', '09:00'] },
      { end: { kind: 'after', occurrences: 1000 } },
    ),
    'Every 3 days at 9:00·AM and 6:00·PM, from March·2, 2026, 1,000 times (Europe/Paris time)',
    'Tous les 3·jours à 9·h et 18·h, à partir du 2·mars 2026, 1¦000·fois (heure de Europe/Paris)',
  ],
  [
    recurring(
      { every: 'week', interval: 2, days: [4, 1] },
      { end: { kind: 'until', at: '2026-12-31T23:59' } },
    ),
    'Every 2 weeks on Monday and Thursday at 9:30·AM, from March·2, 2026, until December·31, 2026 at 11:59·PM (Europe/Paris time)',
    'Toutes les 2·semaines le lundi et le jeudi à 9·h·30, à partir du 2·mars 2026, jusqu’au 31·décembre 2026 à 23·h·59 (heure de Europe/Paris)',
  ],
  [
    recurring({ every: 'week', days: [1, 2, 3, 4, 5] }),
    'Every week from Monday to Friday at 9:30·AM, from March·2, 2026 (Europe/Paris time)',
    'Toutes les semaines du lundi au vendredi à 9·h·30, à partir du 2·mars 2026 (heure de Europe/Paris)',
  ],
  [
    recurring({ every: 'week' }, { evergreen: true }),
    'Every week on Monday at 9:30·AM, from March·2, 2026, each time only to people who have not received it yet (Europe/Paris time)',
    'Toutes les semaines le lundi à 9·h·30, à partir du 2·mars 2026, chaque fois seulement aux personnes qui ne l’ont pas encore reçue (heure de Europe/Paris)',
  ],
  [
    recurring({ every: 'month', on: { by: 'day', days: [-1, 1, 22] } }),
    'Every month on the 1st, 22nd, and last day at 9:30·AM, from March·2, 2026 (Europe/Paris time)',
    'Tous les mois le 1er, le 22 et le dernier jour à 9·h·30, à partir du 2·mars 2026 (heure de Europe/Paris)',
  ],
  [
    recurring({ every: 'month', on: { by: 'day', days: [31] } }),
    'Every month on the 31st (or the last day of a shorter month) at 9:30·AM, from March·2, 2026 (Europe/Paris time)',
    'Tous les mois le 31 (ou le dernier jour d’un mois plus court) à 9·h·30, à partir du 2·mars 2026 (heure de Europe/Paris)',
  ],
  [
    recurring({ every: 'month', interval: 2, on: { by: 'weekday', nth: -1, day: 5 }, times: ['00:00'] }),
    'Every 2 months on the last Friday at 12:00·AM, from March·2, 2026 (Europe/Paris time)',
    'Tous les 2·mois le dernier vendredi à 0·h, à partir du 2·mars 2026 (heure de Europe/Paris)',
  ],
])('%j is said in both languages', (input, english, french) => {
  const schedule = CampaignSchedule.parse(input)
  expect(shown(scheduleSentence(schedule, 'en'))).toBe(english)
  expect(shown(scheduleSentence(schedule, 'fr'))).toBe(french)
})

test.each<[string, string, string]>([
  [
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    'Every year in November on the fourth Thursday at 9:30·AM',
    'Tous les ans en novembre le quatrième jeudi à 9·h·30',
  ],
  ['FREQ=YEARLY;INTERVAL=4', 'Every 4 years on March·2 at 9:30·AM', 'Tous les 4·ans le 2·mars à 9·h·30'],
  [
    'FREQ=MONTHLY;BYDAY=1MO,-1FR;BYHOUR=8,17;BYMINUTE=0',
    'Every month on the first Monday and the last Friday at 8:00·AM and 5:00·PM',
    'Tous les mois le premier lundi et le dernier vendredi à 8·h et 17·h',
  ],
  [
    'FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=31',
    'Every month in March, June, September, and December on the 31st at 9:30·AM',
    'Tous les mois en mars, juin, septembre et décembre le 31 à 9·h·30',
  ],
  [
    'FREQ=WEEKLY;BYDAY=MO,TU,WE',
    'Every week from Monday to Wednesday at 9:30·AM',
    'Toutes les semaines du lundi au mercredi à 9·h·30',
  ],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'By the rule FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'Selon la règle FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  ],
  ['FREQ=YEARLY;BYDAY=20MO', 'By the rule FREQ=YEARLY;BYDAY=20MO', 'Selon la règle FREQ=YEARLY;BYDAY=20MO'],
])(
  'the rule %s is said in both languages, in itself where no short sentence says it',
  (rule, english, french) => {
    const schedule = CampaignSchedule.parse(recurring({ every: 'rule', rule }))
    expect(shown(scheduleSentence(schedule, 'en'))).toBe(`${english}, from March·2, 2026 (Europe/Paris time)`)
    expect(shown(scheduleSentence(schedule, 'fr'))).toBe(
      `${french}, à partir du 2·mars 2026 (heure de Europe/Paris)`,
    )
  },
)

test('a rule that ends says so, by the clock of the schedule', () => {
  const said = (rule: string) =>
    shown(scheduleSentence(CampaignSchedule.parse(recurring({ every: 'rule', rule })), 'en'))
  expect(said('FREQ=DAILY;COUNT=2')).toBe(
    'Every day at 9:30·AM, from March·2, 2026, twice (Europe/Paris time)',
  )
  expect(said('FREQ=DAILY;UNTIL=20260401T120000Z')).toContain('until April·1, 2026 at 2:00·PM')
})

test.each<[object, string, string]>([
  [
    { division: 'equal', timing: { kind: 'interval', minutes: 90 }, waves: [{}, {}, {}] },
    'In 3 equal waves, 1·hour and 30·minutes apart',
    'En 3·vagues égales, à 1·heure et 30·minutes d’intervalle',
  ],
  [
    {
      division: 'percent',
      timing: { kind: 'interval', minutes: 1440 },
      waves: [{ size: 10 }, { size: 87.5 }],
      remainder: 'leave_out',
    },
    'In 2 waves of 10% and 87.5%, 1·day apart, people beyond the waves are left out',
    'En 2·vagues de 10·% et 87,5·%, à 1·jour d’intervalle, sans les personnes au-delà des vagues',
  ],
  [
    {
      division: 'number',
      timing: { kind: 'dates' },
      waves: [{ size: 1000 }, { size: 2000, at: '2026-01-01T09:00' }],
    },
    'In 2 waves of 1,000 and 2,000 people, each at its own date',
    'En 2·vagues de 1¦000 et 2¦000·personnes, chacune à sa date',
  ],
])('waves %j', (input, english, french) => {
  const waves = Waves.parse(input)
  expect(shown(wavesSentence(waves, 'en'))).toBe(english)
  expect(shown(wavesSentence(waves, 'fr'))).toBe(french)
})

test.each<[object, string, string]>([
  [{}, '', ''],
  [{ rate: { messages: 1, per: 'minute' } }, '1 message per minute at most', '1·message par minute au plus'],
  [
    {
      rate: { messages: 2000 },
      window: { from: '08:00', to: '20:30', days: [1, 2, 3, 4, 5], timeZone: 'Europe/Paris' },
      warmUp: { caps: [500, 1000] },
      domains: [{ domain: 'gmail.com', rate: { messages: 20 } }],
      deadlineHours: 36,
    },
    '2,000 messages per second at most, from 8:00·AM to 8:30·PM from Monday to Friday (Europe/Paris time), with a warm-up of 2 days, beginning with 500 a day, 1 domain slower, whoever is not reached within 1·day and 12·hours is left out',
    '2¦000·messages par seconde au plus, de 8·h à 20·h·30 du lundi au vendredi (heure de Europe/Paris), avec une montée en charge de 2·jours à partir de 500 par jour, 1·domaine ralenti, sans les personnes non atteintes en 1·jour et 12·heures',
  ],
])('pace %j', (input, english, french) => {
  const pace = Pace.parse(input)
  expect(shown(paceSentence(pace, 'en'))).toBe(english)
  expect(shown(paceSentence(pace, 'fr'))).toBe(french)
})
