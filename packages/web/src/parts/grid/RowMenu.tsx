import { Menu, MenuItem, Popover, Text } from '@react-spectrum/s2'
import type { ComponentType } from 'react'
import { useText } from '../../text.ts'

export interface MenuEntry {
  id: string
  label: string
  icon?: ComponentType
  run: () => void
}

interface Props {
  /** The button that was pressed; the menu is closed without one. */
  anchor: HTMLElement | null
  label: string
  entries: readonly MenuEntry[]
  onClose: () => void
}

/** The one menu that all rows share. A menu per row would cost more than all the rest of the row. */
export function RowMenu({ anchor, label, entries, onClose }: Props) {
  const t = useText()
  if (!anchor) return null
  return (
    <Popover
      isOpen
      hideArrow
      padding="none"
      placement="bottom end"
      aria-label={label}
      triggerRef={{ current: anchor }}
      onOpenChange={(open) => !open && onClose()}
    >
      <Menu
        aria-label={label}
        autoFocus="first"
        onClose={onClose}
        onAction={(key) => {
          onClose()
          entries.find((entry) => entry.id === key)?.run()
        }}
      >
        {entries.length === 0 ? (
          <MenuItem isDisabled>{t('grid.noActions')}</MenuItem>
        ) : (
          entries.map(({ id, label: text, icon: Icon }) => (
            <MenuItem key={id} id={id} textValue={text}>
              {Icon && <Icon />}
              <Text slot="label">{text}</Text>
            </MenuItem>
          ))
        )}
      </Menu>
    </Popover>
  )
}
