/** What Intl makes of a locale. Formatters are dear to make, so they are kept. */

const maxKept = 500
const locales = new Map<string, string>()
const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

/** `fr_FR`, `fr-fr` and `fr` are locales; what is none reads as English. */
function localeOf(name: string): string {
  const known = locales.get(name)
  if (known !== undefined) return known
  return kept(locales, name, canonical(name))
}

function canonical(name: string): string {
  try {
    return Intl.getCanonicalLocales(name.slice(0, 60).replaceAll('_', '-'))[0] ?? 'en'
  } catch {
    return 'en'
  }
}

export function formatNumber(value: number, locale: string, options: Intl.NumberFormatOptions): string {
  const key = [localeOf(locale), options.style, options.currency].join(' ')
  const format = numbers.get(key) ?? kept(numbers, key, new Intl.NumberFormat(localeOf(locale), options))
  return format.format(value)
}

/** The parts of an instant in a zone; `timeZone` must be one that Intl knows. */
export function dateParts(
  instant: number,
  locale: string,
  options: Intl.DateTimeFormatOptions & { readonly timeZone: string },
): Intl.DateTimeFormatPart[] {
  const key = JSON.stringify([localeOf(locale), options])
  const made = () => new Intl.DateTimeFormat(localeOf(locale), { calendar: 'gregory', ...options })
  return (dates.get(key) ?? kept(dates, key, made())).formatToParts(instant)
}

function kept<T>(cache: Map<string, T>, key: string, value: T): T {
  if (cache.size >= maxKept) cache.clear()
  cache.set(key, value)
  return value
}
