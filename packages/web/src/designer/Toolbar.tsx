import {
  ActionButton,
  ActionButtonGroup,
  Content,
  ContextualHelp,
  Heading,
  SegmentedControl,
  SegmentedControlItem,
  Text,
  ToggleButton,
  Tooltip,
  TooltipTrigger,
} from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Contrast from '@react-spectrum/s2/icons/Contrast'
import DeviceDesktop from '@react-spectrum/s2/icons/DeviceDesktop'
import DevicePhone from '@react-spectrum/s2/icons/DevicePhone'
import DeviceTablet from '@react-spectrum/s2/icons/DeviceTablet'
import Layout from '@react-spectrum/s2/icons/Layout'
import Preview from '@react-spectrum/s2/icons/Preview'
import Properties from '@react-spectrum/s2/icons/Properties'
import Redo from '@react-spectrum/s2/icons/Redo'
import Undo from '@react-spectrum/s2/icons/Undo'
import type { ComponentType, ReactNode } from 'react'
import { useText } from '../text.ts'
import { Checks } from './checks/Checks.tsx'
import css from './designer.module.css'
import { type Device, useDesigning } from './state/Designing.tsx'

const devices: Readonly<Record<Device, ComponentType>> = {
  desktop: DeviceDesktop,
  tablet: DeviceTablet,
  phone: DevicePhone,
}

export type Drawer = 'left' | 'right' | null

interface Props {
  readonly isPreview: boolean
  readonly onPreview: (isPreview: boolean) => void
  readonly isDark: boolean
  readonly onDark: (isDark: boolean) => void
  readonly drawer: Drawer
  readonly onDrawer: (drawer: Drawer) => void
  readonly onCheck: (id: string | null) => void
  readonly children: ReactNode
}

/** What concerns the whole designer: going back, looking at it as others will, what is odd in it. */
export function Toolbar(props: Props) {
  const { isPreview, onPreview, isDark, onDark, drawer, onDrawer, onCheck, children } = props
  const t = useText()
  const { undo, redo, canUndo, canRedo, device, setDevice, isReadOnly } = useDesigning()
  return (
    <header className={css.toolbar}>
      {!isPreview && (
        <div className={css.drawers}>
          <ToggleButton
            isQuiet
            aria-label={t(isReadOnly ? 'designer.rail.left.readOnly' : 'designer.rail.left')}
            isSelected={drawer === 'left'}
            onChange={(isOpen) => onDrawer(isOpen ? 'left' : null)}
          >
            {isReadOnly ? <Layout /> : <Add />}
          </ToggleButton>
          <ToggleButton
            isQuiet
            aria-label={t('designer.rail.right')}
            isSelected={drawer === 'right'}
            onChange={(isOpen) => onDrawer(isOpen ? 'right' : null)}
          >
            <Properties />
          </ToggleButton>
        </div>
      )}
      {!isReadOnly && (
        <ActionButtonGroup isQuiet aria-label={t('designer.history')}>
          <Hinted label={t('designer.undo')} onPress={undo} isDisabled={!canUndo}>
            <Undo />
          </Hinted>
          <Hinted label={t('designer.redo')} onPress={redo} isDisabled={!canRedo}>
            <Redo />
          </Hinted>
        </ActionButtonGroup>
      )}
      <SegmentedControl
        aria-label={t('designer.device')}
        selectedKey={device}
        onSelectionChange={(key) => setDevice(key as Device)}
      >
        {(Object.keys(devices) as Device[]).map((one) => {
          const Icon = devices[one]
          return (
            <SegmentedControlItem key={one} id={one} aria-label={t(`designer.device.${one}`)}>
              <Icon />
            </SegmentedControlItem>
          )
        })}
      </SegmentedControl>
      <ToggleButton isQuiet isSelected={isPreview} onChange={onPreview}>
        <Preview />
        <Text>{t('designer.preview')}</Text>
      </ToggleButton>
      {isPreview && (
        <ToggleButton isQuiet isSelected={isDark} onChange={onDark}>
          <Contrast />
          <Text>{t('designer.preview.dark')}</Text>
        </ToggleButton>
      )}
      <div className={css.tools}>
        <Checks onGo={onCheck} />
        <ContextualHelp variant="help" size="S" aria-label={t('designer.keys')}>
          <Heading>{t('designer.keys')}</Heading>
          <Content>
            <dl className={css.keys}>
              {keysOf(isReadOnly).map((name) => (
                <div key={name}>
                  <dt>{t(`designer.keys.${name}`)}</dt>
                  <dd>{t(`designer.keys.${name}.does`)}</dd>
                </div>
              ))}
            </dl>
          </Content>
        </ContextualHelp>
        {children}
      </div>
    </header>
  )
}

const readingKeys = ['arrows', 'enter', 'escape'] as const
const keys = [...readingKeys, 'move', 'copy', 'delete', 'undo', 'bar'] as const

/** The keys that are told of: who cannot change anything hears of those that go about. */
export const keysOf = (isReadOnly: boolean): readonly (typeof keys)[number][] =>
  isReadOnly ? readingKeys : keys

interface HintedProps {
  label: string
  onPress: () => void
  isDisabled?: boolean
  isQuiet?: boolean
  children: ReactNode
}

function Hinted({ label, children, ...press }: HintedProps) {
  return (
    <TooltipTrigger>
      <ActionButton aria-label={label} {...press}>
        {children}
      </ActionButton>
      <Tooltip>{label}</Tooltip>
    </TooltipTrigger>
  )
}
