import type { ConfigurationStatus as Status } from '@chappe/core/configuration/schema'
import { StatusDot, type Tone } from '../../../parts/StatusDot.tsx'
import { useText } from '../../../text.ts'

const toneOf: Record<Status, Tone> = { draft: 'neutral', active: 'positive', inactive: 'notice' }

export function ConfigurationStatus({ status }: { status: Status }) {
  const t = useText()
  return <StatusDot tone={toneOf[status]}>{t(`admin.status.${status}`)}</StatusDot>
}
