import type { EmailDesign } from '@chappe/core/design/schema'
import type { CSSProperties } from 'react'

interface Sides {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export const paddingOf = ({ top, right, bottom, left }: Sides): string =>
  `${top}px ${right}px ${bottom}px ${left}px`

/** A color of the design as a style; its absence lets through what is around. */
export const background = (color: string | null): CSSProperties =>
  color === null ? {} : { backgroundColor: color }

export const justify = { left: 'flex-start', center: 'center', right: 'flex-end' } as const

/** How wide the screen is that the canvas pretends to be; null: as wide as there is room. */
export const deviceWidth = { desktop: null, tablet: 768, phone: 390 } as const

/** An email’s settings as variables for what is inside of it. */
export const variablesOf = ({ settings }: EmailDesign): CSSProperties =>
  ({ '--email-link': settings.linkColor, '--email-text': settings.textColor }) as CSSProperties
