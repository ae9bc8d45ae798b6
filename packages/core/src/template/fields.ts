import type { Call, Each, Expression } from './ast.ts'
import { fieldName } from './names.ts'

/** Whether this makes the fields of a fragment: `fields("title", …)`, which only expansion writes. */
export const bringsFields = (value: Expression): value is Call =>
  value.kind === 'call' && value.name === 'fields'

/** A block around an expanded fragment. It brings `field` and changes nothing else of what names mean. */
export const isFieldBlock = ({ kind, value, alias }: Each): boolean =>
  kind === 'with' && alias === fieldName && bringsFields(value)
