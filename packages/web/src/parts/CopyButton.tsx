import { ActionButton, Text } from '@react-spectrum/s2'
import Checkmark from '@react-spectrum/s2/icons/Checkmark'
import Copy from '@react-spectrum/s2/icons/Copy'
import { useEffect, useState } from 'react'
import { useText } from '../text.ts'
import { copyText } from './copy.ts'
import { notify } from './toast.ts'

interface Props {
  /** What goes to the clipboard. */
  text: string
  /** The button's label; "Copy" when left out. */
  label?: string
  size?: 'XS' | 'S' | 'M' | 'L' | 'XL'
  isQuiet?: boolean
}

/** Copies a text and says so. */
export function CopyButton({ text, label, size = 'M', isQuiet = false }: Props) {
  const t = useText()
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2000)
    return () => clearTimeout(timer)
  }, [done])

  const copy = async () => {
    if (await copyText(text)) setDone(true)
    else notify.negative(t('common.copy.failed'))
  }
  return (
    <ActionButton size={size} isQuiet={isQuiet} onPress={() => void copy()}>
      {done ? <Checkmark /> : <Copy />}
      <Text>
        <span aria-live="polite">{done ? t('common.copied') : (label ?? t('common.copy'))}</span>
      </Text>
    </ActionButton>
  )
}
