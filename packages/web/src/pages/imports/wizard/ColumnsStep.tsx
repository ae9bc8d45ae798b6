import type { ImportSettings } from '@chappe/core/import/schema'
import { ActionButton, Button, Text } from '@react-spectrum/s2'
import Revert from '@react-spectrum/s2/icons/Revert'
import { useMemo, useState } from 'react'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../imports.module.css'
import { columnName } from '../words.tsx'
import { ColumnRow } from './ColumnRow.tsx'
import { remarksOf, withTarget } from './mapping.ts'
import type { Draft } from './useDraft.ts'
import type { Targets } from './useTargets.ts'

/** Columns that are drawn at once: each has fields of its own. */
const most = 60

interface Props {
  draft: Draft
  settings: ImportSettings
  targets: Targets
}

/** What each column of the file becomes. */
export function ColumnsStep({ draft, settings, targets }: Props) {
  const t = useText()
  const [shown, setShown] = useState(most)
  const columns = draft.preview.data?.columns ?? []
  const { mapping } = settings
  const remarks = useMemo(() => remarksOf(columns, settings, targets), [columns, settings, targets])
  const names = useMemo(() => new Map(columns.map((one) => [one.column, columnName(t, one)])), [t, columns])

  return (
    <>
      <p className={page.words}>{t('imports.columns.lead')}</p>
      <div className={page.spread}>
        <p className={page.quiet} role="status">
          {t('imports.columns.count', {
            taken: mapping.length,
            ignored: columns.length - mapping.length,
          })}
        </p>
        <ActionButton isQuiet onPress={draft.mapAgain}>
          <Revert />
          <Text>{t('imports.columns.again')}</Text>
        </ActionButton>
      </div>
      <div className={css.columns}>
        <div className={css.headings} aria-hidden="true">
          <span>{t('imports.columns.name')}</span>
          <span>{t('imports.columns.becomes')}</span>
          <span>{t('imports.columns.type')}</span>
        </div>
        <ul>
          {columns.slice(0, shown).map((column) => (
            <ColumnRow
              key={column.column}
              column={column}
              mapped={mapping.find((one) => one.column === column.column)}
              remarks={remarks.filter((one) => one.column === column.column)}
              names={names}
              targets={targets}
              onTarget={(target, type) => draft.map(withTarget(mapping, column.column, target, type))}
            />
          ))}
        </ul>
      </div>
      {columns.length > shown && (
        <div>
          <Button variant="secondary" onPress={() => setShown(shown + most)}>
            {t('imports.columns.more', { count: Math.min(most, columns.length - shown) })}
          </Button>
        </div>
      )}
    </>
  )
}
