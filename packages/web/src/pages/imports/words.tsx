import type { ImportStatus } from '@chappe/core/import/lifecycle'
import type { Import } from '@chappe/core/import/schema'
import { StatusDot, type Tone } from '../../parts/StatusDot.tsx'
import { useText, type Words } from '../../text.ts'

const tones: Record<ImportStatus, Tone> = {
  uploading: 'info',
  ready: 'notice',
  running: 'info',
  cancelled: 'neutral',
  complete: 'positive',
  failed: 'negative',
}

/** Whether the last thing that happened to an import that is ready is a dry run to its end. */
export const isTried = ({ status, dryRun, finishedAt, progress, size }: Import): boolean =>
  status === 'ready' && dryRun && finishedAt !== null && progress.bytes >= size

export function ImportStatusDot({ one }: { one: Import }) {
  const t = useText()
  const { status, dryRun } = one
  const word = isTried(one) ? 'tried' : status === 'running' && dryRun ? 'trying' : status
  return <StatusDot tone={tones[status]}>{t(`imports.status.${word}`)}</StatusDot>
}

/** What a column is called; the server's name for one without a heading is put in the reader's language. */
export const columnName = (t: Words, { name, column }: { name: string; column: number }): string =>
  name === `Column ${column + 1}` ? t('audiences.list.column', { number: column + 1 }) : name
