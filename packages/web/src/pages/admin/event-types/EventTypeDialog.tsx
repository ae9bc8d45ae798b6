import { createEventType, listEventTypes, saveEventType } from '@chappe/core/api/event-types'
import { EventType, type KnownEventType } from '@chappe/core/profile/event'
import { ActionButton, Button, Content, Dialog, Heading, TextArea, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { ApiProblem } from '../../../problem.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../../profiles/profiles.module.css'
import { exampleSchema, readSchema } from './schema.ts'

interface Props {
  /** The type to change, or one of which events came in to declare; without one, a new one. */
  type: KnownEventType | undefined
  onClose: () => void
}

const full = style({ width: 'full' })

/** Declares a type of events: its name, and what the data of its events must be. */
export function EventTypeDialog({ type, onClose }: Props) {
  const t = useText()
  const makesStale = [listEventTypes]
  const create = useAction(createEventType, { makesStale })
  const save = useAction(saveEventType, { makesStale })
  const [key, setKey] = useState(type?.key ?? '')
  const [name, setName] = useState(type?.name ?? '')
  const [text, setText] = useState(type?.schema ? JSON.stringify(type.schema, null, 2) : '')
  const [asked, setAsked] = useState(false)
  const problem = create.error ?? save.error
  const isTaken = problem instanceof ApiProblem && problem.type === 'event/taken'
  const isKeyWrong = !EventType.safeParse(key).success
  const read = readSchema(text)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isKeyWrong || !read.ok) return
    const body = { name: name.trim(), schema: read.schema }
    const done = {
      onSuccess: () => {
        notify.positive(t('eventTypes.saved', { name: name.trim() || key }))
        onClose()
      },
    }
    if (type?.declared) save.mutate({ params: { key: type.key }, body }, done)
    else create.mutate({ body: { ...body, key } }, done)
  }
  return (
    <Dialog size="L">
      <Heading slot="title">
        {type
          ? t(type.declared ? 'eventTypes.edit.title' : 'eventTypes.declare.title', { key: type.key })
          : t('eventTypes.create')}
      </Heading>
      <Content>
        <form id="event-type" className={css.form} onSubmit={submit} noValidate>
          {!isTaken && <ProblemNote problem={problem} />}
          {!type && (
            <TextField
              label={t('eventTypes.key')}
              description={t('eventTypes.key.help')}
              value={key}
              onChange={(next) => {
                setKey(next.trim())
                create.reset()
              }}
              isRequired
              isInvalid={isTaken || (asked && isKeyWrong)}
              errorMessage={t(isTaken ? 'eventTypes.key.taken' : 'eventTypes.key.wrong')}
              maxLength={100}
              autoComplete="off"
              autoFocus
              styles={full}
            />
          )}
          <TextField
            label={t('eventTypes.name')}
            value={name}
            onChange={setName}
            maxLength={120}
            autoComplete="off"
            autoFocus={type !== undefined}
            styles={full}
          />
          <TextArea
            label={t('eventTypes.schema')}
            description={t('eventTypes.schema.help')}
            value={text}
            onChange={setText}
            isInvalid={asked && !read.ok}
            errorMessage={read.ok ? undefined : t(read.mistake)}
            styles={full}
            UNSAFE_style={{ fontFamily: 'var(--font-mono)' }}
          />
          {text.trim() === '' && (
            <div>
              <ActionButton onPress={() => setText(exampleSchema)}>
                {t('eventTypes.schema.example')}
              </ActionButton>
            </div>
          )}
          <p className={page.quiet}>{t('eventTypes.effect')}</p>
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          type="submit"
          form="event-type"
          isPending={create.isPending || save.isPending}
        >
          {t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
