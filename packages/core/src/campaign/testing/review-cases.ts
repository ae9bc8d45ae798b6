import type { Alert, AlertCode } from '../review.ts'
import { campaignLimits, Definition } from '../schema.ts'
import {
  aboutNews,
  action,
  type Change,
  configuration,
  daily,
  fine,
  fragment,
  html,
  inFrench,
  inner,
  inWaves,
  marketing,
  ofSecond,
  other,
  schema,
  second,
  withFragment,
  withSecond,
} from './candidates.ts'

/** What is said of `{{` with nothing after it that closes it. */
const unclosed = { problem: 'unclosed-tag', open: '{{', close: '}}' }

/** Each code with a candidate that has this finding and no other. */
export const cases: readonly [AlertCode, Change, Partial<Alert>][] = [
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
    { field: 'translations.fr.html', line: 1, params: { ...unclosed, locale: 'fr' } },
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
    { field: 'variants.second.html', line: 1, params: { ...unclosed, variant: 'Second' } },
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
