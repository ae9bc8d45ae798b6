import { createTemplate, listTemplates } from '@chappe/core/api/templates'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { contentLimits } from '@chappe/core/content/schema'
import { Button, Content, Dialog, Heading, TextArea, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { TagsField } from '../editor/TagsField.tsx'

interface Props {
  isOpen: boolean
  content: EmailContent
  /** A name to begin with. */
  suggestion: string
  onClose: () => void
}

/** Keeps a copy of the content in the library. */
export function SaveAsTemplate({ isOpen, onClose, ...rest }: Props) {
  return (
    <DialogContainer onDismiss={onClose}>{isOpen && <Form {...rest} onClose={onClose} />}</DialogContainer>
  )
}

const full = style({ width: 'full' })

function Form({ content, suggestion, onClose }: Omit<Props, 'isOpen'>) {
  const t = useText()
  const navigate = useNavigate()
  const [name, setName] = useState(suggestion)
  const [description, setDescription] = useState('')
  const [tags, setTags] = useState<string[]>([])
  const create = useAction(createTemplate, { makesStale: [listTemplates] })
  const isNameless = name.trim() === ''

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (isNameless || create.isPending) return
    create.mutate(
      { body: { name, description, tags, content } },
      {
        onSuccess: ({ id, name: saved }) => {
          onClose()
          notify.positive(t('content.saveAs.done', { name: saved }), {
            label: t('content.saveAs.open'),
            run: () => void navigate({ to: '/templates/$id', params: { id } }),
          })
        },
      },
    )
  }

  return (
    <Dialog size="M">
      <Heading slot="title">{t('content.saveAs')}</Heading>
      <Content>
        <div className={page.stack}>
          <ProblemNote problem={create.error} />
          <p className={page.quiet}>{t('content.saveAs.help')}</p>
          <form id="save-as-template" className={page.stack} onSubmit={submit}>
            <TextField
              label={t('templates.name')}
              value={name}
              onChange={setName}
              maxLength={contentLimits.name}
              isInvalid={isNameless}
              errorMessage={t('templates.name.missing')}
              isRequired
              autoFocus
              styles={full}
            />
            <TextArea
              label={t('templates.description')}
              value={description}
              onChange={setDescription}
              maxLength={contentLimits.description}
              styles={full}
            />
          </form>
          <TagsField tags={tags} isReadOnly={false} onChange={setTags} />
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          onPress={() => submit()}
          isPending={create.isPending}
          isDisabled={isNameless}
        >
          {t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
