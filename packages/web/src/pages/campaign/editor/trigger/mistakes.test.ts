import { type Definition, emptyDefinition } from '@chappe/core/campaign/schema'
import { expect, test } from 'vitest'
import { ApiProblem } from '../../../../problem.ts'
import { isMessage, type Words } from '../../../../text.ts'
import { mistakesOf, sayMistake } from './mistakes.ts'
import { inKind, type Recurring } from './trigger.ts'
import { blankWave, usualWaves } from './waves.ts'

const t = Object.assign((id: string) => id, { locale: 'fr' as const }) as unknown as Words
const trigger = inKind({ kind: 'now' }, 'recurring', 'Europe/Paris') as Recurring
const withRule = (rule: string): Definition => ({
  ...emptyDefinition,
  trigger: { ...trigger, recurrence: { every: 'rule', rule } },
})

test('what can be saved has no mistakes', () => {
  expect([...mistakesOf(emptyDefinition)]).toEqual([])
  expect([...mistakesOf({ ...emptyDefinition, trigger, waves: usualWaves() })]).toEqual([])
})

test.each([
  'FREQ',
  'FREQ=WEEKLY;FREQ=DAILY',
  'COUNT=3',
  'FREQ=SOMETIMES',
  'FREQ=DAILY;BYMOON=1',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=MONTHLY;BYMONTHDAY=0',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=WEEKLY;BYDAY=1',
  'FREQ=MONTHLY;BYDAY=0MO',
  'FREQ=DAILY;UNTIL=soon',
  'FREQ=DAILY;COUNT=2;UNTIL=20270101',
  'FREQ=WEEKLY;BYMONTHDAY=1',
  'FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO',
  'FREQ=DAILY;BYSETPOS=1',
  `FREQ=DAILY;BYHOUR=${'1,'.repeat(300)}1`,
  'FREQ=DAILY;COUNT=20000',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=SECONDLY',
  '',
])('a rule such as %.40s is told what is wrong with it, in the reader’s language', (rule) => {
  const found = mistakesOf(withRule(rule))
  const [mistake] = [...found].filter(([field]) => field.startsWith('trigger.recurrence'))
  expect(mistake, rule).toBeDefined()
  const said = sayMistake(t, mistake![1])
  expect(isMessage(said), mistake![1]).toBe(true)
  expect(said, mistake![1]).not.toBe('schedule.mistake.other')
})

test('a year that is being typed is told at its date', () => {
  const found = mistakesOf({ ...emptyDefinition, trigger: { ...trigger, start: '0002-11-24T09:00' } })
  expect([...found].map(([field, mistake]) => [field, sayMistake(t, mistake)])).toEqual([
    ['trigger.start', 'schedule.mistake.date'],
  ])
})

test('each mistake in waves stands at its field', () => {
  const waves = {
    ...usualWaves(),
    division: 'percent' as const,
    waves: [{ ...blankWave, size: 30 }, blankWave],
  }
  expect([...mistakesOf({ ...emptyDefinition, waves }).keys()]).toEqual(['waves.waves.1.size'])
})

test('what only the server refuses stands at its field, too', () => {
  const problem = new ApiProblem('request/invalid', {
    errors: [
      { pointer: '/body/definition/pace/deadlineHours', detail: 'Too large' },
      { pointer: '/body/definition/content/html', detail: 'Too large' },
    ],
  })
  expect([...mistakesOf(emptyDefinition, problem)]).toEqual([['pace.deadlineHours', 'Too large']])
  expect(sayMistake(t, 'Too large')).toBe('schedule.mistake.other')
})
