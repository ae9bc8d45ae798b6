import type { Languages } from '../campaign/schema.ts'

/**
 * The locale of the content that a person gets: the one asked for; else what stands in for it; else one of the same
 * language (the bare language first, then in the order of the settings); else the default. Case and `_` for `-` do
 * not matter. Total: whatever the attribute holds, there is an answer (RFC 4647 lookup, with regions of a language
 * standing in for each other).
 */
export function resolveLocale(
  asked: unknown,
  { locales, defaultLocale, fallbacks }: Pick<Languages, 'locales' | 'defaultLocale' | 'fallbacks'>,
): string {
  if (typeof asked !== 'string') return defaultLocale
  const wanted = asked.trim().replaceAll('_', '-').toLowerCase()
  const known = (name: string) => locales.find((locale) => locale.toLowerCase() === name)
  const exact = known(wanted)
  if (exact !== undefined) return exact
  const standIn = Object.entries(fallbacks).find(([from]) => from.toLowerCase() === wanted)?.[1]
  if (standIn !== undefined && locales.includes(standIn)) return standIn
  const language = wanted.split('-', 1)[0]!
  return (
    known(language) ??
    locales.find((locale) => locale.toLowerCase().split('-', 1)[0] === language) ??
    defaultLocale
  )
}
