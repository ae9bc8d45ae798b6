import { z } from 'zod'
import { Message } from '../message/schema.ts'
import { endpoint, one } from './endpoint.ts'

export const ExecutionRecipient = z.object({
  userId: z.string(),
  namespace: z.string(),
  type: z.enum(['aep', 'external']),
  /** `accepted` until a worker has looked at it; then the status of its message. */
  status: z.string(),
  reason: z.string().nullable(),
  message: Message.nullable(),
})

export const Execution = z.object({
  executionId: z.uuid(),
  requestId: z.string(),
  campaignId: z.uuid(),
  version: z.int(),
  createdAt: z.iso.datetime({ offset: true }),
  createdBy: z.string(),
  recipients: z.array(ExecutionRecipient),
})
export type Execution = z.infer<typeof Execution>

export const getExecution = endpoint({
  id: 'getExecution',
  summary: 'What happened to each recipient of a call, and why',
  tag: 'Executions',
  method: 'GET',
  path: '/v1/executions/:id',
  access: 'executions:read',
  params: one,
  reply: Execution,
})
export const getMessage = endpoint({
  id: 'getMessage',
  summary: 'One message with its timeline',
  tag: 'Messages',
  method: 'GET',
  path: '/v1/messages/:id',
  access: 'executions:read',
  params: one,
  reply: Message,
})
