import { Button, ButtonGroup, ProgressBar } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useIntl } from 'react-intl'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from './list.module.css'
import { Refused } from './Refused.tsx'
import type { Reading } from './upload.ts'
import type { Mistake, Progress } from './useUpload.ts'

interface Props {
  progress: Progress
  reading: Reading
  onStop: () => void
  onAgain: () => void
}

/** How far an upload is, and at the end what became of everybody. */
export function Outcome({ progress, reading, onStop, onAgain }: Props) {
  const t = useText()
  const intl = useIntl()
  if (progress.phase === 'idle') return null
  const { sent, total } = progress
  const { phase } = progress
  const refused = phase === 'done' ? [...reading.refused, ...unreadable(reading, progress.mistakes)] : []
  return (
    <section className={page.card} aria-label={t('audiences.list.outcome')}>
      {(phase === 'sending' || phase === 'failed') && (
        <ProgressBar
          label={t('audiences.list.sending', { sent, total })}
          value={sent}
          maxValue={total}
          styles={style({ width: 'full', maxWidth: 480 })}
        />
      )}
      {phase === 'finishing' && (
        <ProgressBar
          label={t('audiences.list.finishing')}
          isIndeterminate
          styles={style({ width: 'full', maxWidth: 480 })}
        />
      )}
      {phase === 'failed' && (
        <>
          <ProblemNote problem={progress.problem} title={t('audiences.list.failed')} />
          <p className={page.words}>{t('audiences.list.failed.body', { sent, total })}</p>
        </>
      )}
      {phase === 'stopped' && <h2 role="status">{t('audiences.list.stopped', { sent, total })}</h2>}
      {phase === 'done' && (
        <>
          <h2 role="status">
            {t('audiences.list.done', { total: progress.counts.added + progress.counts.updated })}
          </h2>
          <dl className={css.counts}>
            {(['added', 'updated', 'created', 'removed'] as const).map((one) => (
              <div key={one}>
                <dt>{t(`audiences.list.${one}`)}</dt>
                <dd>{intl.formatNumber(progress.counts[one])}</dd>
              </div>
            ))}
            <div>
              <dt>{t('audiences.list.notTaken')}</dt>
              <dd>{intl.formatNumber(refused.length)}</dd>
            </div>
          </dl>
          <Refused refused={refused} />
        </>
      )}
      <ButtonGroup>
        {phase === 'sending' && (
          <Button variant="secondary" onPress={onStop}>
            {t('audiences.list.stop')}
          </Button>
        )}
        {phase === 'failed' && (
          <Button variant="accent" onPress={() => void progress.goOn()}>
            {t('audiences.list.goOn')}
          </Button>
        )}
        {phase !== 'sending' && phase !== 'finishing' && (
          <Button variant="secondary" onPress={onAgain}>
            {t('audiences.list.again')}
          </Button>
        )}
      </ButtonGroup>
    </section>
  )
}

const unreadable = ({ members, lines }: Reading, mistakes: readonly Mistake[]): Reading['refused'] =>
  mistakes.map(({ row }) => ({
    line: lines[row] ?? row,
    value: members[row]?.value ?? '',
    reason: 'unreadable' as const,
  }))
