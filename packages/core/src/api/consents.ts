import { z } from 'zod'
import { confirmationDays } from '../consent/confirmation.ts'
import { ConsentDefaults, choices, consentChannels, storedChoices, TopicKey } from '../consent/schema.ts'
import { endpoint, one, pageOf, paging } from './endpoint.ts'

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
  /** Null: what was said counts no more; a subscription that nobody confirmed in time. */
  choice: z.enum(storedChoices).nullable(),
  /** Null: nothing had been said. */
  previous: z.enum(storedChoices).nullable(),
  source: z.string(),
  /** Who made the change: a person who signs in, an API client, or `recipient`. */
  by: z.string(),
  at: instant,
  /** The message that asked for the confirmation, of what came of a double opt-in. */
  messageId: z.uuid().nullable(),
})
export type ConsentChange = z.infer<typeof ConsentChange>

/** What counts for a person, of all that they and their addresses said, defaults and double opt-in included. */
export const ConsentInForce = z.object({
  channel: about.channel,
  /** Empty: marketing on the channel that is about no topic. */
  topic: about.topic,
  /** `in`: marketing may be sent. Of several addresses the strictest word counts. */
  choice: z.enum(choices),
})
export type ConsentInForce = z.infer<typeof ConsentInForce>

/** Every choice of a person and of their addresses, what counts for the rest, and what comes of both. */
export const Consents = z.object({
  items: z.array(Consent),
  defaults: ConsentDefaults,
  inForce: z.array(ConsentInForce),
})
export type Consents = z.infer<typeof Consents>

export const getConsents = endpoint({
  id: 'getConsents',
  summary: 'What a person, and each of their addresses, chose; the defaults count for the rest',
  tag,
  method: 'GET',
  path: '/v1/profiles/:id/consents',
  access: 'profiles:read',
  params: one,
  reply: Consents,
})
export const putConsents = endpoint({
  id: 'putConsents',
  summary: 'Write down choices of a person or of one of their addresses; those not named stay as they are',
  tag,
  method: 'PUT',
  path: '/v1/profiles/:id/consents',
  access: 'profiles:write',
  params: one,
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
  params: one,
  query: z.object(paging),
  reply: pageOf(ConsentChange),
})

/** How subscriptions to topics with double opt-in are confirmed. */
export const ConfirmationSettings = z.object({
  /**
   * The campaign whose message asks: live, API-triggered and transactional, its content with a link to
   * `{{system.confirmUrl}}`. Null: nobody can subscribe to such topics.
   */
  campaignId: z.uuid().nullable().default(null),
  /** Days after which an unconfirmed subscription is forgotten. */
  days: z.int().min(1).max(30).default(confirmationDays),
})
export type ConfirmationSettings = z.infer<typeof ConfirmationSettings>

const modified = {
  /** Null: nobody has changed it yet. */
  modifiedAt: instant.nullable(),
  modifiedBy: z.string().nullable(),
}

export const ConsentSettings = z.object({
  /** What counts for those who chose nothing. */
  defaults: ConsentDefaults,
  confirmation: ConfirmationSettings,
  ...modified,
})
export type ConsentSettings = z.infer<typeof ConsentSettings>

export const getConsentSettings = endpoint({
  id: 'getConsentSettings',
  summary: 'What counts for those who chose nothing, by channel, and how subscriptions are confirmed',
  tag,
  method: 'GET',
  path: '/v1/consent-settings',
  access: 'profiles:read',
  reply: ConsentSettings,
})
export const saveConsentSettings = endpoint({
  id: 'saveConsentSettings',
  summary: 'Change what counts for those who chose nothing; what is left out stays as it is',
  tag,
  method: 'PUT',
  path: '/v1/consent-settings',
  access: 'configurations:write',
  body: z.object({ defaults: ConsentDefaults.optional(), confirmation: ConfirmationSettings.optional() }),
  reply: ConsentSettings,
})
export const createConfirmationCampaign = endpoint({
  id: 'createConfirmationCampaign',
  summary: 'Make the campaign that asks for confirmations, in English and French, and use it from now on',
  tag,
  method: 'POST',
  path: '/v1/consent-settings/confirmation-campaign',
  access: 'configurations:write',
  status: 201,
  body: z.object({
    /** An active configuration for transactional email. */
    channelConfigurationId: z.uuid(),
    /** For those whose language is not known. */
    defaultLanguage: z.enum(['en', 'fr']).default('en'),
  }),
  reply: ConsentSettings,
})
