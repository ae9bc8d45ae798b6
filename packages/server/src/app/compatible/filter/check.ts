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
const fits: Partial<Record<PropertyKind, readonly [test: (value: string) => boolean, sentence: string]>> = {
  date: [(value) => !Number.isNaN(Date.parse(value)), 'a date such as 2026-01-31T12:00:00Z'],
  number: [(value) => value.trim() !== '' && Number.isFinite(Number(value)), 'a number'],
  boolean: [(value) => value === 'true' || value === 'false', 'true or false'],
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
  const filters = property.filter((text) => text.trim() !== '').map(read)
  for (const filter of filters) check(filter, known)
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

function check(filter: Filter, known: Parameters<typeof filterOf>[1]): void {
  if (filter.kind !== 'comparison') {
    for (const part of filter.of) check(part, known)
    return
  }
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
  const [fit, sentence] = fits[property.kind] ?? []
  if (fit && !values.every(fit))
    throw refusedParameter('property', `${selector} is compared with ${sentence}.`)
}

const spelled = (operator: FilterOperator) => (/^[a-z]/.test(operator) ? `=${operator}=` : operator)
