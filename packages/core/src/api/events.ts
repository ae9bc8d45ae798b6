import { z } from 'zod'
import { EventType, eventLimits, ProfileEvent } from '../profile/event.ts'
import { Identity } from '../profile/schema.ts'
import { endpoint, one, pageOf, paging } from './endpoint.ts'

const tag = 'Profiles'

export const EventInput = z.object({
  /** Made by the caller; the same id at the same instant again is the same event. */
  id: z.uuid().optional(),
  type: EventType,
  /** Now, where it is left out. */
  at: z.iso.datetime({ offset: true }).optional(),
  profileId: z.uuid().optional(),
  identity: Identity.optional(),
  data: z.record(z.string(), z.unknown()).default({}),
})
export type EventInput = z.infer<typeof EventInput>

export const sendEvents = endpoint({
  id: 'sendEvents',
  summary: 'Tell what people did: one event or up to 1,000, all of them or none',
  tag,
  method: 'POST',
  path: '/v1/events',
  access: 'profiles:write',
  bodyLimit: 8 * 1024 * 1024,
  body: z.union([
    EventInput,
    z.object({
      events: z.array(EventInput).min(1).max(eventLimits.batch),
      /** Whether an identity that nobody has becomes a profile; otherwise it is refused. */
      createProfiles: z.boolean().default(false),
    }),
  ]),
  reply: z.object({
    /** Written now; the others were there before. */
    written: z.int(),
    repeated: z.int(),
    /** In the order of the events. */
    ids: z.array(z.uuid()),
  }),
})
export const listProfileEvents = endpoint({
  id: 'listProfileEvents',
  summary: 'What a person did, newest first',
  tag,
  method: 'GET',
  path: '/v1/profiles/:id/events',
  access: 'profiles:read',
  params: one,
  query: z.object({ ...paging, type: EventType.optional() }),
  reply: pageOf(ProfileEvent),
})
