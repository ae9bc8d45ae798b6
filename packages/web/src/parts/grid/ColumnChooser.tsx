import { ActionButton, Menu, MenuItem, MenuTrigger } from '@react-spectrum/s2'
import Properties from '@react-spectrum/s2/icons/Properties'
import { useText } from '../../text.ts'

interface Props {
  columns: readonly { id: string; label: string }[]
  shown: readonly string[]
  onShown: (ids: string[]) => void
}

/** A menu of the columns that may be shown or hidden. */
export function ColumnChooser({ columns, shown, onShown }: Props) {
  const t = useText()
  return (
    <MenuTrigger align="end">
      <ActionButton aria-label={t('grid.columns')}>
        <Properties />
      </ActionButton>
      <Menu
        aria-label={t('grid.columns')}
        selectionMode="multiple"
        selectedKeys={shown}
        onSelectionChange={(keys) =>
          onShown(columns.map(({ id }) => id).filter((id) => keys === 'all' || keys.has(id)))
        }
      >
        {columns.map(({ id, label }) => (
          <MenuItem key={id} id={id}>
            {label}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  )
}
