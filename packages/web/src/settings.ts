import type { Preferences } from '@chappe/core/api/session'
import { useSyncExternalStore } from 'react'
import { type Locale, locales } from './messages/index.ts'

export const colorSchemes = ['system', 'light', 'dark'] as const
export type ColorScheme = (typeof colorSchemes)[number]

/** How this device shows Chappe; the person's preferences on the server win once they are signed in. */
export interface Settings {
  locale: Locale
  colorScheme: ColorScheme
}

const place = 'chappe.settings'
const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((one) => one === value)

/** The settings of a device: what it stored, else what the browser asks for. */
export function settingsFrom(stored: string | null, languages: readonly string[]): Settings {
  let kept: Partial<Record<keyof Settings, unknown>> = {}
  try {
    kept = JSON.parse(stored ?? '{}') ?? {}
  } catch {
    // A damaged entry is as good as none.
  }
  const asked = languages.map((tag) => oneOf(locales, tag.slice(0, 2).toLowerCase())).find(Boolean)
  return {
    locale: oneOf(locales, kept.locale) ?? asked ?? 'en',
    colorScheme: oneOf(colorSchemes, kept.colorScheme) ?? 'system',
  }
}

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
