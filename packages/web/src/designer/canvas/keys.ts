import type { Direction } from '../tree/step.ts'

/** What a key asks for while something on the canvas or in the structure is selected. */
export type Command =
  | { readonly does: 'move'; readonly direction: Direction }
  | { readonly does: 'copy' | 'take' | 'open' | 'parent' | 'next' | 'previous' | 'child' | 'first' | 'last' }

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}
const plain: Readonly<Record<string, Exclude<Command['does'], 'move'>>> = {
  ArrowUp: 'previous',
  ArrowDown: 'next',
  ArrowLeft: 'parent',
  ArrowRight: 'child',
  Escape: 'parent',
  Enter: 'open',
  F2: 'open',
  Delete: 'take',
  Backspace: 'take',
  Home: 'first',
  End: 'last',
}

interface Key {
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}

/** The keyboard of the designer, as a table. */
export function commandOf({ key, altKey, ctrlKey, metaKey, shiftKey }: Key): Command | undefined {
  const isCommand = ctrlKey || metaKey
  if (isCommand) return key.toLowerCase() === 'd' && !altKey && !shiftKey ? { does: 'copy' } : undefined
  const direction = directions[key]
  if (altKey) return direction && { does: 'move', direction }
  const does = plain[key]
  return does && !shiftKey ? { does } : undefined
}

/** Undo and redo, wherever the keyboard is. */
export function historyKey({ key, altKey, ctrlKey, metaKey, shiftKey }: Key): 'undo' | 'redo' | undefined {
  if (altKey || !(ctrlKey || metaKey)) return undefined
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo'
  return key.toLowerCase() === 'y' && !shiftKey ? 'redo' : undefined
}
