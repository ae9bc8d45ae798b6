import {
  type CalendarColor,
  calendarColors,
  deleteExternalCalendar,
  type ExternalCalendar,
  editExternalCalendar,
} from '@chappe/core/api/calendar'
import { externalLimits } from '@chappe/core/schedule/calendar/external'
import { ActionButton, FileTrigger, Picker, PickerItem, Text, TextField } from '@react-spectrum/s2'
import Delete from '@react-spectrum/s2/icons/Delete'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useRef, useState } from 'react'
import { useAction } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import css from '../dialogs.module.css'
import { accepted, stale } from './shared.ts'

interface Props {
  calendar: ExternalCalendar
  mayWrite: boolean
  onFile: (files: FileList | null) => void
  onRemoved: () => void
}

/** One of the calendars of others: its name, its colour, its file. Changes are saved as they are made. */
export function CalendarFields({ calendar, mayWrite, onFile, onRemoved }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const edit = useAction(editExternalCalendar, stale)
  const remove = useAction(deleteExternalCalendar, stale)
  const [name, setName] = useState(calendar.name)
  const { id, revision } = calendar
  const [color, setColor] = useState(calendar.color)
  const newest = useRef(revision)
  newest.current = Math.max(newest.current, revision)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  /** One after the other: each change is made to what the one before has left. */
  const save = (changes: { name?: string; color?: CalendarColor }) => {
    last.current = last.current
      .then(() => edit.mutateAsync({ params: { id }, body: { revision: newest.current, ...changes } }))
      .then(
        (saved) => {
          newest.current = saved.revision
        },
        () => setColor(calendar.color),
      )
  }
  const sure = () =>
    confirm({
      title: t('calendar.external.delete.title', { name: calendar.name }),
      body: t('calendar.external.delete.body'),
      action: t('common.delete'),
      tone: 'destructive',
    })
  return (
    <li>
      <ProblemNote problem={edit.error ?? remove.error} />
      <div className={css.calendar}>
        <TextField
          label={t('calendar.external.name')}
          value={name}
          maxLength={externalLimits.name}
          isReadOnly={!mayWrite}
          onChange={setName}
          onBlur={() => {
            const tidy = name.trim()
            if (tidy === '') setName(calendar.name)
            else if (tidy !== calendar.name) save({ name: tidy })
          }}
          styles={style({ flexGrow: 1 })}
        />
        <Picker
          label={t('calendar.external.color')}
          isDisabled={!mayWrite}
          value={color}
          onChange={(key) => {
            setColor(key as CalendarColor)
            save({ color: key as CalendarColor })
          }}
          styles={style({ width: 128 })}
        >
          {calendarColors.map((color) => (
            <PickerItem key={color} id={color} textValue={t(`calendar.color.${color}`)}>
              <Text slot="label">{t(`calendar.color.${color}`)}</Text>
            </PickerItem>
          ))}
        </Picker>
        {mayWrite && (
          <>
            <FileTrigger acceptedFileTypes={accepted} onSelect={onFile}>
              <ActionButton>{t('calendar.external.replace')}</ActionButton>
            </FileTrigger>
            <ActionButton
              aria-label={t('calendar.external.delete', { name: calendar.name })}
              isPending={remove.isPending}
              onPress={async () => {
                if (await sure()) remove.mutate({ params: { id } }, { onSuccess: onRemoved })
              }}
            >
              <Delete />
            </ActionButton>
          </>
        )}
      </div>
      <p className={css.quiet}>{t('calendar.external.events', { count: calendar.events })}</p>
    </li>
  )
}
