import { standardAttributes } from '../../profile/schema.ts'
import type { Candidate } from '../candidate.ts'
import { Definition } from '../schema.ts'

export const configuration = {
  name: 'shop',
  status: 'active' as const,
  category: 'transactional' as const,
  settings: { senderEmail: 'shop@example.com' },
}
export const fine = Definition.parse({
  channelConfigurationId: '01970000-0000-7000-8000-000000000001',
  content: {
    subject: 'Your order',
    html: '<p>Thank you {{profile.person.name.firstName ?: "!"}}</p>',
    text: 'Thank you',
  },
})
export const candidate: Candidate = {
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

export type Change = Omit<Partial<Candidate>, 'campaign'> & {
  campaign?: Partial<Candidate['campaign']>
  content?: Partial<Definition['content']>
  schedule?: Partial<Definition['schedule']>
  context?: Partial<Definition['context']>
}
export const withChange = ({ campaign, content, schedule, context, ...rest }: Change): Candidate => {
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
export const aboutNews = { ...fine, topic: 'news' }
export const html = (source: string): Change => ({ content: { html: source } })
export const marketing = {
  campaign: { category: 'marketing' as const },
  configuration: { ...configuration, category: 'marketing' as const },
}
export const action = (audience: object): Change => ({
  campaign: { kind: 'action' },
  definition: Definition.parse({ ...fine, audience }),
})
export const fragment = '01970000-0000-7000-8000-0000000000f1'
export const inner = '01970000-0000-7000-8000-0000000000f2'
export const withFragment = html(`<p>\n{{fragment id="${fragment}" name="Footer"}}</p>`)
export const inFrench = (content: Partial<Definition['content']>): Change => ({
  definition: Definition.parse({
    ...fine,
    languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
    translations: { fr: { ...fine.content, ...content } },
  }),
})
export const schema = {
  type: 'object',
  properties: { order: { type: 'object', properties: { total: { type: 'number' } } } },
}

/** A campaign that is sent every day to an audience that there is, in waves. */
export const inWaves = (waves: object, trigger: object = { kind: 'now' }): Change => ({
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
export const daily = {
  kind: 'recurring',
  recurrence: { every: 'day', times: ['09:00', '13:00'] },
  start: '2026-06-02T09:00',
  timeZone: 'Europe/Paris',
}

export const other = '01970000-0000-7000-8000-000000000002'
export const second = { id: 'second', name: 'Second', content: fine.content }
/** A campaign with one more content, that everybody gets besides. */
export const withSecond = (more: object = {}, rest: object = { actions: ['second'] }): Change => ({
  campaign: { kind: 'action' },
  audiences: new Set([fragment]),
  definition: Definition.parse({
    ...fine,
    audience: { id: fragment },
    variants: [{ ...second, ...more }],
    ...rest,
  }),
})
export const ofSecond = (field: string, params: object = {}) => ({
  tab: 'content' as const,
  field: `variants.second${field}`,
  params: { ...params, variant: 'Second' },
})
