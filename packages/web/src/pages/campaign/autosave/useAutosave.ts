import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { ApiProblem } from '../../../problem.ts'
import { Autosaver } from './autosaver.ts'
import type { Autosave, Failure, Saved } from './machine.ts'

interface Wire<T> {
  save(value: T, revision: number): Promise<Saved<T>>
  load(): Promise<Saved<T>>
}

export interface Autosaving<T>
  extends Pick<Autosaver<T>, 'edit' | 'saveNow' | 'takeTheirs' | 'keepMine' | 'flush'> {
  readonly state: Autosave<T>
}

/** What a rejected call means to autosave. An answer that may be better in a moment is worth another try. */
export function failureOf(problem: unknown): Failure {
  if (!(problem instanceof ApiProblem)) return { kind: 'refused', problem }
  if (problem.type === 'request/stale') return { kind: 'stale' }
  if (problem.type === 'network/unreachable' || problem.status >= 500 || problem.status === 429)
    return { kind: 'away' }
  return { kind: 'refused', problem }
}

const later = (milliseconds: number, act: () => void) => {
  const timer = setTimeout(act, milliseconds)
  return () => clearTimeout(timer)
}

/** Saves a document as it is edited. `base` is what the server says; a newer one is adopted when all is saved. */
export function useAutosave<T>(base: Saved<T>, wire: Wire<T>): Autosaving<T> {
  const latest = useRef(wire)
  useLayoutEffect(() => {
    latest.current = wire
  })
  const [saver] = useState(
    () =>
      new Autosaver<T>(base, {
        save: (value, revision) => latest.current.save(value, revision),
        load: () => latest.current.load(),
        failureOf,
        later,
      }),
  )
  const state = useSyncExternalStore(saver.subscribe, saver.state)

  useEffect(() => saver.see(base), [saver, base])
  useEffect(() => saver.close, [saver])
  useEffect(() => {
    // The connection is back: no need to sit out the pause.
    window.addEventListener('online', saver.saveNow)
    return () => window.removeEventListener('online', saver.saveNow)
  }, [saver])

  return useMemo(() => {
    const { edit, saveNow, takeTheirs, keepMine, flush } = saver
    return { state, edit, saveNow, takeTheirs, keepMine, flush }
  }, [saver, state])
}
