import type { ToldCampaign } from '../../../store/compatible-campaigns.ts'

/** ISO 8601 with the six digits of a second that the contract asks for. */
export const instant = (date: Date): string => date.toISOString().replace('Z', '000Z')

export const versionIdOf = (campaignId: string, version: number): string => `${campaignId}.${version}`

export const sentence = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

type Stated = Pick<ToldCampaign, 'status' | 'state' | 'liveVersion'>

/** The contract leaves statuses of campaigns open: ours in capitals. */
export function campaignStatus({ status, state, liveVersion }: Stated): string {
  if (state === 'superseded') return 'COMPLETED'
  return state === 'draft' && liveVersion !== null ? 'DRAFT' : status.toUpperCase()
}

/** Statuses of packages are a list that knows neither reviews nor pauses. */
export function packageStatus({ status, state }: Stated): string {
  if (state === 'superseded') return 'COMPLETED'
  if (state === 'draft' || status === 'in_review') return 'DRAFT'
  return status === 'paused' ? 'IN_PROGRESS' : status.toUpperCase()
}
