import { z } from 'zod'
import { TopicKey } from '../consent/schema.ts'
import { Topic, TopicSettings } from '../consent/topic.ts'
import { endpoint } from './endpoint.ts'

const tag = 'Consent'
const one = '/v1/topics/:key'
const params = z.object({ key: z.string().max(60) })
const revision = z.int32()

export const listTopics = endpoint({
  id: 'listTopics',
  summary: 'Every topic, archived ones included, in the order in which people see them',
  tag,
  method: 'GET',
  path: '/v1/topics',
  access: 'profiles:read',
  reply: z.object({ items: z.array(Topic) }),
})
export const createTopic = endpoint({
  id: 'createTopic',
  summary: 'Create a topic that people can subscribe to; its key stays',
  tag,
  method: 'POST',
  path: '/v1/topics',
  access: 'configurations:write',
  status: 201,
  body: TopicSettings.extend({ key: TopicKey }),
  reply: Topic,
})
export const getTopic = endpoint({
  id: 'getTopic',
  summary: 'A topic',
  tag,
  method: 'GET',
  path: one,
  access: 'profiles:read',
  params,
  reply: Topic,
})
export const saveTopic = endpoint({
  id: 'saveTopic',
  summary: 'Change a topic',
  tag,
  method: 'PUT',
  path: one,
  access: 'configurations:write',
  params,
  body: TopicSettings.extend({ revision }),
  reply: Topic,
})
export const orderTopics = endpoint({
  id: 'orderTopics',
  summary: 'Put topics in the order in which people see them; those that are not named follow in theirs',
  tag,
  method: 'POST',
  path: '/v1/topics/order',
  access: 'configurations:write',
  body: z.object({ keys: z.array(TopicKey).min(1).max(1_000) }),
  reply: z.object({ items: z.array(Topic) }),
})
export const archiveTopic = endpoint({
  id: 'archiveTopic',
  summary: 'Archive a topic: it is offered to nobody any more, and what was chosen about it still counts',
  tag,
  method: 'POST',
  path: `${one}/archive`,
  access: 'configurations:write',
  params,
  reply: Topic,
})
export const restoreTopic = endpoint({
  id: 'restoreTopic',
  summary: 'Offer an archived topic again',
  tag,
  method: 'POST',
  path: `${one}/restore`,
  access: 'configurations:write',
  params,
  reply: Topic,
})
