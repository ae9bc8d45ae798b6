import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import css from './imports.module.css'

/** The view that was shown last; undefined: none yet. */
const Shown = createContext<{ current: string | undefined }>({ current: undefined })

/** Around the views of one import, so that they know of each other. */
export function Views({ children }: { children: ReactNode }) {
  const shown = useRef<string>(undefined)
  return <Shown value={shown}>{children}</Shown>
}

const isDialogOpen = () => document.querySelector('[role=dialog], [role=alertdialog]') !== null

interface Props {
  /** A name of the view that this is the heading of. */
  view: string
  children: ReactNode
}

/**
 * The heading of what an import shows now: a step, a run, an outcome. When it takes the place of another one it takes
 * the focus, which would be lost otherwise; of a dialog it waits until that is gone.
 */
export function ViewTitle({ view, children }: Props) {
  const shown = useContext(Shown)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const isFirst = shown.current === undefined
    const isSame = shown.current === view
    shown.current = view
    if (isFirst || isSame) return
    if (!isDialogOpen()) {
      heading.current?.focus()
      return
    }
    const timer = setInterval(() => {
      if (isDialogOpen()) return
      clearInterval(timer)
      heading.current?.focus()
    }, 100)
    return () => clearInterval(timer)
  }, [shown, view])
  return (
    <h2 id="view-title" ref={heading} tabIndex={-1} className={css.title}>
      {children}
    </h2>
  )
}
