import {
  CalendarWarning,
  calendarColors,
  createExternalCalendar,
  type ExternalCalendar,
  replaceExternalCalendar,
} from '@chappe/core/api/calendar'
import { externalLimits } from '@chappe/core/schedule/calendar/external'
import type { SlashedDates } from '@chappe/core/schedule/calendar/read-csv'
import { Button, Content, Dialog, FileTrigger, Heading, Picker, PickerItem, Text } from '@react-spectrum/s2'
import UploadToCloud from '@react-spectrum/s2/icons/UploadToCloud'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useRef, useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { ApiProblem } from '../../../problem.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import css from '../dialogs.module.css'
import { CalendarFields } from './CalendarFields.tsx'
import { readCalendarFile } from './read-file.ts'
import { accepted, stale } from './shared.ts'
import { Warnings } from './Warnings.tsx'

interface Props {
  calendars: readonly ExternalCalendar[]
  onClose: () => void
}

/** What is wrong in a file of which nothing could be read. */
function refusedFor(problem: unknown): readonly CalendarWarning[] {
  const found = problem instanceof ApiProblem ? problem.members.warnings : undefined
  return CalendarWarning.array().safeParse(found).data ?? []
}

/** The calendars of others: three at most, each from a file that somebody put here. */
export function ExternalDialog({ calendars, onClose }: Props) {
  const t = useText()
  const mayWrite = useMay('campaigns:write')
  const create = useAction(createExternalCalendar, stale)
  const replace = useAction(replaceExternalCalendar, stale)
  const [dates, setDates] = useState<SlashedDates>(t.locale === 'fr' ? 'dmy' : 'mdy')
  const [warnings, setWarnings] = useState<readonly CalendarWarning[]>([])
  const [unread, setUnread] = useState<'empty' | 'too-large' | null>(null)

  const problem = create.error ?? replace.error

  // What had the focus goes with its calendar.
  const form = useRef<HTMLDivElement>(null)

  const take = async (files: FileList | null, before?: ExternalCalendar) => {
    const file = files?.[0]
    if (!file) return
    create.reset()
    replace.reset()
    setWarnings([])
    const read = await readCalendarFile(file)
    setUnread(typeof read === 'string' ? read : null)
    if (typeof read === 'string') return
    const body = { ...read, dates }
    const onSuccess = (uploaded: { warnings: CalendarWarning[] }) => setWarnings(uploaded.warnings)
    if (before) {
      const { id, revision } = before
      replace.mutate({ params: { id }, body: { revision, ...body } }, { onSuccess })
      return
    }
    const name = file.name.replace(/\.\w+$/, '').slice(0, externalLimits.name) || t('calendar.external')
    const free = calendarColors.find((color) => calendars.every((one) => one.color !== color)) ?? 'gray'
    create.mutate({ body: { name, color: free, ...body } }, { onSuccess })
  }

  return (
    <Dialog size="L">
      <Heading slot="title">{t('calendar.external.title')}</Heading>
      <Content>
        <div className={css.form} ref={form} tabIndex={-1}>
          <p>{t('calendar.external.body', { most: externalLimits.calendars })}</p>
          <ProblemNote problem={problem} />
          {unread && <p role="alert">{t(`calendar.external.${unread}`)}</p>}
          <Warnings warnings={problem ? refusedFor(problem) : warnings} />
          {calendars.length > 0 && (
            <ul className={css.calendars}>
              {calendars.map((one) => (
                <CalendarFields
                  key={one.id}
                  calendar={one}
                  mayWrite={mayWrite}
                  onFile={(files) => void take(files, one)}
                  onRemoved={() => form.current?.focus()}
                />
              ))}
            </ul>
          )}
          {mayWrite && (
            <div className={css.upload}>
              <Picker
                label={t('calendar.external.dates')}
                description={t('calendar.external.dates.help')}
                value={dates}
                onChange={(key) => setDates(key === 'dmy' ? 'dmy' : 'mdy')}
                styles={style({ width: 320, maxWidth: 'full' })}
              >
                <PickerItem id="mdy">{t('calendar.external.mdy')}</PickerItem>
                <PickerItem id="dmy">{t('calendar.external.dmy')}</PickerItem>
              </Picker>
              {calendars.length < externalLimits.calendars && (
                <FileTrigger acceptedFileTypes={accepted} onSelect={(files) => void take(files)}>
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
      <DialogButtons onClose={onClose} />
    </Dialog>
  )
}
