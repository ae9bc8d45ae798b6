import { ActionButton, ActionButtonGroup } from '@react-spectrum/s2'
import Redo from '@react-spectrum/s2/icons/Redo'
import Undo from '@react-spectrum/s2/icons/Undo'
import type { KeyboardEvent } from 'react'
import { useText } from '../../../text.ts'
import type { Tree } from './useTree.ts'

type Past = Pick<Tree<unknown>, 'canUndo' | 'canRedo' | 'undo' | 'redo'>

export function UndoButtons({ canUndo, canRedo, undo, redo }: Past) {
  const t = useText()
  return (
    <ActionButtonGroup size="S" aria-label={t('audiences.history')}>
      <ActionButton aria-label={t('audiences.undo')} isDisabled={!canUndo} onPress={undo}>
        <Undo />
      </ActionButton>
      <ActionButton aria-label={t('audiences.redo')} isDisabled={!canRedo} onPress={redo}>
        <Redo />
      </ActionButton>
    </ActionButtonGroup>
  )
}

/** Ctrl+Z and Ctrl+Y (or Ctrl+Shift+Z), except where a text field has its own. */
export function onUndoKeys(event: KeyboardEvent, { undo, redo }: Past) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return
  const isText = (event.target as Element).matches('input, textarea, [contenteditable=true]')
  const key = event.key.toLowerCase()
  if (isText || (key !== 'z' && key !== 'y')) return
  event.preventDefault()
  if (key === 'y' || event.shiftKey) redo()
  else undo()
  // The part that had the focus may be gone: without it the next Ctrl+Z would be the browser's own.
  const frame = event.currentTarget as HTMLElement
  requestAnimationFrame(() => {
    if (!frame.contains(document.activeElement)) frame.focus()
  })
}
