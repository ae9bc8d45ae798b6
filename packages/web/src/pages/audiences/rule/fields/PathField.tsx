import { ruleLimits } from '@chappe/core/audience/rule'
import { ComboBox, ComboBoxItem, Text } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { useText } from '../../../../text.ts'
import { type Attributes, useAttributeName } from '../useAttributes.ts'

interface Props {
  path: string
  items: Attributes['items']
  label: string
  /** The label shows; else only screen readers have it. */
  isLabelled?: boolean
  onChange: (path: string) => void
}

const most = 300

/** The path of an attribute: those that are known are proposed by path and by name, any other may be typed. */
export function PathField({ path, items, label, isLabelled = false, onChange }: Props) {
  const t = useText()
  const nameOf = useAttributeName()
  const offered = useMemo(() => {
    const words = path.toLowerCase()
    const isKnown = items.some((one) => one.path === path)
    return items
      .filter(
        (one) =>
          isKnown ||
          one.path.toLowerCase().includes(words) ||
          nameOf(one.path)?.toLowerCase().includes(words),
      )
      .slice(0, most)
      .map((one) => ({ ...one, id: one.path, name: nameOf(one.path) }))
  }, [items, path, nameOf])
  return (
    <ComboBox
      {...(isLabelled ? { label } : { 'aria-label': label })}
      placeholder={t('audiences.path.placeholder')}
      allowsCustomValue
      menuTrigger="focus"
      items={offered}
      inputValue={path}
      onInputChange={(text) => onChange(text.trim().slice(0, ruleLimits.path))}
      onSelectionChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      menuWidth={320}
      styles={style({ width: { default: 'full', sm: 224 } })}
    >
      {({ id, name, type }) => (
        <ComboBoxItem id={id} textValue={id}>
          <Text slot="label">{id}</Text>
          <Text slot="description">{name ? `${name} – ${type}` : type}</Text>
        </ComboBoxItem>
      )}
    </ComboBox>
  )
}
