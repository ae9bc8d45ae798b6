import { lifecycle } from '../kit/lifecycle.ts'

export const campaignStatuses = [
  'draft',
  'in_review',
  'scheduled',
  'live',
  'paused',
  'completed',
  'stopped',
  'failed',
  'archived',
] as const
export type CampaignStatus = (typeof campaignStatuses)[number]

/**
 * What moves a campaign from one status to another. `start` and `schedule` are the two ends of Activate; `begin`
 * and `complete` happen when the start and end dates come. A paused campaign sends nothing and forgets nothing.
 */
export const campaignActions = [
  'submit',
  'withdraw',
  'reject',
  'schedule',
  'start',
  'begin',
  'complete',
  'pause',
  'resume',
  'stop',
  'fail',
  'archive',
  'unarchive',
] as const
export type CampaignAction = (typeof campaignActions)[number]

export const campaignLifecycle = lifecycle<CampaignStatus, CampaignAction>({
  submit: { from: ['draft'], to: 'in_review', by: 'campaigns:write' },
  withdraw: { from: ['in_review'], to: 'draft', by: 'campaigns:write' },
  reject: { from: ['in_review'], to: 'draft', by: 'campaigns:publish' },
  schedule: { from: ['draft', 'in_review'], to: 'scheduled', by: 'campaigns:publish' },
  start: { from: ['draft', 'in_review'], to: 'live', by: 'campaigns:publish' },
  begin: { from: ['scheduled'], to: 'live', by: 'system' },
  complete: { from: ['scheduled', 'live'], to: 'completed', by: 'system' },
  pause: { from: ['live'], to: 'paused', by: 'campaigns:publish' },
  resume: { from: ['paused'], to: 'live', by: 'campaigns:publish' },
  stop: { from: ['scheduled', 'live', 'paused'], to: 'stopped', by: 'campaigns:publish' },
  fail: { from: ['live', 'paused'], to: 'failed', by: 'system' },
  archive: {
    from: ['in_review', 'scheduled', 'live', 'paused', 'completed', 'stopped', 'failed'],
    to: 'archived',
    by: 'campaigns:write',
  },
  unarchive: {
    from: ['archived'],
    to: 'stopped',
    or: ['draft', 'completed', 'failed'],
    by: 'campaigns:write',
  },
})

export type ReturnStatus = 'draft' | 'completed' | 'stopped' | 'failed'

/**
 * What a campaign is again when it comes back from the archive: what it was, but nothing that runs. What ran was
 * stopped by being archived, and a review that was asked for is asked for again.
 */
export const returnsTo = (status: CampaignStatus): ReturnStatus => {
  switch (status) {
    case 'draft':
    case 'in_review':
      return 'draft'
    case 'completed':
    case 'failed':
      return status
    default:
      return 'stopped'
  }
}

/** Days after its last modification at which an archived campaign is deleted (spec section 1.3). */
export const archivedForDays = 30
