import type { Import } from '@chappe/core/import/schema'
import { Button, ButtonGroup, ProgressBar } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { percentOf, saySpan } from '../amounts.ts'
import { useImportCommands } from '../useImportCommands.ts'
import { ViewTitle } from '../ViewTitle.tsx'
import { Counts } from './Counts.tsx'

/** An import that goes on: how far, how fast, how long still. */
export function Running({ one }: { one: Import }) {
  const t = useText()
  const { dryRun, size, counts, progress } = one
  const { bytes, rowsPerSecond, secondsLeft } = progress
  const cancel = useImportCommands()(one).get('cancel')
  return (
    <section className={page.card} aria-labelledby="view-title">
      <ViewTitle view="running">{t(dryRun ? 'imports.trying' : 'imports.running')}</ViewTitle>
      <p className={page.quiet}>{t(dryRun ? 'imports.trying.body' : 'imports.running.body')}</p>
      <ProgressBar
        label={t('imports.column.progress')}
        value={percentOf(bytes, size)}
        styles={style({ width: 'full', maxWidth: 560 })}
      />
      <p className={page.words}>
        {rowsPerSecond === null
          ? t('imports.rate.early')
          : t('imports.rate', {
              rate: Math.round(rowsPerSecond),
              left: secondsLeft === null ? '' : saySpan(secondsLeft, t.locale),
              known: String(secondsLeft !== null),
            })}
      </p>
      <Counts counts={counts} isTrial={dryRun} />
      {cancel && (
        <ButtonGroup>
          <Button variant="secondary" onPress={cancel.run}>
            {cancel.label}
          </Button>
        </ButtonGroup>
      )}
    </section>
  )
}
