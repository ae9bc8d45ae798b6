import type { EmailDesign } from '@chappe/core/design/schema'
import { useCallback, useRef, useState } from 'react'
import { type History, record, redo, startWith, undo } from '../history.ts'
import { same } from '../same.ts'
import { indexOf } from '../tree/index-of.ts'

interface Snapshot {
  readonly design: EmailDesign
  /** What was selected, so that undo shows where it happened. */
  readonly selected: string | null
}

export interface Change {
  /** Changes about the same thing in quick succession are undone together. */
  readonly about?: string
  /** What is selected afterwards; left out: what is selected now. */
  readonly select?: string | null
}

export interface DesignState {
  readonly design: EmailDesign
  readonly selected: string | null
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly select: (id: string | null) => void
  /** Makes the next design of the newest one; the same object back means that nothing changes. */
  readonly change: (edit: (design: EmailDesign) => EmailDesign, how?: Change) => boolean
  readonly undo: () => void
  readonly redo: () => void
  /** The newest design, for what happens outside of rendering. */
  readonly now: () => EmailDesign
}

/** What is selected still, or the nearest thing around it in the design as it was. */
const stillThere = (design: EmailDesign, id: string | null) =>
  id !== null && indexOf(design).has(id) ? id : null

/**
 * The design that is being edited, with its past. A design from outside that is another than ours (somebody else
 * saved, a conflict was settled) is one more step, so that even that can be undone.
 */
export function useDesign(
  given: EmailDesign,
  onChange: ((design: EmailDesign) => void) | undefined,
): DesignState {
  const [history, setHistory] = useState<History<Snapshot>>(() =>
    startWith({ design: given, selected: null }),
  )
  const [seen, setSeen] = useState(given)
  const latest = useRef(history)
  const tell = useRef(onChange)
  tell.current = onChange

  if (seen !== given) {
    setSeen(given)
    const { design, selected } = latest.current.present
    if (!same(design, given)) {
      const next = { design: given, selected: stillThere(given, selected) }
      latest.current = record(latest.current, next, { at: 0 })
      setHistory(latest.current)
    }
  }

  const go = useCallback((next: History<Snapshot>) => {
    const before = latest.current.present.design
    latest.current = next
    setHistory(next)
    if (next.present.design !== before) tell.current?.(next.present.design)
  }, [])

  const select = useCallback<DesignState['select']>(
    (id) => {
      const { present, last } = latest.current
      if (present.selected === id) return
      go({ ...latest.current, present: { ...present, selected: id }, last: id === null ? null : last })
    },
    [go],
  )
  const change = useCallback<DesignState['change']>(
    (edit, { about, select } = {}) => {
      const { design, selected } = latest.current.present
      const next = edit(design)
      if (next === design || tell.current === undefined) return false
      const now = { design: next, selected: stillThere(next, select === undefined ? selected : select) }
      go(record(latest.current, now, { about, at: Date.now() }))
      return true
    },
    [go],
  )
  const { design, selected } = history.present
  return {
    design,
    selected,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    select,
    change,
    undo: useCallback(() => go(undo(latest.current)), [go]),
    redo: useCallback(() => go(redo(latest.current)), [go]),
    now: useCallback(() => latest.current.present.design, []),
  }
}
