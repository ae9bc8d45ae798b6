import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readiness, utf8Length } from './readiness.ts'
import { alertCodes, alertLevels } from './review.ts'
import { Definition } from './schema.ts'
import {
  type Change,
  candidate,
  daily,
  fine,
  fragment,
  html,
  inWaves,
  marketing,
  schema,
  withChange,
} from './testing/candidates.ts'
import { cases } from './testing/review-cases.ts'

const alertsOf = (change: Change = {}) => readiness(withChange(change)).alerts

describe('a review finds', () => {
  const sent = (trigger: object): Change => ({
    campaign: { kind: 'action' },
    definition: Definition.parse({ ...fine, audience: { id: fragment }, trigger }),
    audiences: new Set([fragment]),
  })
  const zone = { timeZone: 'Europe/Paris' }

  test('of a campaign with an audience that its time has passed, or all its times', () => {
    const passed = { kind: 'at', at: '2026-05-31T09:00', ...zone }
    expect(alertsOf(sent(passed)).map(({ code }) => code)).toEqual(['start-passed'])
    const over = {
      kind: 'recurring',
      recurrence: { every: 'day' },
      start: '2026-05-01T09:00',
      end: { kind: 'until', at: '2026-05-03T09:00' },
      ...zone,
    }
    expect(alertsOf(sent(over)).map(({ code }) => code)).toEqual(['end-passed'])
    expect(alertsOf(sent({ ...over, end: { kind: 'never' } }))).toEqual([])
  })

  test.each(cases)('%s', (code, change, expected) => {
    expect(alertsOf(change)).toEqual([
      expect.objectContaining({ ...expected, code, level: alertLevels[code] }),
    ])
  })

  test('everything that it has a code for, in the cases above', () => {
    expect(new Set(cases.map(([code]) => code))).toEqual(new Set(alertCodes))
  })

  test('nothing in a version that is fine', () => {
    expect(readiness(candidate)).toMatchObject({ ready: true, alerts: [] })
  })
})

test('errors block and come first, warnings do not block', () => {
  const warned = readiness(withChange({ content: { text: '' } }))
  expect(warned.ready).toBe(true)
  const both = readiness(withChange({ content: { text: '', subject: '' }, schedule: { timezone: 'x' } }))
  expect(both.ready).toBe(false)
  expect(both.alerts.map(({ level }) => level)).toEqual(['error', 'error', 'warning'])
})

describe('a review accepts', () => {
  test.each<[string, Change]>([
    [
      'waves that are over before the next time',
      inWaves({ timing: { kind: 'interval', minutes: 239 } }, daily),
    ],
    [
      'an unsubscribe link of any form',
      { ...marketing, ...html('<a href="{{{ system.unsubscribeUrl }}}">Stop</a>') },
    ],
    ['links on the page', html('<a href="#top" name="top">up</a>')],
    ['values that a condition asks for first', html('{%#if profile.loyalty.tier%}gold{%/if%}')],
    [
      'context that the schema names, and what is inside a list or an object of which it says nothing',
      {
        context: {
          schema: { type: 'object', properties: { order: { type: 'object' }, lines: { type: 'array' } } },
        },
        ...html('{{context.order.total}}{{#each context.lines as |l|}}{{l.name}}{{/each}}'),
      },
    ],
    [
      'a live campaign’s draft that keeps its start, written otherwise',
      {
        campaign: { status: 'live' },
        schedule: { startAt: '2026-05-01T02:00:00+02:00' },
        live: { ...fine, schedule: { ...fine.schedule, startAt: '2026-05-01T00:00:00Z' } },
      },
    ],
    ['any time zone of the database', { schedule: { timezone: 'America/Argentina/Buenos_Aires' } }],
    ['context in high throughput', { campaign: { highThroughput: true }, ...html('{{context.code}}') }],
  ])('%s', (_, change) => {
    expect(alertsOf(change)).toEqual([])
  })
})

test('the variables are those that a caller can give, and the schema is inferred from them', () => {
  const content = {
    subject: 'Order {{context.order.number}}',
    html: '{{#each context.order.items as |i|}}{{i.name}} {{/each}}{{profile.person.name.firstName ?: "you"}}',
    text: 'x',
  }
  const { variables, contextSchema } = readiness(withChange({ content }))
  expect(variables.map(({ root, path }) => `${root}.${path}`)).toEqual([
    'context.order.number',
    'context.order.items[].name',
    'profile.person.name.firstName',
  ])
  expect(variables.at(-1)).toMatchObject({ hasDefault: true })
  expect(contextSchema).toMatchObject({
    type: 'object',
    required: ['order'],
    properties: { order: { properties: { items: { type: 'array' } } } },
  })
})

test('a schema of one’s own takes the place of the inferred one', () => {
  expect(readiness(withChange({ context: { schema } })).contextSchema).toEqual(schema)
})

test('a review never throws, whatever was written', () => {
  const scraps = fc.constantFrom(
    '{{',
    '}}',
    '{%#if ',
    '%}',
    '<a href="',
    'profile.',
    'context.x',
    '"',
    '>',
    ' ',
    '{{/each}}',
  )
  const source = fc.array(fc.oneof(scraps, fc.string()), { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(source, source, fc.dictionary(fc.string(), fc.jsonValue()), (subject, body, given) => {
      const { ready, alerts } = readiness(
        withChange({
          content: { subject, html: body },
          context: { schema: given },
          schedule: { timezone: subject },
        }),
      )
      expect(ready).toBe(!alerts.some(({ level }) => level === 'error'))
    }),
  )
})

test('bytes are counted as they will be sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text))
    }),
  )
})
