import { z } from 'zod'
import { CampaignPlan } from '../campaign/plan.ts'
import { endpoint } from './endpoint.ts'

export const planCampaign = endpoint({
  id: 'planCampaign',
  summary:
    'What an activation would bring: people and who is excluded for what, volumes per hour, end, conflicts; nothing is written',
  tag: 'Campaigns',
  method: 'GET',
  path: '/v1/campaigns/:id/plan',
  access: 'campaigns:read',
  params: z.object({ id: z.uuid() }),
  query: z.object({
    /** Counts anew, even if that was done a moment ago. */
    fresh: z.stringbool().optional(),
  }),
  reply: CampaignPlan,
})
