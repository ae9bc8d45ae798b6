import { redo, undo } from '@codemirror/commands'
import { closeSearchPanel, openSearchPanel, searchPanelOpen } from '@codemirror/search'
import type { EditorView } from '@codemirror/view'
import { ActionButton, createIcon, Text, ToggleButton, Tooltip, TooltipTrigger } from '@react-spectrum/s2'
import FindAndReplace from '@react-spectrum/s2/icons/FindAndReplace'
import MagicWand from '@react-spectrum/s2/icons/MagicWand'
import Redo from '@react-spectrum/s2/icons/Redo'
import Undo from '@react-spectrum/s2/icons/Undo'
import type { ComponentType, ReactNode } from 'react'
import { Toolbar as AriaToolbar } from 'react-aria-components'
import { useText } from '../../../text.ts'
import css from './code.module.css'
import type { Language } from './editor.ts'
import { changeEditorSettings, sizes, useEditorSettings, within } from './settings.ts'
import type { Editor } from './useEditor.ts'

interface Props {
  label: string
  language: Language
  editor: Editor
  onFormat: (view: EditorView) => void
  /** At the end. */
  children?: ReactNode
}

/** What can be done to the text of an editor. */
export function Toolbar({ label, language, editor, onFormat, children }: Props) {
  const t = useText()
  const { wraps, size } = useEditorSettings()
  const on = (act: (view: EditorView) => unknown) => () => {
    if (editor.view.current) act(editor.view.current)
  }
  const back = (act: (view: EditorView) => unknown) =>
    on((view) => {
      act(view)
      view.focus()
    })
  return (
    <AriaToolbar aria-label={t('code.tools', { label })} className={css.toolbar ?? ''}>
      <Tool icon={Undo} name={t('code.undo')} isDisabled={!editor.canUndo} onPress={back(undo)} />
      <Tool icon={Redo} name={t('code.redo')} isDisabled={!editor.canRedo} onPress={back(redo)} />
      <Tool
        icon={FindAndReplace}
        name={t('code.find')}
        onPress={on((view) => (searchPanelOpen(view.state) ? closeSearchPanel(view) : openSearchPanel(view)))}
      />
      {language === 'html' && <Tool icon={MagicWand} name={t('code.format')} onPress={on(onFormat)} />}
      <TooltipTrigger>
        <ToggleButton
          size="S"
          isQuiet
          aria-label={t('code.wrap')}
          isSelected={wraps}
          onChange={(next) => changeEditorSettings({ wraps: next })}
        >
          <WrapIcon />
        </ToggleButton>
        <Tooltip>{t('code.wrap')}</Tooltip>
      </TooltipTrigger>
      <Tool
        icon={Smaller}
        name={t('code.smaller')}
        isDisabled={size <= sizes.smallest}
        onPress={() => changeEditorSettings({ size: within(size - 1) })}
      />
      <Tool
        icon={Larger}
        name={t('code.larger')}
        isDisabled={size >= sizes.largest}
        onPress={() => changeEditorSettings({ size: within(size + 1) })}
      />
      <span className={css.apart}>{children}</span>
    </AriaToolbar>
  )
}

const Smaller = () => <Text>A−</Text>
const Larger = () => <Text>A+</Text>
const WrapIcon = createIcon((props) => (
  // biome-ignore lint/a11y/noSvgWithoutTitle: the button around it has the name
  <svg viewBox="0 0 20 20" width="20" height="20" fill="none" {...props}>
    <path
      d="M3 5h14M3 10h11a3 3 0 0 1 0 6h-3m2.5-2.5L11 16l2.5 2.5M3 16h4"
      stroke="var(--iconPrimary, currentColor)"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
))

interface ToolProps {
  icon: ComponentType
  name: string
  isDisabled?: boolean
  onPress: () => void
}

const Tool = ({ icon: Icon, name, isDisabled = false, onPress }: ToolProps) => (
  <TooltipTrigger>
    <ActionButton size="S" isQuiet aria-label={name} isDisabled={isDisabled} onPress={onPress}>
      <Icon />
    </ActionButton>
    <Tooltip>{name}</Tooltip>
  </TooltipTrigger>
)
