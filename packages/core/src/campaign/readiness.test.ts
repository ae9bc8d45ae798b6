import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standardAttributes } from '../profile/schema.ts'
import type { Candidate } from './candidate.ts'
import { readiness, utf8Length } from './readiness.ts'
import { type Alert, type AlertCode, alertCodes, alertLevels } from './review.ts'
import { campaignLimits, Definition } from './schema.ts'

const configuration = {
  name: 'shop',
  status: 'active' as const,
  category: 'transactional' as const,
  settings: { senderEmail: 'shop@example.com' },
}
const fine = Definition.parse({
  channelConfigurationId: '01970000-0000-7000-8000-000000000001',
  content: {
    subject: 'Your order',
    html: '<p>Thank you {{profile.person.name.firstName ?: "!"}}</p>',
    text: 'Thank you',
  },
})
const candidate: Candidate = {
  campaign: {
    kind: 'api_triggered',
    name: 'Order',
    category: 'transactional',
    highThroughput: false,
    status: 'draft',
    occurrences: 0,
  },
  definition: fine,
  live: null,
  configuration,
  attributes: Object.keys(standardAttributes),
  now: new Date('2026-06-01T12:00:00Z'),
}

type Change = Omit<Partial<Candidate>, 'campaign'> & {
  campaign?: Partial<Candidate['campaign']>
  content?: Partial<Definition['content']>
  schedule?: Partial<Definition['schedule']>
  context?: Partial<Definition['context']>
}
const withChange = ({ campaign, content, schedule, context, ...rest }: Change): Candidate => {
  const definition = rest.definition ?? fine
  return {
    ...candidate,
    ...rest,
    campaign: { ...candidate.campaign, ...campaign },
    definition: {
      ...definition,
      content: { ...definition.content, ...content },
      schedule: { ...definition.schedule, ...schedule },
      context: { ...definition.context, ...context },
    },
  }
}
const aboutNews = { ...fine, topic: 'news' }
const alertsOf = (change: Change = {}) => readiness(withChange(change)).alerts
const html = (source: string): Change => ({ content: { html: source } })
const marketing = {
  campaign: { category: 'marketing' as const },
  configuration: { ...configuration, category: 'marketing' as const },
}
const action = (audience: object): Change => ({
  campaign: { kind: 'action' },
  definition: Definition.parse({ ...fine, audience }),
})
const fragment = '01970000-0000-7000-8000-0000000000f1'
const inner = '01970000-0000-7000-8000-0000000000f2'
const withFragment = html(`<p>\n{{fragment id="${fragment}" name="Footer"}}</p>`)
const inFrench = (content: Partial<Definition['content']>): Change => ({
  definition: Definition.parse({
    ...fine,
    languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
    translations: { fr: { ...fine.content, ...content } },
  }),
})
const schema = {
  type: 'object',
  properties: { order: { type: 'object', properties: { total: { type: 'number' } } } },
}

/** A campaign that is sent every day to an audience that there is, in waves. */
const inWaves = (waves: object, trigger: object = { kind: 'now' }): Change => ({
  campaign: { kind: 'action' },
  audiences: new Set([fragment]),
  definition: Definition.parse({
    ...fine,
    audience: { id: fragment },
    trigger,
    waves: {
      division: 'equal',
      timing: { kind: 'interval', minutes: 60 },
      waves: [{}, {}],
      ...waves,
    },
  }),
})
const daily = {
  kind: 'recurring',
  recurrence: { every: 'day', times: ['09:00', '13:00'] },
  start: '2026-06-02T09:00',
  timeZone: 'Europe/Paris',
}

const other = '01970000-0000-7000-8000-000000000002'
const second = { id: 'second', name: 'Second', content: fine.content }
/** A campaign with one more content, that everybody gets besides. */
const withSecond = (more: object = {}, rest: object = { actions: ['second'] }): Change => ({
  campaign: { kind: 'action' },
  audiences: new Set([fragment]),
  definition: Definition.parse({
    ...fine,
    audience: { id: fragment },
    variants: [{ ...second, ...more }],
    ...rest,
  }),
})
const ofSecond = (field: string, params: object = {}) => ({
  tab: 'content' as const,
  field: `variants.second${field}`,
  params: { ...params, variant: 'Second' },
})

