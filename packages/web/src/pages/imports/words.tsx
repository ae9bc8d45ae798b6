import type { ImportStatus } from '@chappe/core/import/lifecycle'
import type { Import } from '@chappe/core/import/schema'
import { StatusDot, type Tone } from '../../parts/StatusDot.tsx'
import { useText } from '../../text.ts'

const tones: Record<ImportStatus, Tone> = {
  uploading: 'info',
  ready: 'notice',
  running: 'info',
  cancelled: 'neutral',
  complete: 'positive',
  failed: 'negative',
}

export function ImportStatusDot({ one }: { one: Pick<Import, 'status' | 'dryRun'> }) {
  const t = useText()
  const { status, dryRun } = one
  return (
    <StatusDot tone={tones[status]}>
      {t(status === 'running' && dryRun ? 'imports.status.trying' : `imports.status.${status}`)}
    </StatusDot>
  )
}

/** Whether the last thing that happened to an import that is ready is a dry run. */
export const isTried = ({ status, dryRun, finishedAt }: Import): boolean =>
  status === 'ready' && dryRun && finishedAt !== null
