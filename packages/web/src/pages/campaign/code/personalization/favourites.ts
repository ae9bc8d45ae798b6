import { useSyncExternalStore } from 'react'

const place = 'chappe.favourites'
const most = 200

/** The favourites that a device has stored; what cannot be read is none. */
export function favouritesFrom(stored: string | null): readonly string[] {
  try {
    const kept: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, most) : []
  } catch {
    return []
  }
}

const read = () => {
  try {
    return localStorage.getItem(place)
  } catch {
    return null // storage may be forbidden
  }
}

let current: readonly string[] | undefined
const now = () => {
  current ??= favouritesFrom(read())
  return current
}
const listeners = new Set<() => void>()

export function toggleFavourite(id: string) {
  const kept = now()
  current = kept.includes(id) ? kept.filter((one) => one !== id) : [id, ...kept].slice(0, most)
  try {
    localStorage.setItem(place, JSON.stringify(current))
  } catch {
    // Then the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Ids of the entries that this person keeps at hand, on this device. */
export const useFavourites = (): readonly string[] => useSyncExternalStore(subscribe, now)
