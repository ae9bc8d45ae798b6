import { type DateValue, parseAbsolute, parseDate, toCalendarDate } from '@internationalized/date'
import { DatePicker } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

/** A day as it is written, or the day (UTC) of an instant that a rule made elsewhere has. */
function dayOf(value: string): DateValue | null {
  try {
    return value.includes('T') ? toCalendarDate(parseAbsolute(value, 'UTC')) : parseDate(value)
  } catch {
    return null
  }
}

interface Props {
  label: string
  /** Empty: nothing yet. */
  value: string
  onChange: (day: string) => void
}

export const DayField = ({ label, value, onChange }: Props) => (
  <DatePicker<DateValue>
    aria-label={label}
    value={dayOf(value)}
    onChange={(date) => onChange(date?.toString() ?? '')}
    shouldForceLeadingZeros
    styles={style({ width: 176 })}
  />
)
