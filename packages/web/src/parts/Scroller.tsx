import type { ReactNode } from 'react'

interface Props {
  /** What scrolls in it, for screen readers. */
  label: string
  className?: string | undefined
  children: ReactNode
}

/** A region that scrolls by itself: it has a name, and the keyboard reaches it (WCAG 2.1.1). */
export const Scroller = ({ label, className, children }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section aria-label={label} tabIndex={0} className={className}>
    {children}
  </section>
)
