import { useCallback, useMemo, useRef, useState } from 'react'
import { type History, record, redo, startWith, undo } from '../../../designer/history.ts'

export interface Tree<T> {
  readonly root: T
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Makes the next tree of the newest one. Changes `about` the same thing in quick succession are undone together. */
  readonly change: (edit: (root: T) => T, about?: string) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly now: () => T
}

/** A tree that is being edited, with its past. It begins with `initial`; a new one needs a new component. */
export function useTree<T>(initial: () => T, onChange: (root: T) => void): Tree<T> {
  const [history, setHistory] = useState<History<T>>(() => startWith(initial()))
  const latest = useRef(history)
  const tell = useRef(onChange)
  tell.current = onChange

  const go = useCallback((next: History<T>) => {
    if (next === latest.current) return
    latest.current = next
    setHistory(next)
    tell.current(next.present)
  }, [])
  const change = useCallback<Tree<T>['change']>(
    (edit, about) => {
      const root = edit(latest.current.present)
      if (root !== latest.current.present) go(record(latest.current, root, { about, at: Date.now() }))
    },
    [go],
  )
  const back = useCallback(() => go(undo(latest.current)), [go])
  const forth = useCallback(() => go(redo(latest.current)), [go])
  const now = useCallback(() => latest.current.present, [])
  return useMemo(
    () => ({
      root: history.present,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      change,
      undo: back,
      redo: forth,
      now,
    }),
    [history, change, back, forth, now],
  )
}
