import {
  createFeedbackSource,
  type FeedbackSource,
  listFeedbackSources,
  mailboxKinds,
  type SourceKind,
  saveFeedbackSource,
  sourceKinds,
  webhookKinds,
} from '@chappe/core/api/feedback-sources'
import {
  Button,
  Content,
  Dialog,
  Header,
  Heading,
  Picker,
  PickerItem,
  PickerSection,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import {
  configOf,
  emptyForm,
  faultsIn,
  fieldsOf,
  formOf,
  isMailbox,
  isWebhook,
  withSecurity,
} from './form.ts'
import { SettingField } from './SettingField.tsx'

interface Props {
  /** The source to change; without one, a new one is made. */
  source: FeedbackSource | undefined
  onClose: () => void
  /** Of a new mailbox: it was made inactive, to be tried first. */
  onMade: (source: FeedbackSource) => void
}

/** Asks where bounces and complaints come from, and how we get at them. */
export function SourceDialog({ source, onClose, onMade }: Props) {
  const t = useText()
  const create = useAction(createFeedbackSource, { makesStale: [listFeedbackSources] })
  const save = useAction(saveFeedbackSource, { makesStale: [listFeedbackSources] })
  const [form, setForm] = useState(source ? formOf(source) : emptyForm('ses'))
  const [asked, setAsked] = useState(false)
  const { kind, name } = form
  const faults = faultsIn(form, source)
  const isNameless = name.trim() === ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isNameless || Object.keys(faults).length > 0) {
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('#source [aria-invalid="true"]')?.focus(),
      )
      return
    }
    const body = { name: name.trim(), config: configOf(form) }
    if (source) {
      const { id, revision } = source
      save.mutate({ params: { id }, body: { ...body, revision } }, { onSuccess: (saved) => done(saved) })
    } else
      create.mutate(
        { body: { ...body, kind, active: !isMailbox(kind) } },
        { onSuccess: (made) => done(made) },
      )
  }
  const done = (saved: FeedbackSource) => {
    if (source) notify.positive(t('admin.sources.saved', { name: saved.name }))
    else if (isWebhook(saved.kind)) notify.positive(t('admin.sources.created', { name: saved.name }))
    else if (!isMailbox(saved.kind)) notify.positive(t('admin.sources.created.mail', { name: saved.name }))
    onClose()
    if (!source && isMailbox(saved.kind)) onMade(saved)
  }
  const item = (one: SourceKind) => (
    <PickerItem key={one} id={one}>
      {t(`admin.sources.kind.${one}`)}
    </PickerItem>
  )
  const help = isWebhook(kind) ? 'webhook' : isMailbox(kind) ? 'mailbox' : 'smtp'

  return (
    <Dialog size="M">
      <Heading slot="title">
        {source ? t('admin.sources.edit.title', { name: source.name }) : t('admin.sources.create')}
      </Heading>
      <Content>
        <form id="source" className="admin-stack" onSubmit={submit} noValidate>
          <ProblemNote problem={create.error ?? save.error} />
          {!source && (
            <Picker
              label={t('admin.sources.kind')}
              description={t(`admin.sources.kind.help.${help}`)}
              value={kind}
              onChange={(key) => {
                const next = sourceKinds.find((one) => one === key)
                if (next && next !== kind) setForm(emptyForm(next, name))
              }}
              styles={style({ width: 'full' })}
            >
              <PickerSection id="webhooks">
                <Header>
                  <Heading>{t('admin.sources.kinds.webhooks')}</Heading>
                </Header>
                {webhookKinds.map(item)}
              </PickerSection>
              <PickerSection id="mail">
                <Header>
                  <Heading>{t('admin.sources.kinds.mail')}</Heading>
                </Header>
                {mailboxKinds.map(item)}
                {item('smtp')}
              </PickerSection>
            </Picker>
          )}
          <TextField
            label={t('admin.sources.name')}
            value={name}
            onChange={(next) => setForm({ ...form, name: next })}
            isRequired
            isInvalid={asked && isNameless}
            errorMessage={t('admin.sources.required')}
            maxLength={100}
            autoFocus
            autoComplete="off"
            styles={style({ width: 'full' })}
          />
          {fieldsOf(form).map((field) => (
            <SettingField
              key={`${kind} ${field.name}`}
              field={field}
              value={form.config[field.name] ?? ''}
              isStored={source !== undefined}
              fault={asked ? faults[field.name] : undefined}
              onChange={(value) =>
                setForm(
                  field.name === 'security'
                    ? withSecurity(form, value)
                    : { ...form, config: { ...form.config, [field.name]: value } },
                )
              }
            />
          ))}
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" type="submit" form="source" isPending={create.isPending || save.isPending}>
          {t(
            source
              ? 'common.save'
              : isMailbox(kind)
                ? 'admin.sources.createAndTry'
                : 'admin.suppressions.add.submit',
          )}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
