import {
  type DateValue,
  parseAbsolute,
  parseDate,
  parseDateTime,
  toTimeZone,
  toZoned,
  type ZonedDateTime,
} from '@internationalized/date'
import { DatePicker, NumberField, Picker, PickerItem, TextArea, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { deviceTimeZone } from '../../../parts/dates.ts'
import { useText } from '../../../text.ts'
import type { ValueType } from './draft.ts'

interface Props {
  label: string
  type: ValueType
  options: readonly string[] | null
  isRequired: boolean
  /** Empty: no value. */
  value: string
  onChange: (value: string) => void
  mistake?: string | undefined
  autoFocus?: boolean
}

const none = '\u0000'
const full = style({ width: 'full' })

/** The control that goes with the type of an attribute. */
export function ValueField(props: Props) {
  const { label, type, options, isRequired, value, onChange, mistake, autoFocus = false } = props
  const t = useText()
  const shared = {
    label,
    isRequired,
    isInvalid: mistake !== undefined,
    errorMessage: mistake,
    autoFocus,
    styles: full,
  }
  if (options || type === 'boolean') {
    const known = options ?? ['true', 'false']
    const all = value !== '' && !known.includes(value) ? [value, ...known] : known
    const say = (one: string) => (options ? one : t(one === 'true' ? 'profiles.yes' : 'profiles.no'))
    return (
      <Picker {...shared} value={value || none} onChange={(key) => onChange(key === none ? '' : String(key))}>
        {[none, ...all].map((one) => (
          <PickerItem key={one} id={one}>
            {one === none ? t('profiles.value.none') : say(one)}
          </PickerItem>
        ))}
      </Picker>
    )
  }
  switch (type) {
    case 'integer':
    case 'number':
      return (
        <NumberField
          {...shared}
          value={value === '' ? Number.NaN : Number(value)}
          onChange={(number) => onChange(Number.isNaN(number) ? '' : String(number))}
          formatOptions={{ maximumFractionDigits: type === 'integer' ? 0 : 12, useGrouping: false }}
          hideStepper
        />
      )
    case 'date':
      return (
        <DatePicker<DateValue>
          {...shared}
          value={dayOf(value)}
          onChange={(date) => onChange(date?.toString() ?? '')}
          shouldForceLeadingZeros
        />
      )
    case 'date-time':
      return (
        <DatePicker<ZonedDateTime>
          {...shared}
          granularity="second"
          value={instantOf(value)}
          onChange={(instant) => onChange(instant?.toAbsoluteString() ?? '')}
          shouldForceLeadingZeros
        />
      )
    case 'object':
    case 'array':
      return (
        <TextArea
          {...shared}
          value={value}
          onChange={onChange}
          description={t(type === 'array' ? 'profiles.value.array.help' : 'profiles.value.object.help')}
        />
      )
    default:
      return <TextField {...shared} value={value} onChange={onChange} autoComplete="off" />
  }
}

function dayOf(value: string): DateValue | null {
  try {
    return parseDate(value)
  } catch {
    return null
  }
}

/** In the time zone of the reader; an instant without an offset is meant in UTC. */
function instantOf(value: string): ZonedDateTime | null {
  const zone = deviceTimeZone()
  try {
    return parseAbsolute(value, zone)
  } catch {
    try {
      return toTimeZone(toZoned(parseDateTime(value), 'UTC'), zone)
    } catch {
      return null
    }
  }
}
