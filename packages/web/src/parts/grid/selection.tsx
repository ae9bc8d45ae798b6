import type { Words } from '../../text.ts'
import type { Column } from './column.ts'

interface Given<T> {
  t: Words
  /** The rows that are loaded. */
  items: readonly T[]
  keyOf: (item: T) => string
  nameOf: (item: T) => string
  selected: ReadonlySet<string>
  onSelected: (keys: ReadonlySet<string>) => void
}

interface BoxProps {
  label: string
  state: boolean | 'some'
  onChange: (checked: boolean) => void
}

const Box = ({ label, state, onChange }: BoxProps) => (
  // The whole cell is the target: a box alone is too small for a finger.
  <label className="grid-select">
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={label}
      checked={state === true}
      ref={(box) => {
        if (box) box.indeterminate = state === 'some'
      }}
      onChange={(event) => onChange(event.target.checked)}
    />
  </label>
)

/** The keys with one more, or one less. */
function toggled(keys: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  const next = new Set(keys)
  if (on) next.add(key)
  else next.delete(key)
  return next
}

/** The column of checkboxes; the one in its heading is for all rows that are loaded. */
export function selection<T>({ t, items, keyOf, nameOf, selected, onSelected }: Given<T>): Column<T> {
  const all = items.length > 0 && items.every((item) => selected.has(keyOf(item)))
  return {
    id: 'select',
    label: t('grid.select.all'),
    width: 40,
    heading: (
      <Box
        label={t('grid.select.all')}
        state={all || (selected.size > 0 && 'some')}
        onChange={(on) => onSelected(new Set(on ? items.map(keyOf) : []))}
      />
    ),
    render: (item) => (
      <Box
        label={t('grid.select', { name: nameOf(item) })}
        state={selected.has(keyOf(item))}
        onChange={(on) => onSelected(toggled(selected, keyOf(item), on))}
      />
    ),
  }
}
