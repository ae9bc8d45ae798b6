import { type CalendarDateTime, parseAbsolute, toCalendarDateTime, toZoned } from '@internationalized/date'
import { Button, Content, DatePicker, Dialog, Heading } from '@react-spectrum/s2'
import { useState } from 'react'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { useText } from '../../text.ts'
import type { BandItem } from './item.ts'

interface Props {
  item: BandItem
  zone: string
  onMove: (to: number) => void
  onClose: () => void
}

/** Moves a draft to a date and time that are typed: for keyboards, fingers, and times that are far away. */
export function MoveDialog({ item, zone, onMove, onClose }: Props) {
  const t = useText()
  const [to, setTo] = useState<CalendarDateTime | null>(() =>
    toCalendarDateTime(parseAbsolute(new Date(item.start).toISOString(), zone)).set({
      second: 0,
      millisecond: 0,
    }),
  )
  const at = to && toZoned(to, zone).toDate().getTime()
  const isPast = at !== null && at < Date.now()
  return (
    <Dialog size="M">
      <Heading slot="title">{t('calendar.move.title', { name: item.name })}</Heading>
      <Content>
        <DatePicker
          label={t('calendar.move.to')}
          description={t(item.band.recurring ? 'calendar.move.series' : 'calendar.zone.in', {
            zone: zone.replaceAll('_', ' '),
          })}
          granularity="minute"
          isInvalid={isPast}
          errorMessage={t('calendar.move.past')}
          value={to}
          onChange={(value) => setTo(value === null ? null : toCalendarDateTime(value))}
        />
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          isDisabled={at === null || isPast}
          onPress={() => {
            onClose()
            if (at !== null) onMove(at)
          }}
        >
          {t('calendar.move.do')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
