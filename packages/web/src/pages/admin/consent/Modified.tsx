import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'

/** Who changed settings last, and when; nothing while nobody has. */
export function Modified({ by, at }: { by: string | null; at: string | null }) {
  const t = useText()
  if (by === null || at === null) return <span />
  return (
    <p className="admin-hint">
      {t('consent.modified', { name: by })} <When instant={at} as="relative" />
    </p>
  )
}
