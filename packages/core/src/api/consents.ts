import { z } from 'zod'
import { ConsentDefaults, choices, consentChannels, storedChoices, TopicKey } from '../consent/schema.ts'
import { endpoint, pageOf, paging } from './endpoint.ts'

const tag = 'Consent'
const instant = z.iso.datetime({ offset: true })
const address = z.string().trim().toLowerCase().min(3).max(254)
const topic = z.union([z.literal(''), TopicKey])

/** What was said, and what it is about. */
const about = {
  channel: z.enum(consentChannels),
  /** Empty: about the channel as a whole. */
  topic: z.string(),
  /** Null: about the person, with all their addresses; else about this address alone. */
  address: z.string().nullable(),
}

export const Consent = z.object({
  ...about,
  choice: z.enum(storedChoices),
  /** How it was said: `api`, `one-click`, `page`, `preferences`, … */
  source: z.string(),
  at: instant,
})
export type Consent = z.infer<typeof Consent>

export const ConsentChange = z.object({
  ...about,
  choice: z.enum(storedChoices),
  /** Null: nothing had been said. */
  previous: z.enum(storedChoices).nullable(),
  source: z.string(),
  /** Who made the change: a person who signs in, an API client, or `recipient`. */
  by: z.string(),
  at: instant,
})
export type ConsentChange = z.infer<typeof ConsentChange>

/** Every choice of a person and of their addresses, and what counts for the rest. */
export const Consents = z.object({ items: z.array(Consent), defaults: ConsentDefaults })
export type Consents = z.infer<typeof Consents>

const params = z.object({ id: z.uuid() })

export const getConsents = endpoint({
  id: 'getConsents',
  summary: 'What a person, and each of their addresses, chose; the defaults count for the rest',
  tag,
  method: 'GET',
  path: '/v1/profiles/:id/consents',
  access: 'profiles:read',
  params,
  reply: Consents,
})
export const putConsents = endpoint({
  id: 'putConsents',
  summary: 'Write down choices of a person or of one of their addresses; those not named stay as they are',
  tag,
  method: 'PUT',
  path: '/v1/profiles/:id/consents',
  access: 'profiles:write',
  params,
  body: z.object({
    choices: z
      .array(
        z.object({
          channel: about.channel,
          topic: topic.default(''),
          address: address.nullable().default(null),
          choice: z.enum(choices),
        }),
      )
      .min(1)
      .max(200),
    /** How the person said it, as the history shows it. */
    source: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u, 'Only characters that can be printed')
      .default('api'),
  }),
  reply: Consents,
})
export const listConsentChanges = endpoint({
  id: 'listConsentChanges',
  summary: 'Every choice that a person or one of their addresses ever made, newest first',
  tag,
  method: 'GET',
  path: '/v1/profiles/:id/consents/history',
  access: 'profiles:read',
  params,
  query: z.object(paging),
  reply: pageOf(ConsentChange),
})

export const ConsentSettings = z.object({
  /** What counts for those who chose nothing. */
  defaults: ConsentDefaults,
})
export type ConsentSettings = z.infer<typeof ConsentSettings>

export const getConsentSettings = endpoint({
  id: 'getConsentSettings',
  summary: 'What counts for those who chose nothing, by channel',
  tag,
  method: 'GET',
  path: '/v1/consent-settings',
  access: 'profiles:read',
  reply: ConsentSettings,
})
export const saveConsentSettings = endpoint({
  id: 'saveConsentSettings',
  summary: 'Change what counts for those who chose nothing; effective at the next hand-over',
  tag,
  method: 'PUT',
  path: '/v1/consent-settings',
  access: 'configurations:write',
  body: ConsentSettings,
  reply: ConsentSettings,
})
