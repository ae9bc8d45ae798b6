// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot leave out the rows that are off the screen
import './data-grid.css'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../../text.ts'
import { type Column, type Sort, sortAfterPress, templateOf, type Widths, widthOf } from './column.ts'
import { Heading } from './Heading.tsx'
import { Row } from './Row.tsx'
import { type MenuEntry, RowMenu } from './RowMenu.tsx'
import { selection } from './selection.tsx'
import { useGridKeys } from './useGridKeys.ts'

interface Props<T> {
  /** What the grid lists, for screen readers. */
  label: string
  columns: readonly Column<T>[]
  items: readonly T[]
  /** How many there are on the server. */
  total: number
  keyOf: (item: T) => string
  nameOf: (item: T) => string
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
  /** The entries of a row's menu, asked for when it opens. */
  menuOf?: (item: T) => readonly MenuEntry[]
  /** The reader comes near the last row that is loaded. */
  onNearEnd?: () => void
  isBusy?: boolean
  /** The keys of the rows that are selected; with it, each row has a checkbox. */
  selected?: ReadonlySet<string>
  onSelected?: (keys: ReadonlySet<string>) => void
}

const coarse = globalThis.matchMedia?.('(pointer: coarse)').matches ?? false
const rowHeight = coarse ? 48 : 40

/**
 * A virtualised ARIA grid: only the rows on the screen exist. Arrow keys, Home, End, PageUp and PageDown move;
 * headings sort; the separators between them change widths, with Enter and the arrow keys too.
 */
export function DataGrid<T>(props: Props<T>) {
  const {
    label,
    columns: given,
    items,
    total,
    keyOf,
    nameOf,
    sort,
    onSort,
    menuOf,
    onNearEnd,
    isBusy = false,
    selected,
    onSelected,
  } = props
  const t = useText()
  const grid = useRef<HTMLDivElement>(null)
  const [widths, setWidths] = useState<Widths>({})
  const [activeRow, setActiveRow] = useState(-1)
  const [menu, setMenu] = useState<{ key: string; anchor: HTMLElement } | null>(null)

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollPaddingStart: rowHeight,
    // The row that has the focus stays, or the focus would be lost when it scrolls away.
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const rows = defaultRangeExtractor(range)
        return activeRow < 0 || activeRow >= range.count || rows.includes(activeRow)
          ? rows
          : [...rows, activeRow].sort((a, b) => a - b)
      },
      [activeRow],
    ),
  })
  const rows = virtual.getVirtualItems()
  const columns = useMemo(
    () =>
      selected && onSelected
        ? [selection({ t, items, keyOf, nameOf, selected, onSelected }), ...given]
        : given,
    [t, items, keyOf, nameOf, selected, onSelected, given],
  )

  // Another order begins at its beginning.
  useEffect(() => {
    if (grid.current) grid.current.scrollTop = 0
  }, [sort?.by, sort?.order])

  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (items.length > 0 && last > items.length - 20 && items.length < total) onNearEnd?.()
  }, [last, items.length, total, onNearEnd])

  const keys = useGridKeys(grid, {
    rows: items.length,
    page: Math.max(1, Math.floor((grid.current?.clientHeight ?? 400) / rowHeight) - 2),
    scrollTo: (row) => virtual.scrollToIndex(row),
    onRow: setActiveRow,
  })

  const onPress = useCallback(
    (column: Column<T>) => {
      const next = sortAfterPress(column, sort)
      if (next) onSort?.(next)
    },
    [sort, onSort],
  )
  // While dragging only a CSS variable moves; React hears of it once, at the end.
  const onWidth = useCallback(
    (id: string, width: number, settled: boolean) => {
      if (settled) setWidths((now) => ({ ...now, [id]: width }))
      else grid.current?.style.setProperty('--cols', templateOf(columns, { ...widths, [id]: width }))
    },
    [columns, widths],
  )
  const template = useMemo(() => templateOf(columns, widths), [columns, widths])

  const onClick = (event: MouseEvent) => {
    const anchor = (event.target as Element).closest<HTMLElement>('[data-menu]')
    if (!anchor) return
    const item = items[Number(anchor.dataset.menu)]
    if (item !== undefined) setMenu({ key: keyOf(item), anchor })
  }
  const closeMenu = () => {
    setMenu(null)
    menu?.anchor.focus()
  }
  // The rows may have moved under an open menu: it stays the one of its item.
  const chosen = menu && items.find((item) => keyOf(item) === menu.key)
  const isGone = menu !== null && chosen === undefined
  useEffect(() => {
    if (!isGone) return
    setMenu(null)
    grid.current?.focus()
  }, [isGone])

  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of its buttons are clicks too */}
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        aria-multiselectable={selected !== undefined || undefined}
        aria-busy={isBusy}
        className="grid"
        style={
          {
            '--cols': template,
            '--rows': `${virtual.getTotalSize()}px`,
            '--row': `${rowHeight}px`,
          } as CSSProperties
        }
        onClick={onClick}
        {...keys}
      >
        {/* biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus */}
        <div role="row" aria-rowindex={1} data-row={-1} className="grid-row grid-headings">
          {columns.map((column, index) => (
            <Heading
              key={column.id}
              column={column}
              index={index}
              width={widthOf(column, widths)}
              sort={sort}
              onPress={onPress}
              onWidth={onWidth}
            />
          ))}
        </div>
        <div role="rowgroup" className="grid-rows">
          {rows.map(({ index, start }) => {
            const item = items[index]
            return (
              item !== undefined && (
                <Row
                  key={keyOf(item)}
                  item={item}
                  index={index}
                  columns={columns}
                  top={start}
                  name={nameOf(item)}
                  hasMenu={menuOf !== undefined}
                  menuIsOpen={menu?.key === keyOf(item)}
                  isSelected={selected?.has(keyOf(item))}
                />
              )
            )
          })}
        </div>
      </div>
      {chosen && (
        <RowMenu
          anchor={menu.anchor}
          label={t('grid.actions', { name: nameOf(chosen) })}
          entries={menuOf?.(chosen) ?? []}
          onClose={closeMenu}
        />
      )}
    </>
  )
}
