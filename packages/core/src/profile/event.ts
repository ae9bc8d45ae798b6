import { z } from 'zod'

export const eventLimits = { batch: 1_000, data: 32 * 1024, types: 500, schema: 16 * 1024 }

/** Something that a person did: an order, a page view, anything that the sandbox's systems tell. */
export const ProfileEvent = z.object({
  id: z.uuid(),
  type: z.string(),
  at: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()),
})
export type ProfileEvent = z.infer<typeof ProfileEvent>

export const EventType = z
  .string()
  .trim()
  .regex(/^[A-Za-z][\w.:/-]*$/, 'Write letters, digits, dots, dashes and underscores, a letter first')
  .max(100)

/** What a sandbox says of a type of events. */
export const EventTypeInput = z.object({
  /** For people; empty: its key. */
  name: z.string().trim().max(120).default(''),
  /** JSON Schema of the data of its events, an object without regular expressions; null: anything. */
  schema: z.record(z.string(), z.unknown()).nullable().default(null),
})
export type EventTypeInput = z.infer<typeof EventTypeInput>

export const KnownEventType = EventTypeInput.extend({
  key: z.string(),
  /** False: events of it came in, and nobody declared it. */
  declared: z.boolean(),
})
export type KnownEventType = z.infer<typeof KnownEventType>
