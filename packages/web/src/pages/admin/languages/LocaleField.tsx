import { ComboBox, ComboBoxItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type Key, useMemo, useState } from 'react'
import { useText } from '../../../text.ts'
import { type LocaleOption, localeFrom, localeOptions } from './locales.ts'

interface Props {
  label: string
  description?: string
  /** Locales that are not offered. */
  but: readonly string[]
  isInvalid?: boolean
  errorMessage?: string | undefined
  onChoose: (locale: string) => void
}

/** Adds a locale: by its name from the list, or any tag that one types. Empty again after each choice. */
export function LocaleField({ label, description, but, isInvalid = false, errorMessage, onChoose }: Props) {
  const t = useText()
  const [typed, setTyped] = useState('')
  // A field that is emptied by us would open its list again: after each choice it is another one.
  const [round, setRound] = useState(0)
  const options = useMemo(() => localeOptions(t.locale, but), [t.locale, but])
  const own = localeFrom(typed)
  const isNew = own !== undefined && !but.includes(own) && options.every(({ id }) => id !== own)
  const words = typed.trim().toLowerCase()
  const shown = options.filter(
    ({ id, name }) => name.toLowerCase().includes(words) || id.toLowerCase().startsWith(words),
  )
  const items: LocaleOption[] = isNew ? [{ id: own, name: own }, ...shown] : shown

  const choose = (key: Key | null) => {
    if (key === null) return
    setTyped('')
    setRound(round + 1)
    onChoose(String(key))
  }
  return (
    <ComboBox
      key={round}
      autoFocus={round > 0}
      label={label}
      {...(description !== undefined && { description })}
      items={items}
      inputValue={typed}
      onInputChange={setTyped}
      selectedKey={null}
      onSelectionChange={choose}
      isInvalid={isInvalid}
      errorMessage={errorMessage}
      styles={style({ width: 'full' })}
    >
      {({ id, name }) => (
        <ComboBoxItem id={id} textValue={name}>
          {name === id ? id : `${name} – ${id}`}
        </ComboBoxItem>
      )}
    </ComboBox>
  )
}
