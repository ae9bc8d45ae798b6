import { z } from 'zod'
import { categories } from '../campaign/schema.ts'
import {
  ChannelConfiguration,
  ConfigurationName,
  configurationActions,
  configurationStatuses,
  EmailSettings,
  ProviderDescription,
} from '../configuration/schema.ts'
import { endpoint, listParam, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Channel configurations'
const at = '/v1/channel-configurations/:id'

/** Provider settings as sent by a person; a secret left out keeps its stored value. */
export const ProviderInput = z.object({
  kind: z.string().max(60),
  config: z.record(z.string(), z.unknown()).default({}),
})

export const listProviders = endpoint({
  id: 'listProviders',
  summary: 'The providers that can carry messages, with the fields of their settings',
  tag,
  method: 'GET',
  path: '/v1/providers',
  access: 'configurations:read',
  reply: z.object({ items: z.array(ProviderDescription) }),
})
export const listConfigurations = endpoint({
  id: 'listConfigurations',
  summary: 'Channel configurations',
  tag,
  method: 'GET',
  path: '/v1/channel-configurations',
  access: 'configurations:read',
  query: z.object({
    ...paging,
    status: listParam(z.enum(configurationStatuses)),
    category: listParam(z.enum(categories)),
    search: z.string().max(200).optional(),
  }),
  reply: pageOf(ChannelConfiguration),
})
export const createConfiguration = endpoint({
  id: 'createConfiguration',
  summary: 'Create a channel configuration, as a draft',
  tag,
  method: 'POST',
  path: '/v1/channel-configurations',
  access: 'configurations:write',
  status: 201,
  body: z.object({
    name: ConfigurationName,
    channel: z.literal('email').default('email'),
    category: z.enum(categories),
    settings: EmailSettings,
    provider: ProviderInput,
  }),
  reply: ChannelConfiguration,
})
export const getConfiguration = endpoint({
  id: 'getConfiguration',
  summary: 'One channel configuration; secrets are never returned',
  tag,
  method: 'GET',
  path: at,
  access: 'configurations:read',
  params: one,
  reply: ChannelConfiguration,
})
export const saveConfiguration = endpoint({
  id: 'saveConfiguration',
  summary:
    'Change a channel configuration; takes effect with the next message. The name freezes once it was active',
  tag,
  method: 'PUT',
  path: at,
  access: 'configurations:write',
  params: one,
  body: z.object({
    revision: z.int32(),
    name: ConfigurationName,
    category: z.enum(categories),
    settings: EmailSettings,
    provider: ProviderInput,
  }),
  reply: ChannelConfiguration,
})
export const actOnConfiguration = endpoint({
  id: 'actOnConfiguration',
  summary: 'Activate or deactivate a channel configuration',
  tag,
  method: 'POST',
  path: `${at}/actions/:action`,
  access: 'configurations:write',
  params: z.object({ id: z.uuid(), action: z.enum(configurationActions) }),
  reply: ChannelConfiguration,
})
export const deleteConfiguration = endpoint({
  id: 'deleteConfiguration',
  summary: 'Delete a channel configuration that no campaign refers to',
  tag,
  method: 'DELETE',
  path: at,
  access: 'configurations:write',
  params: one,
  status: 204,
  reply: nothing,
})
export const testConfiguration = endpoint({
  id: 'testConfiguration',
  summary: 'Send a test message and answer what the relay really said',
  tag,
  method: 'POST',
  path: `${at}/test`,
  access: 'configurations:write',
  params: one,
  body: z.object({ to: z.email().max(254) }),
  reply: z.object({ outcome: z.string(), reply: z.string(), transcript: z.array(z.string()) }),
})
