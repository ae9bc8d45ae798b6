import type { FragmentStatus } from '@chappe/core/content/fragment-lifecycle'
import { StatusDot, type Tone } from '../../parts/StatusDot.tsx'
import { useText } from '../../text.ts'

const tones: Record<FragmentStatus, Tone> = {
  draft: 'neutral',
  publishing: 'info',
  live: 'positive',
  archived: 'neutral',
}

/** The status of a fragment, in words. */
export function FragmentStatusDot({ status }: { status: FragmentStatus }) {
  const t = useText()
  return <StatusDot tone={tones[status]}>{t(`fragments.status.${status}`)}</StatusDot>
}
