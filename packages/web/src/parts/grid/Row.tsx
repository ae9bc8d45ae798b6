// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot leave out the rows that are off the screen
import { type CSSProperties, memo, useLayoutEffect, useRef } from 'react'
import { useText } from '../../text.ts'
import type { Column } from './column.ts'
import { quieten } from './stops.ts'

interface Props<T> {
  item: T
  index: number
  columns: readonly Column<T>[]
  top: number
  name: string
  hasMenu: boolean
  /** Undefined where rows cannot be selected. */
  isSelected?: boolean | undefined
  menuIsOpen: boolean
}

function GridRow<T>({ item, index, columns, top, name, hasMenu, isSelected, menuIsOpen }: Props<T>) {
  const t = useText()
  const row = useRef<HTMLDivElement>(null)
  const menuAt = columns.findIndex(({ heading }) => heading === undefined)
  // Cells may draw other links and buttons at any drawing, so every drawing is looked after.
  useLayoutEffect(() => {
    if (row.current) quieten(row.current)
  })
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
    <div
      ref={row}
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      data-open={menuIsOpen}
      aria-selected={isSelected}
      className="grid-row"
      style={{ '--top': `${top}px` } as CSSProperties}
    >
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          tabIndex={-1}
          aria-colindex={at + 1}
          className="grid-cell"
          data-align={column.align}
        >
          <div className="grid-content">{column.render(item)}</div>
          {at === menuAt && hasMenu && (
            <button
              type="button"
              tabIndex={-1}
              className="grid-more"
              aria-haspopup="menu"
              aria-expanded={menuIsOpen}
              aria-label={t('grid.actions', { name })}
              title={t('grid.more')}
              data-menu={index}
            >
              <svg viewBox="0 0 20 20" aria-hidden="true">
                <circle cx="4" cy="10" r="1.6" />
                <circle cx="10" cy="10" r="1.6" />
                <circle cx="16" cy="10" r="1.6" />
              </svg>
            </button>
          )}
        </div>
      ))}
    </div>
  )
}

export const Row = memo(GridRow) as typeof GridRow
