import { z } from 'zod'

export const consentChannels = ['email', 'sms', 'push'] as const
export type ConsentChannel = (typeof consentChannels)[number]

/** What a person can say about a channel or a topic. */
export const choices = ['in', 'out'] as const
export type Choice = (typeof choices)[number]

/** What is kept: `pending` is an `in` that waits for its confirmation (double opt-in). */
export const storedChoices = [...choices, 'pending'] as const
export type StoredChoice = (typeof storedChoices)[number]

/** Key of a topic, as campaigns and choices name it. */
export const TopicKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'Start with a lower-case letter; then lower-case letters, digits and - only')
  .max(60)

/** What counts for those who chose nothing, by channel. */
export const ConsentDefaults = z.object({
  email: z.enum(choices),
  sms: z.enum(choices),
  push: z.enum(choices),
})
export type ConsentDefaults = z.infer<typeof ConsentDefaults>

/** Spec section 8.1: empty means that consent is given, unless the sandbox says otherwise. */
export const usualDefaults: ConsentDefaults = { email: 'in', sms: 'in', push: 'in' }
