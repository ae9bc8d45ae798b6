import type { FragmentKind } from '@chappe/core/content/schema'
import type { EmailDesign } from '@chappe/core/design/schema'
import type { ReactNode } from 'react'

/** A name that personalization may use. */
export interface Word {
  readonly name: string
  readonly kind: 'profile' | 'context' | 'system' | 'function'
  /** Type of the value, or the arguments of a function. */
  readonly detail: string
  /** How people call it. */
  readonly label?: string | undefined
}

/** A saved fragment that may be put into a design. */
export interface FragmentChoice {
  readonly id: string
  readonly name: string
  readonly kind: FragmentKind
  /** Names of its editable fields; left out where they are not known. */
  readonly fields?: readonly string[]
}

export interface DesignerProps {
  readonly design: EmailDesign
  /** Every change is a new snapshot; the given one is never written to. Left out: nothing can be changed. */
  readonly onChange?: (design: EmailDesign) => void
  /** A fragment has sections only: it takes width, fonts and colors from the email that it is put into. */
  readonly mode?: 'email' | 'fragment'
  readonly vocabulary: { readonly words: readonly Word[] }
  /** What may be put in as a fragment; left out or empty: the palette says that there is none. */
  readonly fragments?: readonly FragmentChoice[]
  readonly isReadOnly?: boolean
  /** At the end of the toolbar: the mounting page's own buttons. */
  readonly toolbar?: ReactNode
  /** Name of the email or fragment, for screen readers. */
  readonly label?: string
}
