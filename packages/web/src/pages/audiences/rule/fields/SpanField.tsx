import { type TimeUnit, timeUnits } from '@chappe/core/audience/rule'
import { NumberField, Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'

interface Span {
  readonly amount: number
  readonly unit: TimeUnit
}

/** A length of time: 30 days. */
export function SpanField({ value, onChange }: { value: Span; onChange: (span: Span) => void }) {
  const t = useText()
  const { amount, unit } = value
  return (
    <>
      <NumberField
        aria-label={t('audiences.amount')}
        value={amount}
        minValue={1}
        maxValue={10_000}
        onChange={(next) => onChange({ amount: next, unit })}
        styles={style({ width: 96 })}
      />
      <Picker
        aria-label={t('audiences.unit')}
        value={unit}
        onChange={(key) => onChange({ amount, unit: key as TimeUnit })}
        styles={style({ width: 120 })}
      >
        {timeUnits.map((one) => (
          <PickerItem key={one} id={one}>
            {t(`audiences.unit.${one}`, { count: Number.isNaN(amount) ? 2 : amount })}
          </PickerItem>
        ))}
      </Picker>
    </>
  )
}
