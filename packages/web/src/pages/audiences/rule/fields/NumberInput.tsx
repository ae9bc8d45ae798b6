import { NumberField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

interface Props {
  label: string
  /** NaN: nothing yet. */
  value: number
  onChange: (value: number) => void
}

/** Any number, as precise as it is typed. */
export const NumberInput = ({ label, value, onChange }: Props) => (
  <NumberField
    aria-label={label}
    value={value}
    onChange={onChange}
    formatOptions={{ maximumFractionDigits: 10 }}
    hideStepper
    styles={style({ width: 120 })}
  />
)
