import { createField, listFields, saveField } from '@chappe/core/api/profile-fields'
import { listAttributes } from '@chappe/core/api/profiles'
import { type FieldType, fieldTypes, type ProfileField } from '@chappe/core/profile/fields'
import {
  Button,
  Content,
  Dialog,
  Heading,
  Picker,
  PickerItem,
  Switch,
  TextArea,
  TextField,
} from '@react-spectrum/s2'
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
import { emptyForm, type FieldForm, formOf, inputOf, mistakesOf, takesOptions } from './form.ts'

interface Props {
  /** The declaration to change; without one, a new one. */
  field: ProfileField | undefined
  onClose: () => void
}

const full = style({ width: 'full' })

/** Declares an attribute: where it stands, what it is, and how people call it. */
export function FieldDialog({ field, onClose }: Props) {
  const t = useText()
  const [form, setForm] = useState<FieldForm>(field ? formOf(field) : emptyForm)
  const [asked, setAsked] = useState(false)
  const makesStale = [listFields, listAttributes]
  const create = useAction(createField, { makesStale })
  const save = useAction(saveField, { makesStale })
  const problem = create.error ?? save.error
  const isTaken = problem instanceof ApiProblem && problem.type === 'field/taken'
  const mistakes = mistakesOf(form)
  const change = (changes: Partial<FieldForm>) => setForm((now) => ({ ...now, ...changes }))
  const mistake = (name: 'path' | 'options') => {
    if (name === 'path' && isTaken) return t('fields.path.taken')
    const id = asked ? mistakes[name] : undefined
    return id && t(id)
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (Object.keys(mistakes).length > 0) return
    const done = {
      onSuccess: () => {
        notify.positive(t('fields.saved', { name: form.path }))
        onClose()
      },
    }
    const body = inputOf(form)
    if (field) save.mutate({ params: { path: field.path }, body }, done)
    else create.mutate({ body: { ...body, path: form.path } }, done)
  }
  return (
    <Dialog size="L">
      <Heading slot="title">
        {field ? t('fields.edit.title', { path: field.path }) : t('fields.create')}
      </Heading>
      <Content>
        <form id="field" className={css.form} onSubmit={submit} noValidate>
          {!isTaken && <ProblemNote problem={problem} />}
          {!field && (
            <TextField
              label={t('fields.path')}
              description={t('fields.path.help')}
              value={form.path}
              onChange={(path) => change({ path: path.trim() })}
              isRequired
              isInvalid={mistake('path') !== undefined}
              errorMessage={mistake('path')}
              maxLength={200}
              autoComplete="off"
              autoFocus
              styles={full}
            />
          )}
          <div className={css.pair}>
            <TextField
              label={t('fields.label.fr')}
              value={form.fr}
              onChange={(fr) => change({ fr })}
              maxLength={120}
              autoComplete="off"
              autoFocus={field !== undefined}
              styles={full}
            />
            <TextField
              label={t('fields.label.en')}
              value={form.en}
              onChange={(en) => change({ en })}
              maxLength={120}
              autoComplete="off"
              styles={full}
            />
          </div>
          <Picker
            label={t('fields.type')}
            value={form.type}
            onChange={(key) => change({ type: key as FieldType })}
            styles={full}
          >
            {fieldTypes.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`fields.type.${one}`)}
              </PickerItem>
            ))}
          </Picker>
          {takesOptions(form.type) && (
            <TextArea
              label={t('fields.options')}
              description={t('fields.options.help')}
              value={form.options}
              onChange={(options) => change({ options })}
              isInvalid={mistake('options') !== undefined}
              errorMessage={mistake('options')}
              styles={full}
            />
          )}
          <Switch isSelected={form.required} onChange={(required) => change({ required })}>
            {t('fields.required.switch')}
          </Switch>
          <Switch isSelected={form.pii} onChange={(pii) => change({ pii })}>
            {t('fields.pii.switch')}
          </Switch>
          <p className={page.quiet}>{t(field ? 'fields.edit.effect' : 'fields.create.effect')}</p>
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" type="submit" form="field" isPending={create.isPending || save.isPending}>
          {t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
