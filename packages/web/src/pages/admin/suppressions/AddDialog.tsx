import { addSuppression, listSuppressions } from '@chappe/core/api/profiles'
import {
  Button,
  ButtonGroup,
  Content,
  Dialog,
  Heading,
  Radio,
  RadioGroup,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import { looksRight, type SuppressionType } from './value.ts'

export function AddDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const add = useAction(addSuppression, { makesStale: [listSuppressions] })
  const [type, setType] = useState<SuppressionType>('address')
  const [value, setValue] = useState('')
  const [comment, setComment] = useState('')
  const [asked, setAsked] = useState(false)
  const isWrong = asked && !looksRight(type, value)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!looksRight(type, value)) return
    add.mutate(
      { body: { type, value, comment } },
      {
        onSuccess: (added) => {
          notify.positive(t('admin.suppressions.added', { value: added.value }))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t('admin.suppressions.add')}</Heading>
      <Content>
        <form id="add-suppression" className="admin-stack" onSubmit={submit} noValidate>
          <ProblemNote problem={add.error} />
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
            description={t(`admin.suppressions.${type}.help`)}
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
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="accent" type="submit" form="add-suppression" isPending={add.isPending}>
          {t('admin.suppressions.add.submit')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}
