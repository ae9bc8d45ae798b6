import type { PropertyKind } from './check.ts'
import type { Comparison, Filter } from './parse.ts'

/** A property of what is listed in memory: lists of configurations and alerts are short. */
export interface Property<T> {
  readonly kind: PropertyKind
  readonly of: (item: T) => string | number | boolean | null
}
export type Properties<T> = Readonly<Record<string, Property<T>>>

/** Whether the item is one that a checked filter means. What is absent equals nothing and differs from everything. */
export function matches<T>(filter: Filter | null, item: T, properties: Properties<T>): boolean {
  if (filter === null) return true
  if (filter.kind === 'comparison') return compared(filter, item, properties[filter.selector]!)
  const holds = (one: Filter) => matches(one, item, properties)
  return filter.kind === 'and' ? filter.of.every(holds) : filter.of.some(holds)
}

function compared<T>({ operator, values }: Comparison, item: T, { kind, of }: Property<T>): boolean {
  const found = of(item)
  const is = (value: string) =>
    found !== null && (kind === 'date' ? time(found) === Date.parse(value) : String(found) === value)
  const [value = ''] = values
  switch (operator) {
    case '==':
    case 'in':
      return values.some(is)
    case '!=':
    case 'out':
      return !values.some(is)
    case 'like':
      return String(found ?? '')
        .toLowerCase()
        .includes(value.toLowerCase())
    default: {
      if (found === null) return false
      const distance = kind === 'date' ? time(found) - Date.parse(value) : Number(found) - Number(value)
      const signs = { '<': distance < 0, '<=': distance <= 0, '>': distance > 0, '>=': distance >= 0 }
      return signs[operator]
    }
  }
}

const time = (found: string | number | boolean): number => Date.parse(String(found))

/** In the order of a property, both ways; those of the same come in the order that they had. */
export const sortedBy = <T>(items: readonly T[], { of }: Property<T>, descending: boolean): T[] =>
  [...items].sort((a, b) => {
    const [left, right] = [of(a), of(b)]
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left ?? '').localeCompare(String(right ?? ''), 'en')
    return descending ? -order : order
  })
