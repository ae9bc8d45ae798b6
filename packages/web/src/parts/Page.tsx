import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
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
    <div
      className={style({
        display: 'flex',
        flexDirection: 'column',
        gap: 24,
        flexGrow: 1,
        minHeight: { isFilling: 0 },
        minWidth: 0,
        paddingX: { default: 16, md: 32 },
        paddingTop: { default: 16, md: 24 },
        paddingBottom: 32,
      })({ isFilling: fill })}
    >
      <header
        className={style({
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'end',
          justifyContent: 'space-between',
          columnGap: 24,
          rowGap: 12,
        })}
      >
        <div className={style({ display: 'flex', flexDirection: 'column', gap: 4, minWidth: 0 })}>
          {above}
          <div
            className={style({
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'center',
              columnGap: 16,
              rowGap: 4,
            })}
          >
            <h1
              id="page-title"
              tabIndex={-1}
              className={style({
                font: 'heading-lg',
                marginY: 0,
                outlineStyle: 'none',
                minWidth: 0,
                wordBreak: 'break-word',
              })}
            >
              {heading ?? title}
            </h1>
            {beside}
          </div>
          {lead && (
            <p className={style({ font: 'body', color: 'neutral-subdued', marginY: 0, maxWidth: 720 })}>
              {lead}
            </p>
          )}
        </div>
        {actions && (
          <div className={style({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 })}>
            {actions}
          </div>
        )}
      </header>
      {children}
    </div>
  )
}
