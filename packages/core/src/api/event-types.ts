import { z } from 'zod'
import { EventType, EventTypeInput, KnownEventType } from '../profile/event.ts'
import { endpoint, nothing } from './endpoint.ts'

const tag = 'Profiles'
const one = z.object({ key: EventType })
const at = '/v1/event-types/:key'

export const listEventTypes = endpoint({
  id: 'listEventTypes',
  summary: 'Types of events: those that the sandbox declared, and those of which events came in',
  tag,
  method: 'GET',
  path: '/v1/event-types',
  // Names, no data: who builds rules or reads profiles needs them alike.
  access: ['profiles:read', 'audiences:read'],
  reply: z.object({ items: z.array(KnownEventType) }),
})
export const createEventType = endpoint({
  id: 'createEventType',
  summary: 'Declare a type of events; those that come in from now on are checked against its schema',
  tag,
  method: 'POST',
  path: '/v1/event-types',
  access: 'profiles:write',
  status: 201,
  body: EventTypeInput.extend({ key: EventType }),
  reply: KnownEventType,
})
export const saveEventType = endpoint({
  id: 'saveEventType',
  summary: 'Change the name or the schema of a type of events; events that are there stay as they are',
  tag,
  method: 'PUT',
  path: at,
  access: 'profiles:write',
  params: one,
  body: EventTypeInput,
  reply: KnownEventType,
})
export const deleteEventType = endpoint({
  id: 'deleteEventType',
  summary: 'Declare a type of events no longer; its events stay, and new ones may hold anything',
  tag,
  method: 'DELETE',
  path: at,
  access: 'profiles:write',
  params: one,
  status: 204,
  reply: nothing,
})
