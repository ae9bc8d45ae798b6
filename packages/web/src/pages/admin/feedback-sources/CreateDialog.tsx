import {
  createFeedbackSource,
  listFeedbackSources,
  sourceFields,
  webhookKinds,
} from '@chappe/core/api/feedback-sources'
import {
  Button,
  ButtonGroup,
  Content,
  Dialog,
  Heading,
  Picker,
  PickerItem,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { isMessage, useText } from '../../../text.ts'

/** Asks which provider posts, and how we know that it is the one. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const create = useAction(createFeedbackSource, { makesStale: [listFeedbackSources] })
  const [kind, setKind] = useState<(typeof webhookKinds)[number]>('ses')
  const [name, setName] = useState('')
  const [values, setValues] = useState<Record<string, string>>({})
  const [asked, setAsked] = useState(false)
  const fields = sourceFields[kind]
  const given = (field: string) => (values[field] ?? '').trim()
  const isMissing = (value: string) => asked && value.trim() === ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() === '' || fields.some((field) => given(field.name) === '')) return
    const config = Object.fromEntries(fields.map((field) => [field.name, given(field.name)]))
    create.mutate(
      { body: { kind, name: name.trim(), config } },
      {
        onSuccess: (made) => {
          notify.positive(t('admin.sources.created', { name: made.name }))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t('admin.sources.create')}</Heading>
      <Content>
        <form id="create-source" className="admin-stack" onSubmit={submit} noValidate>
          <ProblemNote problem={create.error} />
          <Picker
            label={t('admin.sources.kind')}
            value={kind}
            onChange={(key) => setKind(webhookKinds.find((one) => one === key) ?? 'ses')}
            styles={style({ width: 'full' })}
          >
            {webhookKinds.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`admin.sources.kind.${one}`)}
              </PickerItem>
            ))}
          </Picker>
          <TextField
            label={t('admin.sources.name')}
            value={name}
            onChange={setName}
            isRequired
            isInvalid={isMissing(name)}
            errorMessage={t('admin.sources.required')}
            maxLength={100}
            autoFocus
            autoComplete="off"
            styles={style({ width: 'full' })}
          />
          {fields.map((field) => {
            const label = `admin.sources.field.${field.name}`
            return (
              <TextField
                key={field.name}
                label={isMessage(label) ? t(label) : field.name}
                type={field.secret ? 'password' : 'text'}
                value={values[field.name] ?? ''}
                onChange={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
                isRequired
                isInvalid={isMissing(given(field.name))}
                errorMessage={t('admin.sources.required')}
                autoComplete={field.secret ? 'new-password' : 'off'}
                styles={style({ width: 'full' })}
              />
            )
          })}
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="accent" type="submit" form="create-source" isPending={create.isPending}>
          {t('admin.suppressions.add.submit')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}
