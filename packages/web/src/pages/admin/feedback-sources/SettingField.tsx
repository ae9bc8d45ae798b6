import type { SourceField } from '@chappe/core/api/feedback-sources'
import { Picker, PickerItem, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useIntl } from 'react-intl'
import { isMessage, useText } from '../../../text.ts'
import type { Fault } from './form.ts'

interface Props {
  field: SourceField
  value: string
  /** The source is there already, and with it its secrets. */
  isStored: boolean
  fault: Fault | undefined
  onChange: (value: string) => void
}

/** One setting of a source, as its type asks for it. */
export function SettingField({ field, value, isStored, fault, onChange }: Props) {
  const t = useText()
  const intl = useIntl()
  const { name, secret, type, options = [], range, optional } = field
  const say = (id: string) => (isMessage(id) ? t(id) : undefined)
  const label = say(`admin.sources.field.${name}`) ?? name
  if (type === 'choice')
    return (
      <Picker
        label={label}
        value={value}
        onChange={(key) => key !== null && onChange(String(key))}
        styles={style({ width: 'full' })}
      >
        {options.map((one) => (
          <PickerItem key={one} id={one}>
            {say(`admin.sources.choice.${name}.${one}`) ?? one}
          </PickerItem>
        ))}
      </Picker>
    )
  const isKept = secret && isStored
  const [from, to] = range ?? [0, 0]
  const wrong = {
    required: () => t('admin.sources.required'),
    range: () => t('admin.sources.fault.range', { from: intl.formatNumber(from), to: intl.formatNumber(to) }),
    addresses: () => t('admin.sources.fault.addresses'),
    moveTo: () => t('admin.sources.fault.moveTo'),
    other: () => t('admin.sources.fault.other'),
  }
  const description = isKept ? t('admin.sources.secret.kept') : say(`admin.sources.field.${name}.help`)
  return (
    <TextField
      label={label}
      type={secret ? 'password' : 'text'}
      {...(description !== undefined && { description })}
      {...(type === 'integer' && { inputMode: 'numeric' as const })}
      value={value}
      onChange={onChange}
      isRequired={!isKept && (!optional || name === 'moveTo')}
      isInvalid={fault !== undefined}
      errorMessage={fault && wrong[fault]()}
      maxLength={2_000}
      autoComplete={secret ? 'new-password' : 'off'}
      styles={style({ width: 'full' })}
    />
  )
}
