/** A state that can be gone back to. `T` is never written to, so that keeping it costs nothing. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** What the last step was about, and when (milliseconds); null: nothing joins it. */
  readonly last: { readonly about: string; readonly at: number } | null
}

const most = 200
/** Steps about the same thing, each sooner than this after the one before, are one: typing. */
const pause = 1_000

export const startWith = <T>(present: T): History<T> => ({ past: [], present, future: [], last: null })

/** Goes on to a new state. Steps with the same `about` in quick succession are undone together. */
export function record<T>(
  { past, present, last }: History<T>,
  next: T,
  { about, at }: { about?: string | undefined; at: number },
): History<T> {
  const joins = about !== undefined && last?.about === about && at - last.at < pause
  return {
    past: joins ? past : [...past, present].slice(-most),
    present: next,
    future: [],
    last: about === undefined ? null : { about, at },
  }
}

export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  const before = past.at(-1)
  if (before === undefined) return history
  return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null }
}

export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  const [after, ...rest] = future
  if (after === undefined) return history
  return { past: [...past, present], present: after, future: rest, last: null }
}