/** Each code with a candidate that has this finding and no other. */
const cases: readonly [AlertCode, Change, Partial<Alert>][] = [
  ['no-name', { campaign: { name: '  ' } }, { tab: 'properties', field: 'name' }],
  ['no-audience', action({}), { tab: 'audience', field: 'audienceId' }],
  ['audience-missing', action({ id: fragment }), { tab: 'audience', params: { id: fragment } }],
  [
    'context-without-call',
    { ...action({ id: fragment }), audiences: new Set([fragment]), ...html('{{context.order ?: "-"}}') },
    { tab: 'content', field: 'html', line: 1, params: { name: 'context.order' } },
  ],
  [
    'no-configuration',
    { definition: { ...fine, channelConfigurationId: null }, configuration: null },
    { tab: 'actions', field: 'channelConfigurationId' },
  ],
  ['configuration-missing', { configuration: null }, { tab: 'actions', field: 'channelConfigurationId' }],
  [
    'configuration-inactive',
    { configuration: { ...configuration, status: 'inactive' } },
    { tab: 'actions', params: { name: 'shop' } },
  ],
  [
    'configuration-category',
    { configuration: { ...configuration, category: 'marketing' } },
    { tab: 'actions', params: { name: 'shop', category: 'marketing' } },
  ],
  ['no-sender', { configuration: { ...configuration, settings: { senderEmail: '' } } }, { tab: 'actions' }],
  ['no-subject', { content: { subject: ' ' } }, { tab: 'content', field: 'subject' }],
  ['no-html', { content: { html: '\n' } }, { tab: 'content', field: 'html' }],
  [
    'template-error',
    html('<p>\n  Hi {{profile.person.name.firstName</p>'),
    {
      tab: 'content',
      field: 'html',
      line: 2,
      column: 6,
      params: { problem: 'unclosed-tag', open: '{{', close: '}}' },
    },
  ],
  [
    'template-error',
    { content: { subject: 'Hi {{contxt.name}}' } },
    {
      tab: 'content',
      field: 'subject',
      line: 1,
      column: 6,
      params: { problem: 'unknown-namespace', name: 'contxt', suggestion: 'context' },
    },
  ],
  [
    'html-too-large',
    html('é'.repeat(campaignLimits.html / 2 + 1)),
    { field: 'html', params: { bytes: campaignLimits.html + 2, limit: campaignLimits.html } },
  ],
  [
    'end-before-start',
    { schedule: { startAt: '2026-07-02T00:00:00Z', endAt: '2026-07-02T01:00:00+01:00' } },
    { tab: 'schedule', field: 'endAt' },
  ],
  ['end-passed', { schedule: { endAt: '2026-06-01T12:00:00Z' } }, { tab: 'schedule', field: 'endAt' }],
  [
    'start-locked',
    { campaign: { status: 'live' }, live: fine, schedule: { startAt: '2026-07-01T00:00:00Z' } },
    { tab: 'schedule', field: 'startAt' },
  ],
  [
    'unknown-time-zone',
    { schedule: { timezone: 'Europe/Pairs' } },
    { tab: 'schedule', field: 'timezone', params: { name: 'Europe/Pairs' } },
  ],
  [
    'profile-in-high-throughput',
    { campaign: { highThroughput: true }, ...html('{{profile.person.name.firstName}}') },
    { tab: 'content', field: 'html', line: 1, column: 3, params: { name: 'profile.person.name.firstName' } },
  ],
  [
    'context-schema-invalid',
    { context: { schema: { type: 'array' } } },
    { tab: 'audience', field: 'contextSchema' },
  ],
  [
    'context-schema-invalid',
    { context: { schema: { type: 'object', properties: { a: { type: 'text' } } } } },
    { tab: 'audience', field: 'contextSchema' },
  ],
  [
    'context-schema-invalid',
    { context: { schema: { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } } } },
    { tab: 'audience', field: 'contextSchema' },
  ],
  ['unsubscribe-missing', marketing, { tab: 'content', field: 'html' }],
  [
    'unsubscribe-missing',
    { ...marketing, ...html('<p>{{system.unsubscribeUrl}}</p>') },
    { tab: 'content', field: 'html' },
  ],
  [
    'unknown-profile-attribute',
    html('<p>{{profile.person.name.fristName ?: ""}}</p>'),
    {
      field: 'html',
      line: 1,
      column: 6,
      params: { name: 'person.name.fristName', suggestion: 'person.name.firstName' },
    },
  ],
  [
    'missing-default',
    html('<p>{{profile.person.name.firstName}}</p>'),
    { field: 'html', line: 1, column: 6, params: { name: 'profile.person.name.firstName' } },
  ],
  [
    'topic-missing',
    { definition: aboutNews },
    { tab: 'properties', field: 'topic', params: { name: 'news' } },
  ],
  ['topic-missing', { definition: aboutNews, topic: { archived: true, channels: ['email'] } }, {}],
  ['topic-missing', { definition: aboutNews, topic: { archived: false, channels: ['sms'] } }, {}],
  ['fragment-missing', withFragment, { field: 'html', line: 2, params: { name: 'Footer', id: fragment } }],
  [
    'fragment-not-live',
    {
      ...withFragment,
      fragments: new Map([
        [fragment, { name: 'Footer', content: 'Bye', status: 'archived', liveVersion: 1 }],
      ]),
    },
    { field: 'html', line: 2, params: { name: 'Footer', id: fragment, status: 'archived' } },
  ],
  [
    'fragment-not-live',
    {
      ...withFragment,
      fragments: new Map([
        [fragment, { name: 'Footer', content: `{{fragment id="${inner}"}}`, status: 'live', liveVersion: 2 }],
        [inner, { name: 'Inner', content: 'Bye', status: 'draft', liveVersion: null }],
      ]),
    },
    { field: 'html', line: 2, params: { name: 'Inner', id: inner, status: 'draft' } },
  ],
  [
    'translation-missing',
    inFrench({ subject: ' ', html: '', text: '' }),
    { tab: 'content', field: 'translations.fr', params: { locale: 'fr' } },
  ],
  ['no-subject', inFrench({ subject: '' }), { field: 'translations.fr.subject', params: { locale: 'fr' } }],
  [
    'template-error',
    inFrench({ html: '<p>{{</p>' }),
    { field: 'translations.fr.html', line: 1, params: expect.objectContaining({ locale: 'fr' }) },
  ],
  [
    'missing-default',
    inFrench({ html: '<p>{{profile.person.name.firstName}}</p>' }),
    { field: 'translations.fr.html', params: { name: 'profile.person.name.firstName', locale: 'fr' } },
  ],
  ['start-passed', { schedule: { startAt: '2026-05-31T00:00:00Z' } }, { tab: 'schedule', field: 'startAt' }],
  [
    'already-sent',
    {
      ...action({ id: fragment }),
      campaign: { kind: 'action', status: 'live', occurrences: 1 },
      audiences: new Set([fragment]),
    },
    { tab: 'schedule', field: 'trigger' },
  ],
  ['empty-text', { content: { text: '' } }, { tab: 'content', field: 'text' }],
  ['empty-link', html('<p>Go</p>\n<a class="x" href="">there</a>'), { field: 'html', line: 2, column: 1 }],
  ['empty-link', html('<a href="#">there</a>'), { field: 'html' }],
  [
    'html-heavy',
    html('x'.repeat(campaignLimits.htmlWarning + 1)),
    { field: 'html', params: { bytes: campaignLimits.htmlWarning + 1, limit: campaignLimits.htmlWarning } },
  ],
  [
    'context-not-in-schema',
    { context: { schema }, ...html('{{context.order.totl}}') },
    { field: 'html', line: 1, column: 3, params: { name: 'context.order.totl' } },
  ],
  [
    'waves-with-time-zones',
    inWaves({}, { kind: 'at', at: '2026-07-01T09:00', timeZone: 'Europe/Paris', profileTimeZone: {} }),
    { tab: 'schedule', field: 'waves' },
  ],
  [
    'waves-dates-recurring',
    inWaves({ timing: { kind: 'dates' }, waves: [{}, { at: '2026-06-03T09:00' }] }, daily),
    { tab: 'schedule', field: 'waves' },
  ],
  [
    'waves-too-early',
    inWaves(
      { timing: { kind: 'dates' }, waves: [{}, { at: '2026-07-01T09:29' }] },
      { kind: 'at', at: '2026-07-01T09:00', timeZone: 'Europe/Paris' },
    ),
    { field: 'waves.waves.1.at' },
  ],
  ['waves-overlap', inWaves({ timing: { kind: 'interval', minutes: 240 } }, daily), { field: 'waves' }],
  [
    'waves-coverage',
    inWaves({ division: 'percent', waves: [{ size: 20 }, { size: 30.5 }], remainder: 'leave_out' }),
    { field: 'waves', params: { kind: 'under', by: 49.5, remainder: 'leave_out' } },
  ],
  [
    'waves-coverage',
    inWaves({ division: 'percent', waves: [{ size: 80 }, { size: 30 }] }),
    { params: { kind: 'over', by: 10, remainder: 'last_wave' } },
  ],
  [
    'audience-missing',
    inWaves({ division: 'audience', waves: [{ audienceId: fragment }, { audienceId: inner }] }),
    { tab: 'schedule', field: 'waves.waves.1.audienceId', params: { id: inner } },
  ],
  [
    'variant-missing',
    withSecond({}, { actions: ['second', 'third'] }),
    { tab: 'content', field: 'actions', params: { name: 'third' } },
  ],
  [
    'variant-missing',
    inWaves({ waves: [{}, { variantId: 'gone' }] }),
    { tab: 'schedule', field: 'waves.waves.1.variantId', params: { name: 'gone' } },
  ],
  ['variant-unused', withSecond({ content: { subject: '{{' } }, {}), ofSecond('')],
  [
    'variant-unused',
    { definition: Definition.parse({ ...fine, variants: [second], actions: ['second'] }) },
    ofSecond(''),
  ],
  ['no-subject', withSecond({ content: { ...fine.content, subject: '' } }), ofSecond('.subject')],
  [
    'template-error',
    withSecond({ content: { ...fine.content, html: '<p>{{</p>' } }),
    { field: 'variants.second.html', line: 1, params: expect.objectContaining({ variant: 'Second' }) },
  ],
  [
    'missing-default',
    withSecond({ content: { ...fine.content, html: '{{profile.person.name.firstName}}' } }),
    ofSecond('.html', { name: 'profile.person.name.firstName' }),
  ],
  [
    'no-html',
    withSecond(
      { translations: { fr: { ...fine.content, html: '' } } },
      {
        actions: ['second'],
        languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
        translations: { fr: fine.content },
      },
    ),
    ofSecond('.translations.fr.html', { locale: 'fr' }),
  ],
  [
    'translation-missing',
    withSecond(
      {},
      {
        actions: ['second'],
        languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
        translations: { fr: fine.content },
      },
    ),
    ofSecond('.translations.fr', { locale: 'fr' }),
  ],
  [
    'configuration-missing',
    withSecond({ channelConfigurationId: other }),
    ofSecond('.channelConfigurationId'),
  ],
  [
    'configuration-inactive',
    {
      ...withSecond({ channelConfigurationId: other }),
      configurations: new Map([[other, { ...configuration, status: 'draft' }]]),
    },
    ofSecond('.channelConfigurationId', { name: 'shop' }),
  ],
]

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
