import {
  ActionButton,
  ActionButtonGroup,
  Picker,
  PickerItem,
  ToggleButton,
  ToggleButtonGroup,
  Tooltip,
  TooltipTrigger,
} from '@react-spectrum/s2'
import LinkIcon from '@react-spectrum/s2/icons/Link'
import ListBulleted from '@react-spectrum/s2/icons/ListBulleted'
import ListNumbered from '@react-spectrum/s2/icons/ListNumbered'
import TextAlignCenter from '@react-spectrum/s2/icons/TextAlignCenter'
import TextAlignLeft from '@react-spectrum/s2/icons/TextAlignLeft'
import TextAlignRight from '@react-spectrum/s2/icons/TextAlignRight'
import TextBold from '@react-spectrum/s2/icons/TextBold'
import TextItalic from '@react-spectrum/s2/icons/TextItalic'
import TextStrikeThrough from '@react-spectrum/s2/icons/TextStrikeThrough'
import TextUnderline from '@react-spectrum/s2/icons/TextUnderline'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type Editor, useEditorState } from '@tiptap/react'
import type { ComponentType } from 'react'
import { useText } from '../../text.ts'
import { ColorButton } from '../fields/ColorField.tsx'
import css from './text.module.css'

interface Props {
  readonly editor: Editor
  readonly onLink: () => void
  readonly onToken: () => void
}

const marks = {
  bold: TextBold,
  italic: TextItalic,
  underline: TextUnderline,
  strike: TextStrikeThrough,
} satisfies Record<string, ComponentType>
const lists = { bulletList: ListBulleted, orderedList: ListNumbered } satisfies Record<string, ComponentType>
const aligns = {
  left: TextAlignLeft,
  center: TextAlignCenter,
  right: TextAlignRight,
} satisfies Record<string, ComponentType>
type MarkName = keyof typeof marks
type ListName = keyof typeof lists
type AlignName = keyof typeof aligns
const names = <T extends string>(table: Record<T, unknown>) => Object.keys(table) as T[]

/** What can be done to the text that is being written. */
export function TextToolbar({ editor, onLink, onToken }: Props) {
  const t = useText()
  const now = useEditorState({
    editor,
    selector: ({ editor }) => ({
      marks: names(marks).filter((name) => editor.isActive(name)),
      list: names(lists).find((name) => editor.isActive(name)),
      align: names(aligns).find((textAlign) => editor.isActive({ textAlign })),
      style: [1, 2, 3].find((level) => editor.isActive('heading', { level })) ?? 0,
      color: (editor.getAttributes('color').color as string | undefined) ?? null,
      isLink: editor.isActive('link'),
    }),
  })
  const does = () => editor.chain().focus()
  const setStyle = (level: number) =>
    level === 0
      ? does().setParagraph().run()
      : does()
          .setHeading({ level: level as 1 | 2 | 3 })
          .run()
  return (
    <fieldset
      className={css.toolbar}
      aria-label={t('designer.text.toolbar')}
      // On the way down: the controls let no key up that they have looked at.
      onKeyDownCapture={(event) => {
        const isBack = event.key === 'Escape' || (event.altKey && event.key === 'F10')
        // Their menus stand elsewhere in the page, and Escape closes those.
        if (!isBack || !event.currentTarget.contains(event.target as Node)) return
        event.preventDefault()
        event.stopPropagation()
        editor.commands.focus(null, { scrollIntoView: false })
      }}
    >
      <Picker
        aria-label={t('designer.text.style')}
        size="S"
        isQuiet
        selectedKey={String(now.style)}
        onSelectionChange={(key) => setStyle(Number(key))}
        styles={style({ width: 120 })}
      >
        <PickerItem id="0">{t('designer.text.paragraph')}</PickerItem>
        <PickerItem id="1">{t('designer.text.heading', { level: 1 })}</PickerItem>
        <PickerItem id="2">{t('designer.text.heading', { level: 2 })}</PickerItem>
        <PickerItem id="3">{t('designer.text.heading', { level: 3 })}</PickerItem>
      </Picker>
      <ToggleButtonGroup
        aria-label={t('designer.text.marks')}
        size="S"
        isQuiet
        selectionMode="multiple"
        selectedKeys={now.marks}
        onSelectionChange={(keys) => {
          const changed = names(marks).find((name) => keys.has(name) !== now.marks.includes(name))
          if (changed)
            does()
              .toggleMark(changed satisfies MarkName)
              .run()
        }}
      >
        {names(marks).map((name) => {
          const Icon = marks[name]
          return (
            <TooltipTrigger key={name}>
              <ToggleButton id={name} aria-label={t(`designer.text.${name}`)}>
                <Icon />
              </ToggleButton>
              <Tooltip>{t(`designer.text.${name}`)}</Tooltip>
            </TooltipTrigger>
          )
        })}
      </ToggleButtonGroup>
      <ColorButton
        label={t('designer.text.color')}
        value={now.color}
        onChange={(color) => {
          // The popover keeps the keyboard: the text keeps its selection meanwhile.
          if (color === null) editor.chain().unsetColor().run()
          else editor.chain().setColor(color).run()
        }}
        isOptional
      />
      <hr />
      <ToggleButtonGroup
        aria-label={t('designer.text.align')}
        size="S"
        isQuiet
        selectionMode="single"
        selectedKeys={now.align ? [now.align] : []}
        onSelectionChange={(keys) => {
          const [align] = [...keys]
          does()
            .setTextAlign((align as AlignName | undefined) ?? null)
            .run()
        }}
      >
        {names(aligns).map((name) => {
          const Icon = aligns[name]
          return (
            <TooltipTrigger key={name}>
              <ToggleButton id={name} aria-label={t(`designer.align.${name}`)}>
                <Icon />
              </ToggleButton>
              <Tooltip>{t(`designer.align.${name}`)}</Tooltip>
            </TooltipTrigger>
          )
        })}
      </ToggleButtonGroup>
      <ToggleButtonGroup
        aria-label={t('designer.text.lists')}
        size="S"
        isQuiet
        selectionMode="single"
        selectedKeys={now.list ? [now.list] : []}
        onSelectionChange={(keys) => {
          const name = ([...keys][0] as ListName | undefined) ?? now.list
          if (name === 'orderedList') does().toggleOrderedList().run()
          else does().toggleBulletList().run()
        }}
      >
        {names(lists).map((name) => {
          const Icon = lists[name]
          return (
            <TooltipTrigger key={name}>
              <ToggleButton id={name} aria-label={t(`designer.text.${name}`)}>
                <Icon />
              </ToggleButton>
              <Tooltip>{t(`designer.text.${name}`)}</Tooltip>
            </TooltipTrigger>
          )
        })}
      </ToggleButtonGroup>
      <hr />
      <ActionButtonGroup aria-label={t('designer.text.insert')} size="S" isQuiet>
        <TooltipTrigger>
          <ToggleButton
            aria-label={t('designer.link')}
            isSelected={now.isLink}
            onPress={onLink}
            size="S"
            isQuiet
          >
            <LinkIcon />
          </ToggleButton>
          <Tooltip>{t('designer.link')}</Tooltip>
        </TooltipTrigger>
        <TooltipTrigger>
          <ActionButton aria-label={t('designer.chip.insert')} onPress={onToken}>
            <span className={css.braces}>{'{ }'}</span>
          </ActionButton>
          <Tooltip>{t('designer.chip.insert')}</Tooltip>
        </TooltipTrigger>
      </ActionButtonGroup>
    </fieldset>
  )
}
