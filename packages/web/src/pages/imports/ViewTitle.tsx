import { type ReactNode, useEffect, useRef } from 'react'
import css from './imports.module.css'

const id = 'view-title'

/** The heading of what an import shows now: a step, a run, an outcome. The focus goes there when that changes. */
export const ViewTitle = ({ children }: { children: ReactNode }) => (
  <h2 id={id} tabIndex={-1} className={css.title}>
    {children}
  </h2>
)

/** Moves the focus to the view's heading when another view has come; never at the beginning, nor out of a dialog. */
export function useFocusOnView(view: string) {
  const last = useRef(view)
  useEffect(() => {
    if (last.current === view) return
    last.current = view
    if (document.querySelector('[role=dialog], [role=alertdialog]')) return
    document.getElementById(id)?.focus()
  }, [view])
}
