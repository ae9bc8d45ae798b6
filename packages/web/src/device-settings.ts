import { type Locale, locales } from './messages/index.ts'

export const colorSchemes = ['system', 'light', 'dark'] as const
export type ColorScheme = (typeof colorSchemes)[number]

/** How this device shows Chappe; the person's preferences on the server win once they are signed in. */
export interface Settings {
  locale: Locale
  colorScheme: ColorScheme
}

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
