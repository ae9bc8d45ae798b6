import { Problem } from '@chappe/core/kit/problem'
import { type Comparison, type Filter, FilterMistake, type FilterOperator, parseFilter } from './parse.ts'

/** What is compared: words as they are, texts that are searched too, instants, numbers, yes or no, lists of words. */
export type PropertyKind = 'word' | 'text' | 'date' | 'number' | 'boolean' | 'list'

const equality = ['==', '!=', 'in', 'out'] as const
const order = ['<', '<=', '>', '>='] as const
const comparisons: Record<PropertyKind, readonly FilterOperator[]> = {
  word: equality,
  text: [...equality, 'like'],
  list: [...equality, 'like'],
  boolean: equality,
  date: [...equality, ...order],
  number: [...equality, ...order],
}
/** What a value means, written in one way; null: nothing that this kind is compared with. */
type Reading = (value: string) => string | null
const readings: Partial<Record<PropertyKind, readonly [read: Reading, sentence: string]>> = {
  date: [instantOf, 'a date such as 2026-01-31T12:00:00Z'],
  number: [(value) => (/^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? value : null), 'a number'],
  boolean: [(value) => (value === 'true' || value === 'false' ? value : null), 'true or false'],
}

/** ISO 8601 from the year 1 on; a time without an offset is UTC, as all times of the contract are. */
function instantOf(value: string): string | null {
  const found = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(value)
  if (found === null || value < '0001') return null
  const at = Date.parse(found[1] !== undefined && found[4] === undefined ? `${value}Z` : value)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

export const refusedParameter = (name: string, detail: string) =>
  new Problem('request/invalid', detail, { errors: [{ pointer: `?${name}`, detail }] })

/**
 * The filter of a `property` parameter, which may be there several times: all must hold. Throws request/invalid for
 * what is no filter, for names that the list does not know, and for values that cannot be compared so.
 */
export function filterOf(
  property: readonly string[],
  known: Readonly<Record<string, { readonly kind: PropertyKind }>>,
): Filter | null {
  const filters = property.filter((text) => text.trim() !== '').map((text) => checked(read(text), known))
  return filters.length === 0 ? null : { kind: 'and', of: filters }
}

function read(text: string): Filter {
  try {
    return parseFilter(text)
  } catch (error) {
    if (!(error instanceof FilterMistake)) throw error
    throw refusedParameter('property', `${error.message}, at character ${error.column} of the filter.`)
  }
}

function checked(filter: Filter, known: Parameters<typeof filterOf>[1]): Filter {
  if (filter.kind !== 'comparison') return { ...filter, of: filter.of.map((part) => checked(part, known)) }
  const { selector, operator, values }: Comparison = filter
  const property = Object.hasOwn(known, selector) ? known[selector] : undefined
  if (!property)
    throw refusedParameter(
      'property',
      `This list is not filtered by ${selector}, but by ${Object.keys(known).join(', ')}.`,
    )
  const may = comparisons[property.kind]
  if (!may.includes(operator))
    throw refusedParameter('property', `${selector} is compared with ${may.map(spelled).join(' ')}.`)
  const [reading, sentence] = readings[property.kind] ?? []
  if (!reading) return filter
  const read = values.map(reading)
  if (read.includes(null)) throw refusedParameter('property', `${selector} is compared with ${sentence}.`)
  return { ...filter, values: read as string[] }
}

const spelled = (operator: FilterOperator) => (/^[a-z]/.test(operator) ? `=${operator}=` : operator)
