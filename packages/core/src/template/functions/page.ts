import { families } from '../functions.ts'
import type { TemplateFunction } from './row.ts'

/** Functions that are known elsewhere by a name for people only, and the identifier they have here. */
const chosen: Readonly<Record<string, string>> = {
  'Format date with locale': 'formatDateWithLocale',
  'Hours difference': 'hoursDifference',
  'Minutes difference': 'minutesDifference',
  'Months difference': 'monthsDifference',
  'Years difference': 'yearsDifference',
  'Extract month(s)': 'extractMonth, extractMonths',
  'Truncate to start of day': 'truncateToStartOfDay',
  'Format number': 'formatNumber',
  Random: 'random',
  'Round down': 'roundDown',
  'Round up': 'roundUp',
  'To hex string': 'toHexString',
  'To percentage': 'toPercentage',
  'To precision': 'toPrecision',
  'To string': 'toString',
  'String to integer': 'stringToInteger',
  'String to number': 'stringToNumber',
  'To date time only': 'toDateTimeOnly',
  'Upper case': 'upperCase',
  'URL decode': 'urlDecode',
  'URL encode': 'urlEncode',
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
const code = (text: string): string => `\`${cell(text)}\``

const line = (name: string, { args, returns, about, example: [call, result] }: TemplateFunction): string => {
  const shown = result === '' ? 'nothing' : code(result)
  return `| ${code(`${name}(${args.join(', ')})`)} | ${returns} | ${cell(about)} | ${code(call)} | ${shown} |`
}

/** The functions of the language as a Markdown page, without its note about being generated. */
export function functionsPage(): string {
  const tables = Object.entries(families).map(([family, rows]) => {
    const lines = Object.entries<TemplateFunction>(rows).map(([name, row]) => line(name, row))
    return `## ${family}\n\n| function | gives | what | example | result |\n|---|---|---|---|---|\n${lines.join('\n')}\n`
  })
  const names = Object.entries(chosen).map(([display, name]) => `| ${display} | ${code(name)} |`)
  return [
    'A null, or a value that cannot be read as what the function asks for, makes the result null: it prints nothing,',
    'and `?:` replaces it. Only arguments marked `any` see nulls. Nothing here ever fails. `?` marks an argument that',
    'may be left out, `any*` takes as many as there are. A text reads as a number (`"12.50"`) or a date where one is',
    'asked for. A date is a text: `2026-03-29`, or `2026-03-29T10:00:00+02:00`, or with the name of its time zone',
    '`2026-03-29T10:00:00+02:00[Europe/Paris]`; without an offset it is read as UTC.',
    '',
    'In the examples it is 2026-03-29 01:30 UTC, and `context.labels` is `{"en": "Hello", "fr": "Bonjour"}`.',
    '',
    tables.join('\n'),
    '## Names that we chose',
    '',
    'Where a function is commonly known by a name for people only, this is what it is called here. `formatCurrency`',
    'takes the currency itself, since a locale does not say which one is meant.',
    '',
    '| known as | here |',
    '|---|---|',
    ...names,
    '',
  ].join('\n')
}
