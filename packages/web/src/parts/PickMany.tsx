import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../text.ts'
import { awaiting } from './awaiting.ts'

interface Props<T extends string> {
  label: string
  options: readonly { id: T; label: string }[]
  chosen: readonly T[]
  /** In the order of the options. */
  onChoose: (chosen: T[]) => void
  /** Says how many are chosen, where nothing else on the page says which. */
  isCounted?: boolean
  /** The options are on their way. */
  isLoading?: boolean
}

/** A filter: any number of a few. */
export function PickMany<T extends string>({
  label,
  options,
  chosen,
  onChoose,
  isCounted,
  isLoading = false,
}: Props<T>) {
  const t = useText()
  const counted = isCounted && chosen.length > 0
  return (
    <Picker
      aria-label={label}
      placeholder={label}
      selectionMode="multiple"
      {...awaiting({ isLoading })}
      value={[...chosen]}
      onChange={(keys) => onChoose(options.map(({ id }) => id).filter((id) => keys.includes(id)))}
      renderValue={() => (counted ? t('common.chosen', { label, count: chosen.length }) : label)}
      styles={isCounted ? style({ width: 160 }) : style({ width: 128 })}
    >
      {options.map(({ id, label: text }) => (
        <PickerItem key={id} id={id}>
          {text}
        </PickerItem>
      ))}
    </Picker>
  )
}
