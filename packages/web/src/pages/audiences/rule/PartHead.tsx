import DragHandle from '@react-spectrum/s2/icons/Move'
import type { KeyboardEvent, ReactNode } from 'react'
import { useBuilding } from './Building.ts'
import css from './rule.module.css'

/** The head of a part: it can be dragged by it, and moved with Alt and the arrows from any of its buttons. */
export function PartHead({ id, children }: { id: string; children: ReactNode }) {
  const { isReadOnly, drag, step } = useBuilding()
  if (isReadOnly) return <div className={css.head}>{children}</div>
  const onKeys = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : undefined
    // A menu under the focus has a meaning of its own for these keys.
    if (!event.altKey || !by || (event.target as Element).matches('[aria-haspopup]')) return
    event.preventDefault()
    event.stopPropagation()
    step(id, by)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its buttons say the same by keyboard
    <div
      className={css.head}
      draggable
      onDragStart={(event) => {
        event.stopPropagation()
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', id)
        drag(id)
      }}
      onDragEnd={() => drag(null)}
      onKeyDownCapture={onKeys}
    >
      <span className={css.grip} aria-hidden="true">
        <DragHandle />
      </span>
      {children}
    </div>
  )
}
