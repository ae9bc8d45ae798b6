import { ToastQueue } from '@react-spectrum/s2'

const timeout = 6_000

interface Undo {
  label: string
  run: () => void
}

const undoing = (undo: Undo | undefined) =>
  undo
    ? { actionLabel: undo.label, onAction: undo.run, shouldCloseOnAction: true, timeout: 10_000 }
    : { timeout }

/** Short news at the bottom of the screen. What must not be missed goes in the page instead. */
export const notify = {
  positive: (text: string, undo?: Undo) => ToastQueue.positive(text, undoing(undo)),
  info: (text: string, undo?: Undo) => ToastQueue.info(text, undoing(undo)),
  negative: (text: string) => ToastQueue.negative(text, { timeout }),
}
