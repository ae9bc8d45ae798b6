import type { DesignerProps } from './types.ts'

/** The block editor of an email, or of a fragment of one. */
export function Designer({ toolbar }: DesignerProps) {
  return <div>{toolbar}</div>
}
