import { z } from 'zod'
import { Message, messageStatuses } from '../message/schema.ts'
import { Report } from '../report/schema.ts'
import { campaignAt } from './campaigns.ts'
import { endpoint, listParam, one } from './endpoint.ts'

export const getReport = endpoint({
  id: 'getReport',
  summary:
    'The counters of a campaign, or of one of its occurrences, equal to the ledger at the moment of the answer',
  tag: 'Reports',
  method: 'GET',
  path: `${campaignAt}/report`,
  access: 'campaigns:read',
  params: one,
  query: z.object({ occurrence: z.uuid().optional() }),
  reply: Report,
})
/** Which messages: a list and its file take the same. */
const messageFilters = {
  address: z.string().max(254).optional(),
  status: listParam(z.enum(messageStatuses)),
  occurrence: z.uuid().optional(),
}
export const listCampaignMessages = endpoint({
  id: 'listCampaignMessages',
  summary: 'The campaign’s messages, newest first, each with its timeline; as a file at `messages.csv`',
  tag: 'Messages',
  method: 'GET',
  path: `${campaignAt}/messages`,
  access: 'executions:read',
  params: one,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    before: z.uuid().optional(),
    ...messageFilters,
  }),
  reply: z.object({ items: z.array(Message) }),
})
/** Where the messages can be had as a CSV file; its answer is not JSON, so that it is no endpoint value. */
export const campaignMessagesExport = `${campaignAt}/messages.csv`
/** The query of the export. A link sends no header, so the sandbox may be named here. */
export const CampaignMessagesExport = z.object({
  ...messageFilters,
  sandbox: z.string().max(100).optional(),
})
export type CampaignMessagesExport = z.infer<typeof CampaignMessagesExport>
