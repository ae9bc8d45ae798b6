import {
  type CalendarColor,
  type CalendarWarning,
  calendarColors,
  createExternalCalendar,
  deleteExternalCalendar,
  type ExternalCalendar,
  editExternalCalendar,
  listExternalCalendars,
  listExternalEvents,
  replaceExternalCalendar,
} from '@chappe/core/api/calendar'
import { externalLimits } from '@chappe/core/schedule/calendar/external'
import type { SlashedDates } from '@chappe/core/schedule/calendar/read-csv'
import {
  ActionButton,
  Button,
  ButtonGroup,
  Content,
  Dialog,
  FileTrigger,
  Heading,
  Picker,
  PickerItem,
  Text,
  TextField,
} from '@react-spectrum/s2'
import Delete from '@react-spectrum/s2/icons/Delete'
import UploadToCloud from '@react-spectrum/s2/icons/UploadToCloud'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useAction } from '../../data.ts'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import css from './calendar.module.css'

const stale = { makesStale: [listExternalCalendars, listExternalEvents] }
const narrow = style({ width: 144 })

/** What a file is told by its name and its first line: programs name types as they like. */
const formatOf = (name: string, source: string) =>
  /\.ics$/i.test(name) || /^\ufeff?\s*BEGIN:VCALENDAR/i.test(source) ? 'ics' : 'csv'

/** The calendars of others: three at most, each from a file that somebody put here. */
export function ExternalDialog({
  calendars,
  onClose,
}: {
  calendars: readonly ExternalCalendar[]
  onClose: () => void
}) {
  const t = useText()
  const mayWrite = useMay('campaigns:write')
  const create = useAction(createExternalCalendar, stale)
  const replace = useAction(replaceExternalCalendar, stale)
  const [dates, setDates] = useState<SlashedDates>(t.locale === 'fr' ? 'dmy' : 'mdy')
  const [warnings, setWarnings] = useState<readonly CalendarWarning[]>([])
  const [isTooLarge, setTooLarge] = useState(false)

  const take = async (files: FileList | null, before?: ExternalCalendar) => {
    const file = files?.[0]
    if (!file) return
    setWarnings([])
    setTooLarge(file.size > externalLimits.size)
    if (file.size > externalLimits.size) return
    const source = await file.text()
    const body = { format: formatOf(file.name, source), dates, source } as const
    const onSuccess = (uploaded: { warnings: CalendarWarning[] }) => setWarnings(uploaded.warnings)
    const free = calendarColors.find((color) => calendars.every((one) => one.color !== color)) ?? 'gray'
    if (before)
      replace.mutate(
        { params: { id: before.id }, body: { revision: before.revision, ...body } },
        { onSuccess },
      )
    else {
      const name = file.name.replace(/\.\w+$/, '').slice(0, 100) || t('calendar.external')
      create.mutate({ body: { name, color: free, ...body } }, { onSuccess })
    }
  }

  return (
    <Dialog size="L">
      <Heading slot="title">{t('calendar.external.title')}</Heading>
      <Content>
        <div className={css.form}>
          <p>{t('calendar.external.body', { most: externalLimits.calendars })}</p>
          <ProblemNote problem={create.error ?? replace.error} />
          {isTooLarge && <p role="alert">{t('calendar.external.tooLarge')}</p>}
          <Warnings warnings={warnings} />
          <ul className={css.calendars}>
            {calendars.map((one) => (
              <Calendar
                key={one.id}
                calendar={one}
                mayWrite={mayWrite}
                onFile={(files) => void take(files, one)}
              />
            ))}
          </ul>
          {mayWrite && (
            <div className={css.upload}>
              <Picker
                label={t('calendar.external.dates')}
                description={t('calendar.external.dates.help')}
                value={dates}
                onChange={(key) => setDates(key === 'dmy' ? 'dmy' : 'mdy')}
              >
                <PickerItem id="mdy">{t('calendar.external.mdy')}</PickerItem>
                <PickerItem id="dmy">{t('calendar.external.dmy')}</PickerItem>
              </Picker>
              {calendars.length < externalLimits.calendars && (
                <FileTrigger
                  acceptedFileTypes={['.ics', '.csv', 'text/calendar', 'text/csv']}
                  onSelect={(files) => void take(files)}
                >
                  <Button variant="accent" isPending={create.isPending}>
                    <UploadToCloud />
                    <Text>{t('calendar.external.add')}</Text>
                  </Button>
                </FileTrigger>
              )}
            </div>
          )}
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.close')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

function Warnings({ warnings }: { warnings: readonly CalendarWarning[] }) {
  const t = useText()
  if (warnings.length === 0) return null
  return (
    <div role="status" className={css.warnings}>
      <strong>{t('calendar.external.warnings', { count: warnings.length })}</strong>
      <ul>
        {warnings.slice(0, 10).map((one) => (
          <li key={`${one.line} ${one.code} ${one.text}`}>
            {one.line !== undefined && `${t('calendar.external.line', { line: one.line })} `}
            {t(`calendar.external.warning.${one.code}`)} <span className={css.quiet}>{one.text}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Calendar({
  calendar,
  mayWrite,
  onFile,
}: {
  calendar: ExternalCalendar
  mayWrite: boolean
  onFile: (files: FileList | null) => void
}) {
  const t = useText()
  const edit = useAction(editExternalCalendar, stale)
  const remove = useAction(deleteExternalCalendar, stale)
  const [name, setName] = useState(calendar.name)
  const { id, revision } = calendar
  const save = (changes: { name?: string; color?: CalendarColor }) =>
    edit.mutate({ params: { id }, body: { revision, ...changes } })
  return (
    <li>
      <ProblemNote problem={edit.error ?? remove.error} />
      <div className={css.calendar}>
        <TextField
          label={t('calendar.external.name')}
          value={name}
          maxLength={100}
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
          value={calendar.color}
          onChange={(key) => save({ color: key as CalendarColor })}
          styles={narrow}
        >
          {calendarColors.map((color) => (
            <PickerItem key={color} id={color} textValue={t(`calendar.color.${color}`)}>
              {t(`calendar.color.${color}`)}
            </PickerItem>
          ))}
        </Picker>
        {mayWrite && (
          <>
            <FileTrigger acceptedFileTypes={['.ics', '.csv', 'text/calendar', 'text/csv']} onSelect={onFile}>
              <ActionButton>{t('calendar.external.replace')}</ActionButton>
            </FileTrigger>
            <ActionButton
              aria-label={t('calendar.external.delete', { name: calendar.name })}
              isPending={remove.isPending}
              onPress={() => remove.mutate({ params: { id } })}
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
