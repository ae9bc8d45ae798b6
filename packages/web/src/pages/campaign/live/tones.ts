import type { MessageStatus } from '@chappe/core/message/schema'
import type { Tone } from '../../../parts/StatusDot.tsx'

export const toneOfMessage: Record<MessageStatus, Tone> = {
  pending: 'info',
  deferred: 'notice',
  excluded: 'neutral',
  sent: 'positive',
  failed: 'negative',
  uncertain: 'notice',
}
