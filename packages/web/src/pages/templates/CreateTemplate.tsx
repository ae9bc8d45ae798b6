import { createTemplate, listTemplates } from '@chappe/core/api/templates'
import { EmailContent } from '@chappe/core/campaign/schema'
import { contentLimits } from '@chappe/core/content/schema'
import { Button, Content, Dialog, Heading, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../data.ts'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'
import css from '../fragments/fragments.module.css'

/** Names a new template, then opens it: what it says is begun there. */
export function CreateTemplate({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [asked, setAsked] = useState(false)
  const create = useAction(createTemplate, { makesStale: [listTemplates] })
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setAsked(true)
    if (name.trim() === '' || create.isPending) return
    create.mutate(
      { body: { name, content: EmailContent.parse({}) } },
      { onSuccess: ({ id }) => void navigate({ to: '/templates/$id', params: { id } }) },
    )
  }
  return (
    <Dialog size="S">
      <Heading slot="title">{t('templates.create')}</Heading>
      <Content>
        <form onSubmit={submit} noValidate className={css.form}>
          <ProblemNote problem={create.error} />
          <TextField
            label={t('templates.name')}
            value={name}
            onChange={setName}
            maxLength={contentLimits.name}
            isInvalid={asked && name.trim() === ''}
            errorMessage={t('templates.name.missing')}
            isRequired
            autoFocus
            styles={style({ width: 'full' })}
          />
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={() => submit()} isPending={create.isPending}>
          {t('templates.create.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
