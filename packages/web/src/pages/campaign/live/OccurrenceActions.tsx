import { stopOccurrence } from '@chappe/core/api/occurrences'
import type { Occurrence } from '@chappe/core/campaign/occurrence'
import { resendable } from '@chappe/core/campaign/resend'
import type { Campaign } from '@chappe/core/campaign/schema'
import { ActionButton } from '@react-spectrum/s2'
import { useAction } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { complain } from '../../../parts/complain.ts'
import { notify } from '../../../parts/toast.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'

interface Props {
  campaign: Campaign
  occurrence: Occurrence
  onResend: (occurrence: Occurrence) => void
}

/** What can be done with one occurrence: stop it alone, or send it to those whom it did not reach. */
export function OccurrenceActions({ campaign, occurrence, onResend }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const may = useMay('campaigns:publish')
  const stop = useAction(stopOccurrence)
  const { id: occurrenceId, number, status, kind, stoppedBy, stoppedReason } = occurrence
  const { excluded, failed, uncertain } = occurrence
  if (!may || !resendable.includes(campaign.status)) return null

  const isOpen = status === 'planned' || status === 'sending'
  // One that is all of its campaign is stopped with it.
  if (
    isOpen &&
    stoppedBy === null &&
    stoppedReason === null &&
    (kind === 'resend' || campaign.nextAt !== null)
  )
    return (
      <ActionButton
        size="S"
        aria-label={t('sending.stop.of', { number })}
        isPending={stop.isPending}
        onPress={async () => {
          const title = t('sending.stop.title', { number })
          const action = t('sending.stop')
          if (await confirm({ title, body: t('sending.stop.body'), action, tone: 'destructive' }))
            stop.mutate(
              { params: { id: campaign.id, occurrenceId } },
              {
                onSuccess: () => notify.positive(t('sending.stop.done', { number })),
                onError: (problem) => complain(t, problem),
              },
            )
        }}
      >
        {t('sending.stop')}
      </ActionButton>
    )
  if (!isOpen && kind === 'slot' && excluded + failed + uncertain > 0)
    return (
      <ActionButton
        size="S"
        aria-label={t('sending.resend.of', { number })}
        onPress={() => onResend(occurrence)}
      >
        {t('sending.resend')}
      </ActionButton>
    )
  return null
}
