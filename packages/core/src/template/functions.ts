import { dateFunctions } from './functions/date.ts'
import { encodingFunctions } from './functions/encoding.ts'
import { listFunctions } from './functions/list.ts'
import { mapFunctions } from './functions/map.ts'
import { mathFunctions } from './functions/math.ts'
import { objectFunctions } from './functions/object.ts'
import { patternFunctions } from './functions/pattern.ts'
import { row, type TemplateFunction } from './functions/row.ts'
import { stringFunctions } from './functions/string.ts'
import { toText } from './values.ts'

export type { TemplateFunction } from './functions/row.ts'

/** The functions by family, one row each, in the order of the documentation. */
export const families = {
  Text: stringFunctions,
  'Patterns in text': patternFunctions,
  'Addresses and encodings': encodingFunctions,
  Numbers: mathFunctions,
  'Dates and times': dateFunctions,
  Lists: listFunctions,
  Maps: mapFunctions,
  'Any value': objectFunctions,
} as const satisfies Record<string, Readonly<Record<string, TemplateFunction>>>

/**
 * The functions of the language. A null, or a value that cannot be turned into the kind asked for, makes the
 * result null without the function being called; only `any` arguments see nulls. A Map, so that `constructor`
 * and other names of Object are unknown functions like any other.
 */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.values(families).flatMap((family) => Object.entries<TemplateFunction>(family)),
)

/** What the engine itself writes into expanded sources: nothing for authors, completion or docs. */
const internal: ReadonlyMap<string, TemplateFunction> = new Map([
  [
    // `{{#with fields("title", …) as |field|}}`: names and values in turn.
    'fields',
    row(['any*'], ['object', 'The fields of a fragment.', 'fields()', ''], (values) => {
      const pairs = values.flatMap((value, i) =>
        i % 2 === 0 ? [[toText(value), values[i + 1]] as const] : [],
      )
      return Object.fromEntries(pairs)
    }),
  ],
])

/** The function that a call means. */
export const functionNamed = (name: string): TemplateFunction | undefined =>
  functions.get(name) ?? internal.get(name)
