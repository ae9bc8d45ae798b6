import { Menu, MenuItem, Text } from '@react-spectrum/s2'
import { type ComponentType, useEffect, useRef } from 'react'
import { Popover } from 'react-aria-components/Popover'
import { useText } from '../../text.ts'

export interface MenuEntry {
  id: string
  label: string
  icon?: ComponentType
  run: () => void
}

interface Props {
  /** The button that was pressed. */
  anchor: HTMLElement
  label: string
  entries: readonly MenuEntry[]
  onClose: () => void
}

/** The one menu that all rows share. A menu per row would cost more than all the rest of the row. */
export function RowMenu({ anchor, label, entries, onClose }: Props) {
  const t = useText()
  const popover = useRef<HTMLElement>(null)
  // The menu takes the focus before it has items, and keeps it: the first item has to be given it by hand.
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      popover.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(),
    )
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <Popover
      ref={popover}
      isOpen
      trigger="MenuTrigger"
      aria-label={label}
      className="grid-menu"
      placement="bottom end"
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
