import './page.css'
import { type ReactNode, useEffect } from 'react'

interface Props {
  title: string
  /** In place of the title, where it can be edited. */
  heading?: ReactNode
  /** Beside the title: a status, a version. */
  beside?: ReactNode
  /** Above the title: the way back. */
  above?: ReactNode
  /** Under the title, one line. */
  lead?: ReactNode
  /** The page's buttons, at the right of the title. */
  actions?: ReactNode
  /** The content scrolls in itself: the page is no higher than the screen. */
  fill?: boolean
  children?: ReactNode
}

/** A page of the application: its heading, its buttons, its content. Sets the document's title. */
export function Page({ title, heading, beside, above, lead, actions, fill = false, children }: Props) {
  useEffect(() => {
    document.title = title ? `${title} – Chappe` : 'Chappe'
  }, [title])

  return (
    <div className="page" data-fill={fill}>
      <header className="page-header">
        {above && <div>{above}</div>}
        <div className="page-title">
          <div>
            <h1 id="page-title" tabIndex={-1}>
              {heading ?? title}
            </h1>
            {beside}
          </div>
          {actions && <div className="page-actions">{actions}</div>}
        </div>
        {lead && <p className="page-lead">{lead}</p>}
      </header>
      {children}
    </div>
  )
}
