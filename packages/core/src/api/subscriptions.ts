import { z } from 'zod'
import { consentChannels, TopicKey } from '../consent/schema.ts'
import { endpoint } from './endpoint.ts'

const instant = z.iso.datetime({ offset: true })
const printed = /^\P{Cc}*$/u

export const Subscribed = z.object({
  items: z.array(
    z.object({
      topic: TopicKey,
      /** `pending`: it counts once it is confirmed by the link in the message that was sent. */
      choice: z.enum(['in', 'pending']),
    }),
  ),
  /** The message that asks; null: there was nothing to confirm. */
  confirmation: z
    .object({ messageId: z.uuid(), address: z.string(), sentAt: instant, expiresAt: instant })
    .nullable(),
})
export type Subscribed = z.infer<typeof Subscribed>

export const subscribe = endpoint({
  id: 'subscribe',
  summary: 'Subscribe somebody to topics; those with double opt-in wait for one confirmation, sent by email',
  tag: 'Consent',
  method: 'POST',
  path: '/v1/subscriptions',
  access: 'profiles:write',
  body: z
    .object({
      /** Who: a profile, or an identity whether a profile has it or not. One of both. */
      profileId: z.uuid().optional(),
      identity: z
        .object({ namespace: z.string().min(1).max(60), value: z.string().min(1).max(320) })
        .optional(),
      /** Where the message goes that asks; the email identity if left out. */
      address: z.string().trim().min(3).max(254).optional(),
      channel: z.enum(consentChannels).default('email'),
      topics: z
        .array(TopicKey)
        .min(1)
        .max(50)
        .refine((all) => new Set(all).size === all.length, 'Name each topic once'),
      /** How the person asked, as the history shows it: the name of a form, for example. */
      source: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .regex(printed, 'Only characters that can be printed')
        .default('api'),
      /** Of the message that asks, as `fr` or `fr-CA`; what the profile says if left out. */
      language: z
        .string()
        .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z\d]{2,8})*$/, 'A language as fr or fr-CA')
        .optional(),
      /** Merged into the profile: at once, or when the person has confirmed. */
      attributes: z.record(z.string(), z.unknown()).optional(),
      /** Makes a profile for an identity that has none: at once, or when the person has confirmed. */
      createProfile: z.boolean().default(false),
      /** Takes back the person’s refusal of the channel as a whole, without which topics count for nothing. */
      reopenChannel: z.boolean().default(false),
    })
    .refine(({ profileId, identity }) => (profileId === undefined) !== (identity === undefined), {
      message: 'Name a profile or an identity, not both',
      path: ['identity'],
    }),
  reply: Subscribed,
})
