import { ComboBox, ComboBoxItem, Text } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo, useState } from 'react'
import { keyIn, matching, type NamedKey } from './keys.ts'

interface Props {
  label: string
  placeholder?: string
  /** The label shows; else only screen readers have it. */
  isLabelled?: boolean
  /** Empty: none yet. */
  value: string
  items: readonly NamedKey[]
  /** What another key than those of the items has to look like; nothing else is taken. */
  fit?: (typed: string) => string
  width?: 'narrow' | 'wide'
  onChange: (key: string) => void
}

const most = 300
const widths = {
  narrow: style({ width: { default: 'full', sm: 176 } }),
  wide: style({ width: { default: 'full', sm: 240 } }),
}

/**
 * A key out of those that are known, by its name in the reader's language; another one may be typed. What is typed
 * counts once it is chosen or left.
 */
export function KeyField(props: Props) {
  const {
    label,
    placeholder,
    isLabelled = false,
    value,
    items,
    fit = trimmed,
    width = 'wide',
    onChange,
  } = props
  const [typed, setTyped] = useState<string>()
  const name = items.find(({ key }) => key === value)?.name ?? value
  const offered = useMemo(
    () =>
      matching(items, typed)
        .slice(0, most)
        .map((one) => ({ ...one, id: one.key })),
    [items, typed],
  )
  const settle = () => {
    setTyped(undefined)
    if (typed === undefined || typed === name) return
    const key = keyIn(items, typed) ?? fit(typed)
    if (key !== value) onChange(key)
  }
  return (
    <ComboBox
      {...(isLabelled ? { label } : { 'aria-label': label })}
      {...(placeholder !== undefined && { placeholder })}
      allowsCustomValue
      menuTrigger="focus"
      items={offered}
      inputValue={typed ?? name}
      onInputChange={(text) => setTyped(text === name ? undefined : text)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle()
      }}
      onSelectionChange={(key) => {
        if (key === null) return
        setTyped(undefined)
        if (key !== value) onChange(String(key))
      }}
      menuWidth={320}
      styles={widths[width]}
    >
      {({ id, name, about }) => (
        <ComboBoxItem id={id} textValue={name}>
          <Text slot="label">{name}</Text>
          {about && <Text slot="description">{about}</Text>}
        </ComboBoxItem>
      )}
    </ComboBox>
  )
}

const trimmed = (typed: string) => typed.trim()
