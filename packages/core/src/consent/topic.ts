import { z } from 'zod'
import { consentChannels, TopicKey } from './schema.ts'

/** A text in both languages of the pages that people see. */
export interface Words {
  readonly en: string
  readonly fr: string
}

const printed = /^\P{Cc}*$/u
const words = (text: z.ZodString) => z.object({ en: text, fr: text })

/** What can be changed about a topic. */
export const TopicSettings = z.object({
  name: words(z.string().trim().min(1).max(100).regex(printed)),
  description: words(z.string().trim().max(500).regex(printed)).default({ en: '', fr: '' }),
  channels: z
    .array(z.enum(consentChannels))
    .min(1)
    .max(consentChannels.length)
    .refine((all) => new Set(all).size === all.length, 'Name each channel once'),
  /** Whoever subscribes confirms it by a link that is sent to them; without it nobody receives. */
  doubleOptIn: z.boolean().default(false),
  /** Topics are shown from the lowest on. */
  position: z.int().min(0).max(10_000).default(0),
})
export type TopicSettings = z.infer<typeof TopicSettings>

const instant = z.iso.datetime({ offset: true })

/** A subscription list: something that people can choose to hear about. */
export const Topic = TopicSettings.extend({
  key: TopicKey,
  revision: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
  /** An archived topic is offered to nobody; what was chosen about it still counts. */
  archivedAt: instant.nullable(),
})
export type Topic = z.infer<typeof Topic>
