import type { NumberTest } from '@chappe/core/audience/rule'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import { NumberInput } from './NumberInput.tsx'

const operators = ['at_least', 'greater', 'equals', 'at_most', 'less', 'between'] as const

/** How a count or a sum has to be. */
export function NumberTestFields({
  test,
  onChange,
}: {
  test: NumberTest
  onChange: (test: NumberTest) => void
}) {
  const t = useText()
  return (
    <>
      <Picker
        aria-label={t('audiences.count.operator')}
        value={test.operator}
        onChange={(key) => {
          const first = test.operator === 'between' ? test.from : test.value
          const operator = operators.find((one) => one === key) ?? 'at_least'
          onChange(
            operator === 'between' ? { operator, from: first, to: Number.NaN } : { operator, value: first },
          )
        }}
        styles={style({ width: { default: 'full', sm: 144 } })}
      >
        {operators.map((one) => (
          <PickerItem key={one} id={one}>
            {t(`audiences.count.${one}`)}
          </PickerItem>
        ))}
      </Picker>
      {test.operator === 'between' ? (
        <>
          <NumberInput
            label={t('audiences.value.from')}
            value={test.from}
            onChange={(from) => onChange({ ...test, from })}
          />
          <span>{t('audiences.and')}</span>
          <NumberInput
            label={t('audiences.value.to')}
            value={test.to}
            onChange={(to) => onChange({ ...test, to })}
          />
        </>
      ) : (
        <NumberInput
          label={t('audiences.value')}
          value={test.value}
          onChange={(value) => onChange({ ...test, value })}
        />
      )}
    </>
  )
}
