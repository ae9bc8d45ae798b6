import type { EmailDesign } from '@chappe/core/design/schema'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { notify } from '../../parts/toast.ts'
import { useText } from '../../text.ts'
import { duplicate, insert, move, remove, update } from '../tree/edit.ts'
import { type Item, indexOf, itemAt, itemsIn, root, type Spot } from '../tree/index-of.ts'
import { newId } from '../tree/make.ts'
import { type Direction, type Shown, spotAfter, stepFrom } from '../tree/step.ts'
import type { DesignerProps, FragmentChoice, Word } from '../types.ts'
import { nameOf } from './names.ts'
import { type DesignState, useDesign } from './useDesign.ts'

export type Device = 'desktop' | 'tablet' | 'phone'

export interface Designing extends Omit<DesignState, 'change'> {
  readonly isReadOnly: boolean
  readonly mode: 'email' | 'fragment'
  readonly words: readonly Word[]
  readonly fragments: readonly FragmentChoice[]
  readonly device: Device
  readonly setDevice: (device: Device) => void
  /** The text block whose text is being written, and where the pointer was when that began. */
  readonly writing: Writing | null
  readonly write: (writing: Writing | null) => void
  readonly shown: Shown
  readonly show: (conditionalId: string, place: string) => void
  /** Changes the properties of one part; `about` names the property, for undo. */
  readonly set: (id: string, change: object, about?: string) => void
  readonly edit: (edit: (design: EmailDesign) => EmailDesign, about?: string) => void
  /** Adds behind the selection, or at a spot. `mayStandAlone`: a fragment that needs no section. */
  readonly add: (item: Item, how?: { spot?: Spot; mayStandAlone?: boolean }) => void
  readonly moveTo: (id: string, spot: Spot) => void
  readonly step: (id: string, direction: Direction) => void
  readonly mayStep: (id: string, direction: Direction) => boolean
  readonly copy: (id: string) => void
  readonly take: (id: string) => void
  /** Selects it and brings the keyboard to it. */
  readonly goTo: (id: string | null) => void
  /** What the canvas is to bring the keyboard to; an id of null is the canvas itself. */
  readonly wanted: Wanted | null
  readonly want: (wanted: Wanted | null) => void
  /** What screen readers are told. */
  readonly said: string
  readonly say: (words: string) => void
}

export interface Wanted {
  readonly id: string | null
}

export interface Writing {
  readonly id: string
  readonly at?: { readonly left: number; readonly top: number }
}

const Context = createContext<Designing | null>(null)

export function useDesigning(): Designing {
  const designing = useContext(Context)
  if (!designing) throw new Error('A part of the designer stands outside of it')
  return designing
}

/** Where the selection goes when an item is gone: to what takes its place, what was before it, what it was in. */
function afterRemoval(design: EmailDesign, id: string): string | null {
  const entry = itemAt(design, id)
  if (!entry) return null
  const items = itemsIn(design, entry.place)
  return items[entry.index + 1]?.id ?? items[entry.index - 1]?.id ?? entry.parent
}

