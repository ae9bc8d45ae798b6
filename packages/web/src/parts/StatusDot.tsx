import './status-dot.css'
import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import type { ReactNode } from 'react'
import { useText } from '../text.ts'

export type Tone = 'neutral' | 'info' | 'positive' | 'notice' | 'negative'

/** A coloured dot before words; the words carry the meaning. */
export const StatusDot = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className="status-dot" data-tone={tone}>
    {children}
  </span>
)

export const toneOf: Record<CampaignStatus, Tone> = {
  draft: 'neutral',
  in_review: 'notice',
  scheduled: 'info',
  live: 'positive',
  paused: 'notice',
  completed: 'neutral',
  stopped: 'negative',
  failed: 'negative',
  archived: 'neutral',
}

/** The status of a campaign, in words. */
export function CampaignStatusDot({ status }: { status: CampaignStatus }) {
  const t = useText()
  return <StatusDot tone={toneOf[status]}>{t(`status.${status}`)}</StatusDot>
}
