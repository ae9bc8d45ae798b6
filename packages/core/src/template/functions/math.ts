import { tidy, toNumber, toText } from '../values.ts'
import { formatNumber } from './locale.ts'
import { type Environment, row, rowIn } from './row.ts'

function rounded(value: number, digits: number, round: (value: number) => number): number | null {
  const scale = 10 ** Math.min(15, Math.max(0, Math.trunc(digits)))
  const scaled = tidy(Math.abs(value) * scale)
  if (scaled === null) return value
  // Half goes away from zero, as people round; up and down keep their direction for negatives.
  if (round === Math.round) return tidy((Math.sign(value) * Math.round(scaled)) / scale)
  return tidy(round(Math.sign(value) * scaled) / scale)
}

/** Making a formatter for a locale that is new takes a while. */
function formatted(
  { spend }: Environment,
  value: number,
  locale: string,
  options: Intl.NumberFormatOptions,
): string {
  spend(10)
  return formatNumber(value, locale, options)
}

function precise(value: number, digits: number): string | null {
  const count = Math.trunc(digits)
  if (count < 1 || count > 100) return null
  const text = value.toPrecision(count)
  return text.includes('e')
    ? Number(text).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text
}

export const mathFunctions = {
  toNumber: row(
    ['any'],
    ['number', 'A number, or the number that a text reads as.', 'toNumber("12.50") + 1', '13.5'],
    toNumber,
  ),
  toInt: row(
    ['number'],
    ['number', 'The number without its fraction.', 'toInt("-12.7")', '-12'],
    (value) => Math.trunc(value) + 0,
  ),
  toString: row(['any'], ['string', 'As it is printed.', 'toString(1) + toString(2)', '12'], toText),
  absolute: row(['number'], ['number', 'Without its sign.', 'absolute(-3)', '3'], Math.abs),
  round: row(
    ['number', 'number?'],
    ['number', 'Rounded to so many decimals (0), half away from zero.', 'round(2.345, 2)', '2.35'],
    (value, digits = 0) => rounded(value, digits, Math.round),
  ),
  roundUp: row(
    ['number', 'number?'],
    ['number', 'Rounded up to so many decimals (0).', 'roundUp(2.1)', '3'],
    (value, digits = 0) => rounded(value, digits, Math.ceil),
  ),
  roundDown: row(
    ['number', 'number?'],
    ['number', 'Rounded down to so many decimals (0).', 'roundDown(2.99)', '2'],
    (value, digits = 0) => rounded(value, digits, Math.floor),
  ),
  toPrecision: row(
    ['number', 'number'],
    ['string', 'Written with so many significant digits (1 to 100).', 'toPrecision(3.14159, 3)', '3.14'],
    precise,
  ),
  toPercentage: rowIn(
    ['number', 'string?'],
    [
      'string',
      'As a percentage with at most two decimals, in the manner of a locale (en).',
      'toPercentage(0.256)',
      '25.6%',
    ],
    (lent, value, locale = 'en') =>
      formatted(lent, value, locale, { style: 'percent', maximumFractionDigits: 2 }),
  ),
  toHexString: row(
    ['number'],
    ['string', 'The whole number in base 16.', 'toHexString(255)', 'ff'],
    (value) => BigInt(Math.trunc(value)).toString(16),
  ),
  formatNumber: rowIn(
    ['number', 'string?'],
    ['string', 'In the manner of a locale (en).', 'formatNumber(1234.5, "de-DE")', '1.234,5'],
    (lent, value, locale = 'en') => formatted(lent, value, locale, { maximumFractionDigits: 15 }),
  ),
  formatCurrency: rowIn(
    ['number', 'string', 'string?'],
    [
      'string',
      'An amount in a currency (ISO 4217), in the manner of a locale (en).',
      'formatCurrency(56, "GBP", "en-GB")',
      '£56.00',
    ],
    (lent, value, currency, locale = 'en') =>
      /^[a-z]{3}$/i.test(currency)
        ? formatted(lent, value, locale, { style: 'currency', currency: currency.toUpperCase() })
        : null,
  ),
  random: rowIn(
    [],
    [
      'number',
      'A number from 0 up to 1; the same message always draws the same numbers.',
      'random() < 1',
      'true',
    ],
    ({ random }) => random(),
  ),
} as const
