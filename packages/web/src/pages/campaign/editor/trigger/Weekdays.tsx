import { Checkbox, CheckboxGroup } from '@react-spectrum/s2'
import { useIntl } from 'react-intl'

interface Props {
  label: string
  description: string
  days: readonly number[]
  isReadOnly: boolean
  onChange: (days: number[]) => void
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** The names of the days of the week, 1 (Monday) to 7, as the reader writes them. */
export function useWeekdayName(): (day: number) => string {
  const intl = useIntl()
  // The first of January 2024 was a Monday.
  return (day) => intl.formatDate(Date.UTC(2024, 0, day), { weekday: 'long', timeZone: 'UTC' })
}

export function Weekdays({ days, onChange, ...rest }: Props) {
  const nameOf = useWeekdayName()
  return (
    <CheckboxGroup
      {...rest}
      orientation="horizontal"
      value={days.map(String)}
      onChange={(chosen) => onChange(chosen.map(Number).sort())}
    >
      {weekdays.map((day) => (
        <Checkbox key={day} value={String(day)}>
          {nameOf(day)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  )
}
