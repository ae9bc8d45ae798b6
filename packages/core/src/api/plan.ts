import { z } from 'zod'
import { CampaignPlan } from '../campaign/plan.ts'
import { campaignAt } from './campaigns.ts'
import { endpoint, one } from './endpoint.ts'

export const planCampaign = endpoint({
  id: 'planCampaign',
  summary:
    'What an activation would bring: people and who is excluded for what, volumes per hour, end, conflicts; nothing is written',
  tag: 'Campaigns',
  method: 'GET',
  path: `${campaignAt}/plan`,
  access: 'campaigns:read',
  params: one,
  query: z.object({
    /** Counts anew, even if that was done a moment ago. */
    fresh: z.stringbool().optional(),
  }),
  reply: CampaignPlan,
})
