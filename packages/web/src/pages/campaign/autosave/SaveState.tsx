import { ActionButton, ProgressCircle, Text } from '@react-spectrum/s2'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import CloudStateDisconnected from '@react-spectrum/s2/icons/CloudStateDisconnected'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { tell } from '../../../parts/tell.ts'
import { useText } from '../../../text.ts'
import css from './autosave.module.css'
import { type Autosave, isUnsaved } from './machine.ts'

const gravity = ['clean', 'waiting', 'saving', 'checking', 'retrying', 'refused', 'conflict'] as const

const isTrouble = (kind: (typeof gravity)[number]) => gravity.indexOf(kind) >= gravity.indexOf('retrying')

/** Of several documents on one page, the one whose state matters most. */
export const gravest = (states: readonly Autosave<unknown>[]): Autosave<unknown> =>
  states.reduce((worst, one) =>
    gravity.indexOf(one.phase.kind) > gravity.indexOf(worst.phase.kind) ||
    (!isUnsaved(one) && !isUnsaved(worst) && one.base.at > worst.base.at)
      ? one
      : worst,
  )

/** Whether the work is safe, in a few words that are read out when they change. */
export function SaveState({ state, onSave }: { state: Autosave<unknown>; onSave: () => void }) {
  const t = useText()
  const intl = useIntl()
  const { phase, base } = state
  const reasonOf = (problem: unknown) => {
    const { title, detail, lang } = tell(t, problem)
    // The field says what is wrong in the reader’s language: the server’s own words are for those who read them.
    return lang === undefined ? detail || title : title
  }
  const tryAgain = (
    <ActionButton size="S" onPress={onSave}>
      <Text>{t('campaign.save.now')}</Text>
    </ActionButton>
  )
  const shown: Record<typeof phase.kind, () => ReactNode> = {
    clean: () => (
      <>
        <CheckmarkCircle />
        {t('campaign.save.saved', { time: intl.formatTime(base.at) })}
      </>
    ),
    waiting: () => <Busy>{t('campaign.save.saving')}</Busy>,
    saving: () => <Busy>{t('campaign.save.saving')}</Busy>,
    checking: () => <Busy>{t('campaign.save.saving')}</Busy>,
    retrying: () => (
      <>
        <CloudStateDisconnected />
        {t('campaign.save.away')}
        {tryAgain}
      </>
    ),
    refused: () => (
      <>
        <AlertTriangle />
        {t('campaign.save.refused', {
          reason: reasonOf(phase.kind === 'refused' ? phase.problem : undefined),
        })}
        {tryAgain}
      </>
    ),
    conflict: () => (
      <>
        <AlertTriangle />
        {t('campaign.save.conflict')}
      </>
    ),
  }
  return (
    <div
      role="status"
      // That all goes well is not worth interrupting who writes; that it does not, is.
      aria-live={isTrouble(phase.kind) ? 'polite' : 'off'}
      className={css.state}
      data-phase={phase.kind}
      data-unsaved={isUnsaved(state) || undefined}
    >
      {shown[phase.kind]()}
    </div>
  )
}

function Busy({ children }: { children: ReactNode }) {
  return (
    <>
      <span aria-hidden="true" className={css.busy}>
        <ProgressCircle size="S" isIndeterminate aria-label=" " />
      </span>
      {children}
    </>
  )
}
