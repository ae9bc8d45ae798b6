import { compare, isEqual, property, sizeOf, tidy, toNumber } from '../values.ts'
import { type Environment, row, rowIn } from './row.ts'

const isGiven = (value: unknown): boolean => value !== null && value !== undefined

/** Numbers among the items; what reads as one is one. */
const numbersOf = (list: readonly unknown[]): number[] =>
  list.map(toNumber).filter((number) => number !== null)

const added = (list: readonly unknown[]): number => numbersOf(list).reduce((sum, number) => sum + number, 0)

function outermost(list: readonly unknown[], sign: 1 | -1): unknown {
  let best: unknown = null
  for (const item of list) {
    if (!isGiven(item)) continue
    if (best === null || (compare(item, best) ?? 0) * sign > 0) best = item
  }
  return best
}

/** As a key that is the same for what `=` calls the same, as far as keys go. */
const keyOf = (item: unknown): unknown =>
  typeof item === 'object' && item !== null ? item : (toNumber(item) ?? item ?? null)

const distinct = (list: readonly unknown[]): unknown[] => [
  ...new Map(list.map((item) => [keyOf(item), item])).values(),
]

const includes = (list: readonly unknown[], item: unknown): boolean => list.some((one) => isEqual(one, item))

/** Every item of one among those of the other; pays for the comparisons. */
function among(
  lent: Environment,
  some: readonly unknown[],
  all: readonly unknown[],
  every: boolean,
): boolean {
  lent.spend((some.length * sizeOf(all)) / 32)
  return every ? some.every((item) => includes(all, item)) : some.some((item) => includes(all, item))
}

/** `topN(list, 3)`, or `topN(list, "price", 3)` for the items with the highest prices. */
function sorted(
  lent: Environment,
  list: readonly unknown[],
  by: unknown,
  count: number | undefined,
  sign: 1 | -1,
): unknown[] | null {
  const size = count ?? toNumber(by)
  if (size === null) return null
  const path = count === undefined ? [] : String(by ?? '').split('.')
  lent.spend((path.length * list.length) / 8)
  const keyed = list.map((item) => ({
    item,
    key: path.reduce((value: unknown, key) => property(value, key), item),
  }))
  lent.spend((sizeOf(keyed.map(({ key }) => key)) * Math.log2(list.length + 1)) / 32)
  const known = keyed.filter(({ key }) => toNumber(key) !== null || (typeof key === 'string' && key !== ''))
  known.sort((a, b) => sign * ranked(a.key, b.key))
  return known.slice(0, Math.max(0, Math.trunc(size))).map(({ item }) => item)
}

/** A whole order, numbers before texts, so that sorting has one meaning. */
function ranked(a: unknown, b: unknown): number {
  const [x, y] = [toNumber(a), toNumber(b)]
  if (x !== null && y !== null) return x - y
  if (x !== null || y !== null) return x !== null ? -1 : 1
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

export const listFunctions = {
  count: row(
    ['any'],
    ['number', 'How many items are not null; 0 of what is no list.', 'count([1, null, 2])', '2'],
    (list) => (Array.isArray(list) ? list.filter(isGiven).length : 0),
  ),
  countWithNull: row(
    ['any'],
    [
      'number',
      'How many items there are, nulls too; 0 of what is no list.',
      'countWithNull([1, null, 2])',
      '3',
    ],
    (list) => (Array.isArray(list) ? list.length : 0),
  ),
  countOnlyNull: row(
    ['any'],
    ['number', 'How many items are null; 0 of what is no list.', 'countOnlyNull([1, null, 2])', '1'],
    (list) => (Array.isArray(list) ? list.filter((item) => !isGiven(item)).length : 0),
  ),
  sum: row(['list'], ['number', 'The sum of the numbers.', 'sum([0.1, 0.2, "3"])', '3.3'], (list) =>
    tidy(added(list)),
  ),
  average: row(
    ['list'],
    ['number', 'The mean of the numbers; null without one.', 'average([1, 2, 6])', '3'],
    (list) => {
      const count = numbersOf(list).length
      return count === 0 ? null : tidy(added(list) / count)
    },
  ),
  max: row(['list'], ['any', 'The greatest item: number, date or text.', 'max([3, 10, 7])', '10'], (list) =>
    outermost(list, 1),
  ),
  min: row(['list'], ['any', 'The least item: number, date or text.', 'min([3, 10, 7])', '3'], (list) =>
    outermost(list, -1),
  ),
  distinct: row(['list'], ['array', 'Each value once.', 'distinct(["a", "b", "a"])', 'a, b'], distinct),
  distinctCountWithNull: row(
    ['list'],
    [
      'number',
      'How many different values there are, null counting as one.',
      'distinctCountWithNull([1, 1, null, null])',
      '2',
    ],
    (list) => distinct(list).length,
  ),
  head: row(['list'], ['any', 'The first item.', 'head(["a", "b"])', 'a'], (list) => list[0]),
  topN: rowIn(
    ['list', 'any', 'number?'],
    [
      'array',
      'The so many highest items, by a field of theirs when one is named: topN(list, "price", 3).',
      'topN([3, 9, 5], 2)',
      '9, 5',
    ],
    (lent, list, by, count) => sorted(lent, list, by, count, -1),
  ),
  bottomN: rowIn(
    ['list', 'any', 'number?'],
    [
      'array',
      'The so many lowest items, by a field of theirs when one is named: bottomN(list, "price", 3).',
      'bottomN([3, 9, 5], 2)',
      '3, 5',
    ],
    (lent, list, by, count) => sorted(lent, list, by, count, 1),
  ),
  in: row(
    ['any', 'list'],
    ['boolean', 'Whether a value is among the items.', 'in("b", ["a", "b"])', 'true'],
    (value, list) => isGiven(value) && includes(list, value),
  ),
  notIn: row(
    ['any', 'list'],
    ['boolean', 'Whether a value that is not null is not among the items.', 'notIn("c", ["a", "b"])', 'true'],
    (value, list) => isGiven(value) && !includes(list, value),
  ),
  includes: row(
    ['list', 'any'],
    ['boolean', 'Whether the list has an item.', 'includes(["a", "b"], "b")', 'true'],
    includes,
  ),
  intersects: rowIn(
    ['list', 'list'],
    ['boolean', 'Whether two lists share an item.', 'intersects([1, 2], [2, 3])', 'true'],
    (lent, a, b) => among(lent, a, b, false),
  ),
  subsetOf: rowIn(
    ['list', 'list'],
    ['boolean', 'Whether each item of the first is in the second.', 'subsetOf([1], [1, 2])', 'true'],
    (lent, a, b) => among(lent, a, b, true),
  ),
  supersetOf: rowIn(
    ['list', 'list'],
    ['boolean', 'Whether each item of the second is in the first.', 'supersetOf([1, 2], [1])', 'true'],
    (lent, a, b) => among(lent, b, a, true),
  ),
} as const
