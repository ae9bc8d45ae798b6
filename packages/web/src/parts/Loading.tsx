import './loading.css'
import { useText } from '../text.ts'

/** Grey bars where text is about to stand. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const t = useText()
  return (
    <div className="loading" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  )
}
