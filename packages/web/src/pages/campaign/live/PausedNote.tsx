import type { Occurrence } from '@chappe/core/campaign/occurrence'
import type { PausedReason } from '@chappe/core/campaign/watch'
import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { type IntlShape, useIntl } from 'react-intl'
import { useText, type Words } from '../../../text.ts'

/** Why a campaign paused itself, or a resend stopped itself, in a sentence. */
export function sayPausedReason(t: Words, intl: IntlShape, reason: PausedReason): string {
  const percent = (value: number) =>
    intl.formatNumber(value / 100, { style: 'percent', maximumFractionDigits: 1 })
  return t(`sending.pausedReason.${reason.rate}`, {
    occurrence: reason.occurrence,
    count: intl.formatNumber(reason.count),
    of: intl.formatNumber(reason.of),
    percent: percent(reason.percent),
    limit: percent(reason.limit),
  })
}

/** Says that the campaign paused itself, why, and what to do. */
export function PausedNote({ reason }: { reason: PausedReason }) {
  const t = useText()
  const intl = useIntl()
  return (
    <InlineAlert variant="negative">
      <Heading>{t('sending.pausedReason.title')}</Heading>
      <Content>
        {sayPausedReason(t, intl, reason)} {t('sending.pausedReason.next')}
      </Content>
    </InlineAlert>
  )
}

/** Says that a resend stopped itself, why, and what to do; nothing of any other occurrence. */
export function StoppedNote({ occurrence: { stoppedReason, resends } }: { occurrence: Occurrence }) {
  const t = useText()
  const intl = useIntl()
  if (stoppedReason === null) return null
  return (
    <InlineAlert variant="negative">
      <Heading>{t('sending.stoppedReason.title')}</Heading>
      <Content>
        {sayPausedReason(t, intl, stoppedReason)} {t('sending.stoppedReason.next', { number: resends ?? '' })}
      </Content>
    </InlineAlert>
  )
}
