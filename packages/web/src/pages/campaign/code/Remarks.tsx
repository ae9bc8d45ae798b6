import { useText } from '../../../text.ts'
import css from './code.module.css'
import type { Remark } from './problems.ts'

const most = 3

/** The first remarks about a text, errors before warnings, under its editor. */
export function Remarks({ remarks, hasLines }: { remarks: readonly Remark[]; hasLines: boolean }) {
  const t = useText()
  if (remarks.length === 0) return null
  const sorted = remarks.toSorted((a, b) => a.severity.localeCompare(b.severity) || a.from - b.from)
  return (
    <ul className={css.remarks}>
      {sorted.slice(0, most).map(({ from, severity, message, line }) => (
        <li key={`${from} ${message}`} data-severity={severity}>
          {hasLines && `${t('campaign.content.line', { line })} `}
          {message}
        </li>
      ))}
      {sorted.length > most && <li>{t('campaign.content.moreRemarks', { count: sorted.length - most })}</li>}
    </ul>
  )
}
