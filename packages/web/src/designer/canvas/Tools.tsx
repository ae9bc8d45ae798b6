import { blockKinds } from '@chappe/core/design/schema'
import {
  ActionButton,
  ActionButtonGroup,
  Menu,
  MenuItem,
  MenuTrigger,
  Text,
  Tooltip,
  TooltipTrigger,
} from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import ChevronDown from '@react-spectrum/s2/icons/ChevronDown'
import ChevronUp from '@react-spectrum/s2/icons/ChevronUp'
import Delete from '@react-spectrum/s2/icons/Delete'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import type { ReactNode } from 'react'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import { iconOf } from '../state/icons.ts'
import { newBlock, newId, newSection } from '../tree/make.ts'
import css from './canvas.module.css'

/** What can be done to the selected item, at its upper edge. */
export function Tools({ id }: { id: string }) {
  const t = useText()
  const { step, mayStep, copy, take } = useDesigning()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps what happens to the tools from the block under them
    // biome-ignore lint/a11y/useKeyWithClickEvents: likewise
    <div className={css.tools} onClick={(event) => event.stopPropagation()}>
      <ActionButtonGroup size="S" density="compact" aria-label={t('designer.tools')}>
        <AddMenu />
        <Tool label={t('designer.moveUp')} onPress={() => step(id, 'up')} isDisabled={!mayStep(id, 'up')}>
          <ChevronUp />
        </Tool>
        <Tool
          label={t('designer.moveDown')}
          onPress={() => step(id, 'down')}
          isDisabled={!mayStep(id, 'down')}
        >
          <ChevronDown />
        </Tool>
        <Tool label={t('designer.duplicate')} onPress={() => copy(id)}>
          <Duplicate />
        </Tool>
        <Tool label={t('common.delete')} onPress={() => take(id)}>
          <Delete />
        </Tool>
      </ActionButtonGroup>
    </div>
  )
}

interface ToolProps {
  label: string
  onPress: () => void
  isDisabled?: boolean
  children: ReactNode
}

function Tool({ label, onPress, isDisabled = false, children }: ToolProps) {
  return (
    <TooltipTrigger>
      <ActionButton aria-label={label} onPress={onPress} isDisabled={isDisabled}>
        {children}
      </ActionButton>
      <Tooltip>{label}</Tooltip>
    </TooltipTrigger>
  )
}

const offered = blockKinds.filter((kind) => kind !== 'fragment')

/** Adds a block or a section behind the selection. */
function AddMenu() {
  const t = useText()
  const { add } = useDesigning()
  const words = { text: t('designer.text.first'), button: t('designer.button.first') }
  return (
    <MenuTrigger>
      <ActionButton aria-label={t('designer.addAfter')}>
        <Add />
      </ActionButton>
      <Menu
        onAction={(key) => {
          const kind = offered.find((one) => one === key)
          add(kind ? newBlock(kind, newId, words) : newSection('1', newId))
        }}
      >
        {[
          ...offered.map((kind) => {
            const Icon = iconOf[kind]
            return (
              <MenuItem key={kind} id={kind} textValue={t(`designer.kind.${kind}`)}>
                <Icon />
                <Text slot="label">{t(`designer.kind.${kind}`)}</Text>
              </MenuItem>
            )
          }),
          <MenuItem key="section" id="section" textValue={t('designer.kind.section')}>
            <Text slot="label">{t('designer.kind.section')}</Text>
          </MenuItem>,
        ]}
      </Menu>
    </MenuTrigger>
  )
}