export function DesigningProvider({ children, ...props }: DesignerProps & { children: ReactNode }) {
  const t = useText()
  const mode = props.mode ?? 'email'
  const isReadOnly = props.isReadOnly === true || props.onChange === undefined
  const { change, ...state } = useDesign(props.design, isReadOnly ? undefined : props.onChange)
  const { design, now, select } = state
  const [device, setDevice] = useState<Device>('desktop')
  const [writing, write] = useState<Writing | null>(null)
  const [shown, setShown] = useState<Shown>({})
  const [said, say] = useState('')
  const [wanted, want] = useState<Wanted | null>(null)
  const latestShown = useRef(shown)
  latestShown.current = shown

  const saying = useCallback(
    (id: string, message: 'moved' | 'added' | 'removed', of = now()) => {
      const entry = indexOf(of).get(id)
      if (entry?.what !== 'item') return
      const values = {
        name: nameOf(t, entry),
        position: entry.index + 1,
        count: itemsIn(of, entry.place).length,
      }
      const around = indexOf(of).get(entry.parent ?? '')
      say(
        message === 'removed'
          ? t('designer.said.removed', values)
          : t(`designer.said.${message}`, {
              ...values,
              place: around ? nameOf(t, around) : t('designer.email', { mode }),
            }),
      )
    },
    [now, t, mode],
  )

  const commands = useMemo(() => {
    /** The branch that holds a part is shown, or nobody would see what happened to it. */
    const reveal = (id: string) => {
      const found: Record<string, string> = {}
      const index = indexOf(now())
      for (let entry = index.get(id); entry; entry = index.get(entry.parent ?? ''))
        if (entry.what === 'branch' && entry.parent) found[entry.parent] = entry.id
      if (Object.keys(found).length > 0) setShown((all) => ({ ...all, ...found }))
    }
    const goTo = (id: string | null) => {
      if (id !== null) reveal(id)
      write((current) => (current?.id === id ? current : null))
      want({ id })
      select(id)
    }
    const moveTo = (id: string, spot: Spot) => {
      if (!change((design) => move(design, id, spot, newId), { select: id })) return
      goTo(id)
      saying(id, 'moved')
    }
    return {
      goTo,
      moveTo,
      show: (conditionalId: string, place: string) => setShown((all) => ({ ...all, [conditionalId]: place })),
      set: (id: string, values: object, about?: string) =>
        void change(
          (design) => update(design, id, values),
          about === undefined ? {} : { about: `${id} ${about}` },
        ),
      edit: (edit: (design: EmailDesign) => EmailDesign, about?: string) =>
        void change(edit, about === undefined ? {} : { about }),
      add: (item: Item, { spot, mayStandAlone }: { spot?: Spot; mayStandAlone?: boolean } = {}) => {
        const added = change(
          (design) =>
            insert(
              design,
              spot ?? spotAfter(design, selectedNow.current, item, latestShown.current),
              item,
              newId,
              mayStandAlone,
            ),
          { select: item.id },
        )
        if (!added) return
        goTo(item.id)
        saying(item.id, 'added')
      },
      step: (id: string, direction: Direction) => {
        const spot = stepFrom(now(), id, direction, latestShown.current)
        if (spot) moveTo(id, spot)
        else say(t('designer.said.stuck'))
      },
      copy: (id: string) => {
        let made: string | undefined
        change((design) => {
          const result = duplicate(design, id, newId)
          made = result?.id
          return result?.design ?? design
        })
        if (made === undefined) return
        goTo(made)
        saying(made, 'added')
      },
      take: (id: string) => {
        const before = now()
        const entry = itemAt(before, id)
        if (!entry || !change((design) => remove(design, entry.id))) return
        goTo(afterRemoval(before, entry.id))
        saying(entry.id, 'removed', before)
        notify.info(t('designer.said.removed', { name: nameOf(t, entry) }), {
          label: t('common.undo'),
          run: () => {
            if (indexOf(now()).has(entry.id)) return
            const stillStands = entry.parent === null || indexOf(now()).has(entry.parent)
            const spot = stillStands ? entry : { place: root, index: now().sections.length }
            if (change((design) => insert(design, spot, entry.node, newId, true), { select: entry.id }))
              saying(entry.id, 'added')
          },
        })
      },
    }
  }, [change, now, saying, select, t])
  const selectedNow = useRef(state.selected)
  selectedNow.current = state.selected

  const designing: Designing = {
    ...state,
    ...commands,
    isReadOnly,
    mode,
    words: props.vocabulary.words,
    fragments: props.fragments ?? [],
    device,
    setDevice,
    writing,
    write,
    shown,
    mayStep: (id, direction) => stepFrom(design, id, direction, shown) !== undefined,
    wanted,
    want,
    said,
    say,
  }
  return <Context value={designing}>{children}</Context>
}
