import type { CalendarWarning } from '@chappe/core/api/calendar'
import { useText } from '../../../text.ts'
import css from '../dialogs.module.css'

const shown = 10

/** What was left out of a file, or guessed. */
export function Warnings({ warnings }: { warnings: readonly CalendarWarning[] }) {
  const t = useText()
  if (warnings.length === 0) return null
  return (
    <div role="status" className={css.warnings}>
      <strong>{t('calendar.external.warnings', { count: warnings.length })}</strong>
      <ul>
        {warnings.slice(0, shown).map((one) => (
          <li key={`${one.line} ${one.code} ${one.text}`}>
            {one.line !== undefined && `${t('calendar.external.line', { line: one.line })} `}
            {t(`calendar.external.warning.${one.code}`)} <span className={css.quiet}>{one.text}</span>
          </li>
        ))}
        {warnings.length > shown && <li>{t('calendar.more', { count: warnings.length - shown })}</li>}
      </ul>
    </div>
  )
}
