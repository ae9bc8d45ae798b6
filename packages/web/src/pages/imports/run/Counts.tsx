import type { ImportCounts } from '@chappe/core/import/schema'
import { useIntl } from 'react-intl'
import { useText } from '../../../text.ts'
import list from '../../audiences/list/list.module.css'
import css from '../imports.module.css'

const shown = ['read', 'created', 'changed', 'unchanged', 'duplicates', 'failed'] as const

/** What became of the lines, or (in a dry run) what would. */
export function Counts({ counts, isTrial = false }: { counts: ImportCounts; isTrial?: boolean }) {
  const t = useText()
  const intl = useIntl()
  return (
    <dl className={`${list.counts} ${css.counts}`}>
      {shown.map((one) => (
        <div key={one} data-failed={one === 'failed' && counts.failed > 0}>
          <dt title={t(`imports.count.${one}.help`)}>
            {t(
              isTrial && (one === 'created' || one === 'changed')
                ? `imports.trial.${one}`
                : `imports.count.${one}`,
            )}
          </dt>
          <dd>{intl.formatNumber(counts[one])}</dd>
        </div>
      ))}
    </dl>
  )
}
