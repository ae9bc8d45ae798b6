import Layout from '@react-spectrum/s2/icons/Layout'
import { useEffect, useRef } from 'react'
import { useText } from '../../text.ts'
import { commandOf } from '../canvas/keys.ts'
import { useDesigning } from '../state/Designing.tsx'
import { iconOf } from '../state/icons.ts'
import { nameOf } from '../state/names.ts'
import { useCommand } from '../state/useCommand.ts'
import { type Entry, indexOf, pathTo } from '../tree/index-of.ts'
import css from './rails.module.css'

/** The email as a tree: sections, columns, branches, blocks, each by its name. */
export function Structure({ onOpen }: { onOpen: (id: string) => void }) {
  const t = useText()
  const { design, selected, goTo, want, mode } = useDesigning()
  const command = useCommand(onOpen)
  const tree = useRef<HTMLDivElement>(null)
  // A single column says nothing that its section does not say.
  const entries = [...indexOf(design).values()].filter((entry) => !isOnly(design, entry))
  const levelOf = (id: string) => pathTo(design, id).filter((entry) => !isOnly(design, entry)).length
  const current = entries.some(({ id }) => id === selected) ? selected : (entries[0]?.id ?? null)

  const focusOn = (id: string | undefined) => {
    if (id === undefined) return
    goTo(id)
    want(null)
    tree.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)?.focus()
  }
  // What was moved or added from here keeps the keyboard here.
  const holdsFocus = useRef(false)
  useEffect(() => {
    if (!holdsFocus.current || selected === null) return
    tree.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(selected)}"]`)?.focus()
  })

  if (entries.length === 0) return <p className={css.note}>{t('designer.structure.empty', { mode })}</p>
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={t('designer.structure')}
      className={css.tree}
      onFocus={() => {
        holdsFocus.current = true
      }}
      onBlur={(event) => {
        // An item that is drawn anew loses the focus to nothing: it will have it back.
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget))
          holdsFocus.current = false
      }}
    >
      {entries.map((entry) => {
        const Icon = entry.what === 'item' && entry.node.kind !== 'section' ? iconOf[entry.node.kind] : Layout
        const level = levelOf(entry.id)
        return (
          <div
            key={entry.id}
            role="treeitem"
            aria-level={level}
            aria-selected={entry.id === selected}
            {...(entry.children.length > 0 && { 'aria-expanded': true })}
            tabIndex={entry.id === current ? 0 : -1}
            data-entry={entry.id}
            className={css.treeItem}
            style={{ paddingInlineStart: 8 + (level - 1) * 14 }}
            onClick={() => focusOn(entry.id)}
            onKeyDown={(event) => {
              const at = entries.indexOf(entry)
              const asked = commandOf(event)
              if (!asked) return
              event.preventDefault()
              event.stopPropagation()
              if (asked.does === 'next') focusOn(entries[at + 1]?.id)
              else if (asked.does === 'previous') focusOn(entries[at - 1]?.id)
              else if (asked.does === 'first') focusOn(entries[0]?.id)
              else if (asked.does === 'last') focusOn(entries.at(-1)?.id)
              else if (asked.does === 'child')
                focusOn(
                  entries[at + 1] && levelOf(entries[at + 1]!.id) > level ? entries[at + 1]!.id : undefined,
                )
              else if (asked.does === 'parent')
                focusOn(entries.slice(0, at).findLast(({ id }) => levelOf(id) < level)?.id)
              else {
                goTo(entry.id)
                command(asked)
                if (asked.does !== 'open') want(null)
              }
            }}
          >
            <Icon />
            <span>{nameOf(t, entry)}</span>
          </div>
        )
      })}
    </div>
  )
}

const isOnly = (design: Parameters<typeof indexOf>[0], entry: Entry): boolean =>
  entry.what === 'column' && indexOf(design).get(entry.parent ?? '')?.children.length === 1
