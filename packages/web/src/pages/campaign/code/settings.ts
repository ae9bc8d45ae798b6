import { useSyncExternalStore } from 'react'

/** How a person likes their editors, kept on the device. */
export interface EditorSettings {
  readonly wraps: boolean
  /** Pixels. */
  readonly size: number
}

export const sizes = { smallest: 11, usual: 13, largest: 22 } as const
const place = 'chappe.editor'

/** What a device has stored, mended where it is damaged. */
export function settingsFrom(stored: string | null): EditorSettings {
  let kept: Partial<Record<keyof EditorSettings, unknown>> = {}
  try {
    kept = JSON.parse(stored ?? '{}') ?? {}
  } catch {
    // A damaged entry is as good as none.
  }
  const { wraps, size } = kept
  return {
    wraps: typeof wraps === 'boolean' ? wraps : true,
    size: typeof size === 'number' && Number.isFinite(size) ? within(size) : sizes.usual,
  }
}

export const within = (size: number): number =>
  Math.round(Math.min(sizes.largest, Math.max(sizes.smallest, size)))

const read = () => {
  try {
    return localStorage.getItem(place)
  } catch {
    return null // storage may be forbidden
  }
}

let current: EditorSettings | undefined
const now = () => {
  current ??= settingsFrom(read())
  return current
}
const listeners = new Set<() => void>()

export function changeEditorSettings(changes: Partial<EditorSettings>) {
  current = { ...now(), ...changes }
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

export const useEditorSettings = (): EditorSettings => useSyncExternalStore(subscribe, now)
