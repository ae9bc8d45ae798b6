import { z } from 'zod'
import { endpoint, nothing, one } from './endpoint.ts'

const tag = 'Inbox'

/** A message that the built-in catcher received instead of a real mailbox. */
export const InboxMessage = z.object({
  id: z.uuid(),
  receivedAt: z.iso.datetime({ offset: true }),
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  size: z.int(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string(),
  html: z.string(),
  raw: z.string(),
})
export type InboxMessage = z.infer<typeof InboxMessage>

export const InboxEntry = InboxMessage.pick({
  id: true,
  receivedAt: true,
  to: true,
  from: true,
  subject: true,
  size: true,
})

export const listInbox = endpoint({
  id: 'listInbox',
  summary: 'What the built-in Inbox caught, newest first, whole messages',
  tag,
  method: 'GET',
  path: '/v1/inbox',
  access: 'inbox:read',
  query: z.object({
    to: z.string().max(254).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    before: z.uuid().optional(),
  }),
  reply: z.object({ items: z.array(InboxMessage), total: z.int() }),
})
export const listInboxEntries = endpoint({
  id: 'listInboxEntries',
  summary: 'What the built-in Inbox caught, newest first, envelope and subject only',
  tag,
  method: 'GET',
  path: '/v1/inbox/entries',
  access: 'inbox:read',
  query: z.object({
    search: z.string().max(254).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    before: z.uuid().optional(),
  }),
  reply: z.object({ items: z.array(InboxEntry), total: z.int() }),
})
export const getInboxMessage = endpoint({
  id: 'getInboxMessage',
  summary: 'One caught message',
  tag,
  method: 'GET',
  path: '/v1/inbox/:id',
  access: 'inbox:read',
  params: one,
  reply: InboxMessage,
})
export const emptyInbox = endpoint({
  id: 'emptyInbox',
  summary: 'Delete every caught message of the sandbox',
  tag,
  method: 'DELETE',
  path: '/v1/inbox',
  access: 'inbox:write',
  status: 204,
  reply: nothing,
})
