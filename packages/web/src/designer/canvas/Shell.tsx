import type { ReactNode } from 'react'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import { kindOf, nameOf } from '../state/names.ts'
import { indexOf } from '../tree/index-of.ts'
import css from './canvas.module.css'
import { drags } from './drag.ts'
import { Tools } from './Tools.tsx'

interface Props {
  readonly id: string
  readonly kind: 'section' | 'column' | 'block'
  /** What a press does besides selecting. */
  readonly onPress?: (at: { left: number; top: number }) => void
  readonly isWriting?: boolean
  readonly className?: string | undefined
  readonly style?: React.CSSProperties
  /** The list whose items are its children. */
  readonly place?: string
  readonly children: ReactNode
}

/** The frame around everything on the canvas that can be selected: by pointer, by keyboard, by drag. */
export function Shell({ id, kind, onPress, isWriting = false, className, style, place, children }: Props) {
  const t = useText()
  const { design, selected, select, isReadOnly, write, writing } = useDesigning()
  const entry = indexOf(design).get(id)
  const isSelected = selected === id
  const name = entry ? nameOf(t, entry) : ''
  const isItem = kind !== 'column'

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    // biome-ignore lint/a11y/useKeyWithClickEvents: the canvas around it hears the keys of all of them
    <div
      role="group"
      aria-label={name}
      aria-current={isSelected || undefined}
      tabIndex={isSelected ? 0 : -1}
      data-kind={kind}
      {...(isItem ? { 'data-item': id } : { 'data-column': id })}
      {...(place !== undefined && { 'data-place': place })}
      data-writing={isWriting || undefined}
      className={`${css.shell} ${className ?? ''}`}
      {...(style && { style })}
      draggable={isItem && !isReadOnly && !isWriting}
      onDragStart={(event) => {
        if (isItem && !isWriting) drags.begin(event, { kind: 'move', id }, name)
      }}
      onFocus={(event) => {
        if (event.target === event.currentTarget) select(id)
      }}
      onClick={(event) => {
        if (!event.currentTarget.contains(event.target as Node)) return
        event.stopPropagation()
        if (isWriting) return
        if (writing && writing.id !== id) write(null)
        select(id)
        event.currentTarget.focus({ preventScroll: true })
        onPress?.({ left: event.clientX, top: event.clientY })
      }}
    >
      {isSelected && entry && (
        <span className={css.tag} aria-hidden="true">
          {kindOf(t, entry)}
        </span>
      )}
      {children}
      {isSelected && isItem && !isReadOnly && <Tools id={id} />}
    </div>
  )
}
