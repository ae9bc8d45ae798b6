import { mostSeeds } from '@chappe/core/configuration/schema'
import { TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useText } from '../../../text.ts'
import { addressesIn } from './seeds.ts'

interface Props {
  value: readonly string[]
  mistake: string | undefined
  isReadOnly: boolean
  onChange: (addresses: string[]) => void
}

/** The seed list: one address a line, or several with commas between them, as one pastes them. */
export function SeedListField({ value, mistake, isReadOnly, onChange }: Props) {
  const t = useText()
  const [typed, setTyped] = useState(value.join('\n'))
  // What was typed stays as it was typed (an empty line, a comma) until the list itself becomes another.
  if (addressesIn(typed).join('\n') !== value.join('\n')) setTyped(value.join('\n'))

  return (
    <TextArea
      label={t('admin.settings.seedList')}
      value={typed}
      onChange={(text) => {
        setTyped(text)
        onChange(addressesIn(text))
      }}
      isReadOnly={isReadOnly}
      isInvalid={mistake !== undefined}
      errorMessage={mistake}
      description={t('admin.settings.seedList.help', { count: value.length, most: mostSeeds })}
      inputMode="email"
      autoComplete="off"
      styles={style({ width: 'full' })}
    />
  )
}
