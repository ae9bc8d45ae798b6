import './section.css'
import { type ReactNode, useId } from 'react'

interface Props {
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** A titled part of a form or a page; what it is about stands beside it where there is room. */
export function Section({ title, lead, children }: Props) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {lead && <p>{lead}</p>}
      </header>
      <div className="section-body">{children}</div>
    </section>
  )
}
