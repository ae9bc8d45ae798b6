import { z } from 'zod'

export const eventLimits = { batch: 1_000, data: 32 * 1024 }

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
