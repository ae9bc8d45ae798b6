import { useCallback, useEffect, useSyncExternalStore } from 'react'

/** The field that the personalization panel writes into; at most one panel is open. */
let openFor: string | null = null
const listeners = new Set<() => void>()

function open(id: string | null) {
  if (openFor === id) return
  openFor = id
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The panel as one field sees it. `follow` moves an open panel here, when one goes on writing in this field. */
export function usePanel(id: string) {
  const isOpen = useSyncExternalStore(subscribe, () => openFor === id)
  useEffect(
    () => () => {
      if (openFor === id) open(null)
    },
    [id],
  )
  return {
    isOpen,
    toggle: useCallback(() => open(openFor === id ? null : id), [id]),
    close: useCallback(() => open(null), []),
    follow: useCallback(() => openFor !== null && open(id), [id]),
  }
}
