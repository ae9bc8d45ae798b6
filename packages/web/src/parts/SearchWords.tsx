import { SearchField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useEffect, useRef, useState } from 'react'
import { useText } from '../text.ts'

interface Props {
  label: string
  value: string
  onSearch: (words: string) => void
}

/** A search field that asks when the typing pauses, or at once on Enter and on clearing. */
export function SearchWords({ label, value, onSearch }: Props) {
  const t = useText()
  const [typed, setTyped] = useState(value)
  const asked = useRef(value)
  // The address changed by another way: the back button, "clear the filters".
  if (value !== asked.current) {
    asked.current = value
    setTyped(value)
  }

  const ask = (words: string) => {
    if (words === asked.current) return
    asked.current = words
    onSearch(words)
  }
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    const timer = setTimeout(() => latest.current(typed.trim()), 300)
    return () => clearTimeout(timer)
  }, [typed])

  return (
    <SearchField
      aria-label={label}
      placeholder={t('common.search')}
      value={typed}
      onChange={setTyped}
      onSubmit={(words) => ask(words.trim())}
      onClear={() => ask('')}
      styles={style({ width: { default: 'full', sm: 240 } })}
    />
  )
}
