import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactNode } from 'react'

interface Props {
  title: string
  children?: ReactNode
  /** Buttons that lead on. */
  actions?: ReactNode
  /** A workflow icon or illustration, for decoration. */
  picture?: ReactNode
}

/** What stands where there is nothing to list: what this place is for, and the way on. */
export function EmptyState({ title, children, actions, picture }: Props) {
  return (
    <div
      className={style({
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        justifyContent: 'center',
        textAlign: 'center',
        gap: 8,
        paddingX: 24,
        paddingY: 64,
      })}
    >
      {picture && <div aria-hidden="true">{picture}</div>}
      <h2 className={style({ font: 'title-lg', marginY: 0 })}>{title}</h2>
      {children && (
        <div className={style({ font: 'body', color: 'neutral-subdued', maxWidth: 560 })}>{children}</div>
      )}
      {actions && (
        <div className={style({ display: 'flex', flexWrap: 'wrap', gap: 8, marginTop: 8 })}>{actions}</div>
      )}
    </div>
  )
}
