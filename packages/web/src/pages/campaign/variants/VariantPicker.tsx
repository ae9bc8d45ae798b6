import type { Variant } from '@chappe/core/campaign/schema'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'

interface Props {
  label: string
  variants: readonly Pick<Variant, 'id' | 'name'>[]
  /** Null: the campaign's own content. */
  chosen: string | null
  onChoose: (id: string | null) => void
}

const own = 'own content'

/** Chooses one of the contents of a campaign. */
export function VariantPicker({ label, variants, chosen, onChoose }: Props) {
  const t = useText()
  const choices = [{ id: own, name: t('variants.own') }, ...variants]
  return (
    <Picker
      aria-label={label}
      items={choices}
      value={chosen ?? own}
      onChange={(key) => onChoose(key === null || key === own ? null : String(key))}
      styles={style({ width: 176 })}
    >
      {({ id, name }) => <PickerItem id={id}>{name}</PickerItem>}
    </Picker>
  )
}
