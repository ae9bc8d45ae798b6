import { previewResend, resendOccurrence } from '@chappe/core/api/occurrences'
import type { Occurrence } from '@chappe/core/campaign/occurrence'
import { type ResendGroup, type ResendPreview, resentByDefault } from '@chappe/core/campaign/resend'
import { Button, Checkbox, CheckboxGroup, Content, Dialog, Heading } from '@react-spectrum/s2'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { useAction, useEndpoint } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './occurrences.module.css'
import { sayReason } from './words.ts'

const pace = 1_000

interface Props {
  campaignId: string
  /** Null: the dialog is closed. */
  occurrence: Occurrence | null
  onClose: () => void
}

/** Asks to whom of those that an occurrence did not reach it is sent again, counts shown, and does it. */
export const ResendDialog = ({ campaignId, occurrence, onClose }: Props) => (
  <DialogContainer onDismiss={onClose}>
    {occurrence && <Form campaignId={campaignId} occurrence={occurrence} onClose={onClose} />}
  </DialogContainer>
)

function Form({ campaignId, occurrence, onClose }: Props & { occurrence: Occurrence }) {
  const t = useText()
  const number = occurrence.resends ?? occurrence.number
  const params = { id: campaignId, occurrenceId: occurrence.id }
  const preview = useEndpoint(
    previewResend,
    { params },
    // What is being resent ends while somebody looks: then there is somebody left, or nobody.
    { staleTime: 0, gcTime: 0, refetchInterval: ({ state }) => state.data?.running != null && pace },
  )
  const [chosen, setChosen] = useState<readonly ResendGroup[]>(resentByDefault)
  const resend = useAction(resendOccurrence)
  const found = preview.data?.groups ?? []
  const groups = found.filter(({ group }) => chosen.includes(group))
  const count = groups.reduce((sum, one) => sum + one.count, 0)
  const suppressed = groups.reduce((sum, one) => sum + one.suppressed, 0)
  const isRunning = preview.data?.running != null

  const submit = () => {
    const body = { groups: groups.map(({ group }) => group), after: preview.data!.after }
    resend.mutate(
      { params, body },
      {
        onSuccess: ({ created, occurrence: made }) => {
          onClose()
          notify.positive(
            t(created ? 'sending.resend.done' : 'sending.resend.known', { number: made.number }),
          )
        },
      },
    )
  }

  return (
    <Dialog size="M">
      <Heading slot="title">{t('sending.resend.title', { number })}</Heading>
      <Content>
        <div className={page.stack}>
          <ProblemNote problem={preview.error ?? resend.error} />
          {preview.isPending && <Loading />}
          {isRunning && <p>{t('sending.resend.running', { number: preview.data!.running! })}</p>}
          {preview.isSuccess && !isRunning && found.length === 0 && <p>{t('sending.resend.nobody')}</p>}
          {!isRunning && found.length > 0 && <Choice found={found} chosen={chosen} onChange={setChosen} />}
          {suppressed > 0 && <p>{t('sending.resend.suppressed', { count: suppressed })}</p>}
          <p className={page.quiet}>{t('sending.resend.rules')}</p>
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          isPending={resend.isPending}
          isDisabled={count === suppressed || isRunning}
          onPress={submit}
        >
          {t('sending.resend.go', { count: count - suppressed })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface ChoiceProps {
  found: ResendPreview['groups']
  chosen: readonly ResendGroup[]
  onChange: (groups: ResendGroup[]) => void
}

function Choice({ found, chosen, onChange }: ChoiceProps) {
  const t = useText()
  const intl = useIntl()
  return (
    <>
      <CheckboxGroup
        label={t('sending.resend.groups')}
        value={[...chosen]}
        onChange={(groups) => onChange(groups as ResendGroup[])}
      >
        {found.map(({ group, count }) => (
          <Checkbox key={group} value={group}>
            {t(`sending.resend.group.${group}`, { count: intl.formatNumber(count) })}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <ul className={css.reasons}>
        {found.flatMap(({ group, reasons }) =>
          reasons
            .filter(({ reason }) => reason !== '')
            .map(({ reason, count }) => (
              <li key={`${group} ${reason}`}>
                {t('sending.resend.reason', {
                  reason: sayReason(t, reason),
                  count: intl.formatNumber(count),
                })}
              </li>
            )),
        )}
      </ul>
      {chosen.includes('uncertain') && <p>{t('sending.resend.uncertain')}</p>}
    </>
  )
}
