// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot leave out the rows that are off the screen
import { type KeyboardEvent, memo, type PointerEvent, useRef, useState } from 'react'
import { useText } from '../../text.ts'
import { type Column, clampWidth, narrowest, type Sort, widest } from './column.ts'

interface Props<T> {
  column: Column<T>
  index: number
  width: number
  sort: Sort | undefined
  onPress: (column: Column<T>) => void
  /** While the width is being changed, and once it is settled. */
  onWidth: (id: string, width: number, settled: boolean) => void
}

const steps: Record<string, number> = { ArrowLeft: -10, ArrowRight: 10 }

function HeadingCell<T>({ column, index, width, sort, onPress, onWidth }: Props<T>) {
  const t = useText()
  const [resizing, setResizing] = useState(false)
  const drag = useRef<{ x: number; width: number } | null>(null)
  const sorted = sort?.by === column.id ? sort.order : undefined

  const dragTo = (event: PointerEvent, settled: boolean) => {
    if (!drag.current) return
    const rightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    onWidth(
      column.id,
      clampWidth(drag.current.width + (event.clientX - drag.current.x) * rightToLeft),
      settled,
    )
    if (settled) drag.current = null
  }
  // Enter starts and ends; in between, the arrows change the width instead of moving on.
  const onKeyDown = (event: KeyboardEvent) => {
    const by = steps[event.key]
    if (event.key === 'Enter' || event.key === ' ' || (event.key === 'Escape' && resizing)) {
      setResizing((now) => event.key !== 'Escape' && !now)
    } else if (resizing && by !== undefined) {
      onWidth(column.id, clampWidth(width + by * (event.shiftKey ? 5 : 1)), true)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-colindex={index + 1}
      aria-sort={sorted === undefined ? undefined : sorted === 'asc' ? 'ascending' : 'descending'}
      className="grid-cell grid-heading"
      data-align={column.align}
    >
      {column.heading !== undefined ? (
        column.heading
      ) : column.sort ? (
        <button
          type="button"
          tabIndex={-1}
          className="grid-sort"
          data-order={sorted}
          onClick={() => onPress(column)}
        >
          {column.label}
        </button>
      ) : (
        <span>{column.label}</span>
      )}
      {column.heading === undefined && (
        <div
          role="separator"
          tabIndex={-1}
          aria-orientation="vertical"
          aria-label={t('grid.width', { column: column.label })}
          aria-valuemin={narrowest}
          aria-valuemax={widest}
          aria-valuenow={width}
          aria-valuetext={t('grid.width.value', { pixels: width })}
          className="grid-resizer"
          data-active={resizing}
          onKeyDown={onKeyDown}
          onBlur={() => setResizing(false)}
          onDoubleClick={() => onWidth(column.id, column.width, true)}
          onPointerDown={(event) => {
            drag.current = { x: event.clientX, width }
            event.currentTarget.setPointerCapture(event.pointerId)
          }}
          onPointerMove={(event) => dragTo(event, false)}
          onPointerUp={(event) => dragTo(event, true)}
          onPointerCancel={(event) => dragTo(event, true)}
        />
      )}
    </div>
  )
}

export const Heading = memo(HeadingCell) as typeof HeadingCell
