import { fontStacks } from '@chappe/core/design/fonts'
import { Button } from '@react-spectrum/s2'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import { useCommand } from '../state/useCommand.ts'
import { indexOf, root } from '../tree/index-of.ts'
import { newBlock, newId, newSection } from '../tree/make.ts'
import css from './canvas.module.css'
import { changes, type Dragged, drags, type Mark, markAt } from './drag.ts'
import { holdFocus } from './hold-focus.ts'
import { commandOf } from './keys.ts'
import { SectionView } from './SectionView.tsx'
import { deviceWidth, variablesOf } from './style.ts'

interface Props {
  /** Where the toolbar of a text that is being written goes. */
  readonly bar: HTMLElement | null
  /** Brings the keyboard to the properties of the selection. */
  readonly onOpen: (id: string) => void
}

/** The email as it is being made. */
export function Canvas({ bar, onOpen }: Props) {
  const t = useText()
  const designing = useDesigning()
  const { design, device, mode, isReadOnly, select, write, writing, wanted, add, moveTo } = designing
  const canvas = useRef<HTMLDivElement>(null)
  const [mark, setMark] = useState<Mark>()
  const command = useCommand((id) => {
    const node = indexOf(design).get(id)?.node
    if (node && 'kind' in node && node.kind === 'text' && !isReadOnly) write({ id })
    else onOpen(id)
  })

  useEffect(() => {
    const end = () => {
      drags.end()
      setMark(undefined)
    }
    document.addEventListener('dragend', end)
    return () => document.removeEventListener('dragend', end)
  }, [])

  const letGo = useRef(() => {})
  useEffect(() => {
    if (!wanted) return
    const { id } = wanted
    letGo.current()
    letGo.current = holdFocus(() =>
      id === null
        ? canvas.current
        : canvas.current?.querySelector<HTMLElement>(
            `[data-item="${CSS.escape(id)}"], [data-column="${CSS.escape(id)}"]`,
          ),
    )
  }, [wanted])
  useEffect(() => () => letGo.current(), [])

  const markOf = (what: Dragged, event: DragEvent) =>
    canvas.current && !isReadOnly
      ? markAt(design, what, canvas.current, event.target as Element, event.clientY)
      : undefined
  const { settings, sections } = design
  return (
    // biome-ignore lint/a11y/useSemanticElements: it holds what can be selected, no controls
    <div
      ref={canvas}
      className={css.canvas}
      role="group"
      aria-label={t('designer.canvas', { mode })}
      aria-describedby="designer-keys"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard begins here
      tabIndex={0}
      onClick={(event) => {
        if (!event.currentTarget.contains(event.target as Node)) return
        write(null)
        select(null)
      }}
      onKeyDown={(event) => {
        const target = event.target as HTMLElement
        const isOurs =
          target === event.currentTarget || 'item' in target.dataset || 'column' in target.dataset
        if (!isOurs || writing) return
        const asked = commandOf(event)
        if (asked && command(asked)) {
          event.preventDefault()
          event.stopPropagation()
        }
      }}
      onDragOver={(event) => {
        const what = drags.now()
        const found = what && markOf(what, event)
        if (what && found) {
          event.preventDefault()
          event.dataTransfer.dropEffect = what.kind === 'new' ? 'copy' : 'move'
        }
        setMark(what && found && changes(design, what, found.spot) ? found : undefined)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setMark(undefined)
      }}
      onDrop={(event) => {
        const what = drags.now()
        const spot = what && markOf(what, event)?.spot
        drags.end()
        setMark(undefined)
        if (!what || !spot) return
        event.preventDefault()
        if (what.kind === 'new') add(what.item, { spot, mayStandAlone: what.mayStandAlone })
        else moveTo(what.id, spot)
      }}
    >
      <div
        className={css.screen}
        data-device={device}
        style={{
          backgroundColor: settings.background,
          ...(deviceWidth[device] !== null && { width: deviceWidth[device] }),
        }}
      >
        <div
          className={css.email}
          lang={settings.language}
          data-place={root}
          style={{
            ...variablesOf(design),
            width: settings.width,
            backgroundColor: settings.contentBackground,
            color: settings.textColor,
            fontFamily: fontStacks[settings.font],
          }}
        >
          {sections.map((section) => (
            <SectionView key={section.id} section={section} bar={bar} />
          ))}
          {sections.length === 0 && <Beginning onAdd={add} />}
        </div>
      </div>
      {mark && (
        <div
          className={css.mark}
          data-area={mark.height > 0 || undefined}
          style={{ left: mark.left, top: mark.top, width: mark.width, height: mark.height }}
        />
      )}
    </div>
  )
}

/** What an email with nothing in it offers. */
function Beginning({ onAdd }: { onAdd: ReturnType<typeof useDesigning>['add'] }) {
  const t = useText()
  const { isReadOnly, mode } = useDesigning()
  return (
    <div className={css.beginning}>
      <h3>{isReadOnly ? t('designer.structure.empty', { mode }) : t('designer.empty.title')}</h3>
      {!isReadOnly && <p>{t('designer.empty.body')}</p>}
      {!isReadOnly && (
        <Button
          variant="accent"
          onPress={() => {
            const words = { text: t('designer.text.first'), button: t('designer.button.first') }
            onAdd(newSection('1', newId, [newBlock('text', newId, words)]))
          }}
        >
          {t('designer.empty.begin')}
        </Button>
      )}
    </div>
  )
}
