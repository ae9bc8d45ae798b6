import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(max-width: 760px)')
const listen = (changed: () => void) => {
  narrow.addEventListener('change', changed)
  return () => narrow.removeEventListener('change', changed)
}

/** Whether there is no room for a grid of seven days. */
export const useNarrow = (): boolean => useSyncExternalStore(listen, () => narrow.matches)
