import { addAllowed, addSuppression, listAllowed, listSuppressions } from '@chappe/core/api/suppressions'
import type { ListedType, UploadList } from '@chappe/core/suppression/schema'
import { type CalendarDate, getLocalTimeZone, today } from '@internationalized/date'
import {
  Button,
  Content,
  DatePicker,
  Dialog,
  Heading,
  Radio,
  RadioGroup,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import { looksRight } from './value.ts'

/** Adds one address or domain to one of the lists; on the suppression list it can end by itself. */
export function AddDialog({ list, onClose }: { list: UploadList; onClose: () => void }) {
  const t = useText()
  const suppress = useAction(addSuppression, { makesStale: [listSuppressions] })
  const allow = useAction(addAllowed, { makesStale: [listAllowed] })
  const [type, setType] = useState<ListedType>('address')
  const [value, setValue] = useState('')
  const [comment, setComment] = useState('')
  const [until, setUntil] = useState<CalendarDate | null>(null)
  const [asked, setAsked] = useState(false)
  const zone = getLocalTimeZone()
  const tomorrow = today(zone).add({ days: 1 })
  const isWrong = asked && !looksRight(type, value)
  const isPast = until !== null && until.compare(tomorrow) < 0
  const isAllowed = list === 'allowed'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!looksRight(type, value) || isPast) return
    const entry = { type, value, comment }
    const done = (words: 'admin.allowed.added' | 'admin.suppressions.added') => ({
      onSuccess: (added: { value: string }) => {
        notify.positive(t(words, { value: added.value }))
        onClose()
      },
    })
    if (isAllowed) allow.mutate({ body: entry }, done('admin.allowed.added'))
    else {
      const expiresAt = until?.toDate(zone).toISOString() ?? null
      suppress.mutate({ body: { ...entry, expiresAt } }, done('admin.suppressions.added'))
    }
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t(isAllowed ? 'admin.allowed.add' : 'admin.suppressions.add')}</Heading>
      <Content>
        <form id="add-entry" className="admin-stack" onSubmit={submit} noValidate>
          <ProblemNote problem={suppress.error ?? allow.error} />
          <RadioGroup
            label={t('admin.suppressions.type')}
            orientation="horizontal"
            value={type}
            onChange={(chosen) => setType(chosen === 'domain' ? 'domain' : 'address')}
          >
            <Radio value="address">{t('admin.suppressions.address')}</Radio>
            <Radio value="domain">{t('admin.suppressions.domain')}</Radio>
          </RadioGroup>
          <TextField
            label={t(`admin.suppressions.${type}`)}
            value={value}
            onChange={setValue}
            isInvalid={isWrong}
            errorMessage={t(`admin.suppressions.${type}.wrong`)}
            description={t(
              isAllowed && type === 'domain'
                ? 'admin.allowed.domain.help'
                : `admin.suppressions.${type}.help`,
            )}
            maxLength={254}
            autoComplete="off"
            inputMode={type === 'address' ? 'email' : 'url'}
            autoFocus
            isRequired
            styles={style({ width: 'full' })}
          />
          <TextField
            label={t('admin.suppressions.comment')}
            value={comment}
            onChange={setComment}
            maxLength={500}
            autoComplete="off"
            styles={style({ width: 'full' })}
          />
          {!isAllowed && (
            <DatePicker
              label={t('admin.suppressions.until')}
              value={until}
              onChange={setUntil}
              minValue={tomorrow}
              isInvalid={isPast}
              errorMessage={t('admin.suppressions.until.wrong')}
              description={t('admin.suppressions.until.help')}
            />
          )}
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          type="submit"
          form="add-entry"
          isPending={suppress.isPending || allow.isPending}
        >
          {t('admin.suppressions.add.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
