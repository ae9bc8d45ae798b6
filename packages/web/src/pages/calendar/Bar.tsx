import { parseDate } from '@chappe/core/schedule/civil'
import { CalendarDate, parseDate as parseCalendarDate } from '@internationalized/date'
import {
  ActionButton,
  Button,
  ComboBox,
  ComboBoxItem,
  DatePicker,
  SegmentedControl,
  SegmentedControlItem,
  Text,
} from '@react-spectrum/s2'
import ChevronLeft from '@react-spectrum/s2/icons/ChevronLeft'
import ChevronRight from '@react-spectrum/s2/icons/ChevronRight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { tagOf } from '../../messages/index.ts'
import { deviceTimeZone } from '../../parts/dates.ts'
import { useText } from '../../text.ts'
import { timeZones } from '../campaign/editor/schedule.ts'
import css from './bar.module.css'
import { calendarViews } from './search.ts'
import { turned } from './steps.ts'
import type { Shown } from './useCalendar.ts'
import { useCalendarState } from './useCalendarState.ts'
import { titled } from './words.ts'

/** Which time is shown, the ways to another one, and in which time zone. */
export function Bar({ view, zone, date, today, range }: Shown) {
  const t = useText()
  const { change } = useCalendarState()
  const tag = tagOf[t.locale]
  const zones = useMemo(
    () => timeZones([zone, deviceTimeZone()]).map((id) => ({ id, name: id.replaceAll('_', ' ') })),
    [zone],
  )
  const noon = (day: string) => parseDate(day)! * 86_400_000 + 43_200_000
  const title =
    view === 'month'
      ? new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(date))
      : new Intl.DateTimeFormat(tag, {
          day: 'numeric',
          month: 'long',
          year: 'numeric',
          timeZone: 'UTC',
        }).formatRange(noon(range.days[0]!.date), noon(range.days.at(-1)!.date))
  const go = (to: string) => change({ date: to === today ? undefined : to })
  return (
    <div className={css.bar}>
      <h2 className={css.period} aria-live="polite">
        {titled(title, t)}
      </h2>
      <div className={css.group}>
        <ActionButton aria-label={t(`calendar.previous.${view}`)} onPress={() => go(turned(date, view, -1))}>
          <ChevronLeft />
        </ActionButton>
        <Button variant="secondary" fillStyle="outline" onPress={() => go(today)}>
          {t('calendar.today')}
        </Button>
        <ActionButton aria-label={t(`calendar.next.${view}`)} onPress={() => go(turned(date, view, 1))}>
          <ChevronRight />
        </ActionButton>
      </div>
      <DatePicker
        aria-label={t('calendar.date')}
        value={parseCalendarDate(date)}
        // While a year is typed it is one of long ago.
        onChange={(value) =>
          value instanceof CalendarDate && parseDate(value.toString()) !== null && go(value.toString())
        }
        styles={style({ width: 160 })}
      />
      <SegmentedControl
        aria-label={t('calendar.view')}
        selectedKey={view}
        onSelectionChange={(key) => change({ view: key === 'month' ? 'month' : undefined })}
      >
        {calendarViews.map((one) => (
          <SegmentedControlItem key={one} id={one}>
            <Text>{t(`calendar.view.${one}`)}</Text>
          </SegmentedControlItem>
        ))}
      </SegmentedControl>
      <ComboBox
        aria-label={t('calendar.zone')}
        defaultItems={zones}
        selectedKey={zone}
        onSelectionChange={(key) =>
          key !== null && change({ zone: key === deviceTimeZone() ? undefined : String(key) })
        }
        styles={style({ width: 208 })}
      >
        {({ id, name }) => (
          <ComboBoxItem id={id} textValue={name}>
            {name}
          </ComboBoxItem>
        )}
      </ComboBox>
    </div>
  )
}
