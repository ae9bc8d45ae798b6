import { NumberField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

interface Props {
  label: string
  description?: string
  value: number | null
  min: number
  max: number
  step?: number
  isReadOnly: boolean
  /** What is wrong with it, in words. */
  mistake?: string | undefined
  isWide?: boolean
  /** Null: it was emptied. */
  onChange: (value: number | null) => void
}

/** A number, or none: what is emptied is none. */
export function NumberInput({ value, min, max, step, mistake, isWide, onChange, ...rest }: Props) {
  return (
    <NumberField
      {...rest}
      {...(step !== undefined && { step })}
      hideStepper
      minValue={min}
      maxValue={max}
      value={value ?? Number.NaN}
      isInvalid={mistake !== undefined}
      errorMessage={mistake ?? ''}
      formatOptions={{ maximumFractionDigits: step !== undefined && step < 1 ? 2 : 0 }}
      onChange={(number) => onChange(Number.isNaN(number) ? null : number)}
      styles={style({ width: { default: 160, isWide: 280 }, maxWidth: 'full' })({ isWide: isWide ?? false })}
    />
  )
}
