import { z } from 'zod'
import { categories, channels } from '../campaign/schema.ts'
import { lifecycle } from '../kit/lifecycle.ts'

export const configurationStatuses = ['draft', 'active', 'inactive'] as const
export type ConfigurationStatus = (typeof configurationStatuses)[number]
export const configurationActions = ['activate', 'deactivate'] as const
export type ConfigurationAction = (typeof configurationActions)[number]

export const configurationLifecycle = lifecycle<ConfigurationStatus, ConfigurationAction>({
  activate: { from: ['draft', 'inactive'], to: 'active', by: 'configurations:write' },
  deactivate: { from: ['active'], to: 'inactive', by: 'configurations:write' },
})

/** Shortest and longest retry windows, in minutes (spec section 8.3). */
export const retryWindow = {
  default: 84 * 60,
  longest: 84 * 60,
  shortest: { transactional: 10, marketing: 360 },
} as const

const address = z.union([z.literal(''), z.email({ pattern: z.regexes.unicodeEmail }).max(254)])

/** Addresses of a seed list. */
export const mostSeeds = 300

/** The settings that every email configuration has, whatever its provider. */
export const EmailSettings = z.object({
  senderName: z.string().trim().max(200).default(''),
  senderEmail: address.default(''),
  replyToName: z.string().trim().max(200).default(''),
  replyToEmail: address.default(''),
  bccEmail: address.default(''),
  /**
   * Mailbox that unsubscriptions by mail are sent to, in ASCII, since it stands in a URL; empty: they come over the
   * web only.
   */
  unsubscribeEmail: z.union([z.literal(''), z.email().max(254)]).default(''),
  /**
   * Mailbox that reports of failures and complaints come back to (the sender in the envelope); empty: the sender's
   * address. Short, so that a mark fits behind it into the 64 characters that RFC 5321 allows before the @.
   */
  returnEmail: z
    .union([
      z.literal(''),
      z
        .email()
        .max(254)
        .regex(/^[^@]{1,15}@/),
    ])
    .default(''),
  /** Whether each message has its own mark in it, `mailbox+mark@domain`, by which it is found whatever comes back. */
  returnMarked: z.boolean().default(true),
  /** How long a deferred message is tried again, in minutes, counted from its acceptance. */
  retryMinutes: z
    .int()
    .min(retryWindow.shortest.transactional)
    .max(retryWindow.longest)
    .default(retryWindow.default),
  /** Origin (https://…) under which links, pixel and mirror page are reached; empty: the installation's own. */
  trackingOrigin: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  /** Addresses that get a copy of every variant when a version is activated; no report counts them. */
  seedList: z
    .array(z.email({ pattern: z.regexes.unicodeEmail }).max(254))
    .max(mostSeeds)
    .default([]),
  /** Profile attribute that holds the address; the email identity serves where it is empty. */
  executionField: z.string().max(200).default('personalEmail.address'),
})
export type EmailSettings = z.infer<typeof EmailSettings>

export const ConfigurationName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'Start with a letter; then letters, digits, and _ . - only')
  .max(100)

const instant = z.iso.datetime({ offset: true })

export const ChannelConfiguration = z.object({
  id: z.uuid(),
  name: z.string(),
  channel: z.enum(channels),
  category: z.enum(categories),
  status: z.enum(configurationStatuses),
  revision: z.int(),
  settings: EmailSettings,
  provider: z.object({
    kind: z.string(),
    /** The provider's own settings; a secret is never returned, its name stands in `secretsSet` instead. */
    config: z.record(z.string(), z.unknown()),
    secretsSet: z.array(z.string()),
  }),
  createdAt: instant,
  modifiedAt: instant,
  modifiedBy: z.string(),
  actions: z.array(z.enum(configurationActions)),
})
export type ChannelConfiguration = z.infer<typeof ChannelConfiguration>

/** One field of a provider's settings form, drawn from its schema. */
const ProviderField = z.object({
  name: z.string(),
  type: z.enum(['string', 'integer', 'boolean', 'enum']),
  secret: z.boolean(),
  /** Of a secret: the setting that says to whom it is told. When that changes, the secret must be given again. */
  toldTo: z.string().optional(),
  required: z.boolean(),
  multiline: z.boolean(),
  options: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  label: z.object({ en: z.string(), fr: z.string() }),
  help: z.object({ en: z.string(), fr: z.string() }).optional(),
})
export const ProviderDescription = z.object({
  kind: z.string(),
  channel: z.enum(channels),
  label: z.object({ en: z.string(), fr: z.string() }),
  fields: z.array(ProviderField),
})
export type ProviderDescription = z.infer<typeof ProviderDescription>
