import type { Preferences } from '@chappe/core/api/session'
import { useSyncExternalStore } from 'react'
import { type Settings, settingsFrom } from './device-settings.ts'

const place = 'chappe.settings'
const read = () => {
  try {
    return localStorage.getItem(place)
  } catch {
    return null // storage may be forbidden
  }
}

let current: Settings = settingsFrom(read(), navigator.languages)
const listeners = new Set<() => void>()

function show({ locale, colorScheme }: Settings) {
  document.documentElement.lang = locale
  if (colorScheme === 'system') delete document.documentElement.dataset.colorScheme
  else document.documentElement.dataset.colorScheme = colorScheme
}
show(current)

export function changeSettings(changes: Partial<Settings>) {
  current = { ...current, ...changes }
  try {
    localStorage.setItem(place, JSON.stringify(current))
  } catch {
    // Then the choice lasts as long as the page.
  }
  show(current)
  for (const listener of listeners) listener()
}

/** Takes over what the person chose, on whatever device that was. */
export const adoptPreferences = ({ locale, colorScheme }: Preferences) =>
  changeSettings({ ...(locale && { locale }), ...(colorScheme && { colorScheme }) })

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useSettings = (): Settings => useSyncExternalStore(subscribe, () => current)
