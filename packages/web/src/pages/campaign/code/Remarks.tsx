import { ActionButton, Text } from '@react-spectrum/s2'
import { useText } from '../../../text.ts'
import css from './code.module.css'
import type { Fix, Remark } from './problems.ts'

const most = 3

interface Props {
  remarks: readonly Remark[]
  hasLines: boolean
  onGo: (remark: Remark) => void
  /** Without it, remarks are only told. */
  onFix?: ((fix: Fix) => void) | undefined
}

/** The first remarks about a text, errors before warnings, under its editor: each leads to its place. */
export function Remarks({ remarks, hasLines, onGo, onFix }: Props) {
  const t = useText()
  if (remarks.length === 0) return null
  const sorted = remarks.toSorted((a, b) => a.severity.localeCompare(b.severity) || a.from - b.from)
  return (
    <ul className={css.remarks}>
      {sorted.slice(0, most).map((remark) => (
        <li key={`${remark.from} ${remark.message}`} data-severity={remark.severity}>
          <button type="button" className={css.place} onClick={() => onGo(remark)}>
            {hasLines && `${t('campaign.content.line', { line: remark.line })} `}
            {remark.message}
          </button>
          {remark.fix && onFix && (
            <ActionButton size="XS" onPress={() => onFix(remark.fix!)}>
              <Text>{t('code.fix', { text: remark.fix.insert })}</Text>
            </ActionButton>
          )}
        </li>
      ))}
      {sorted.length > most && <li>{t('campaign.content.moreRemarks', { count: sorted.length - most })}</li>}
    </ul>
  )
}
