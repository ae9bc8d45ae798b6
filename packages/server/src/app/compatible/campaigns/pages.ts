import { z } from 'zod'
import { refusedParameter } from '../filter/check.ts'

const many = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string().max(4_000)).max(20),
)
const flag = (standard: 'true' | 'false') =>
  z
    .enum(['true', 'false'])
    .default(standard)
    .transform((value) => value === 'true')

const paging = {
  count: z.coerce.number().int().min(1).max(1_000).default(50),
  /** Counted from 0. */
  page: z.coerce.number().int().min(0).max(1_000_000).default(0),
  property: many,
}
export const ListQuery = z.object({
  ...paging,
  orderby: z.string().max(100).default('name'),
  full: flag('false'),
  actions: flag('true'),
})
export const SurfacesQuery = z.object({
  ...paging,
  orderby: z.string().max(100).default('surfaceName'),
  channel: z.string().max(100).default('inapp'),
  type: z.enum(['appConfigurationId', 'channelConfigurationId', 'surfaceId', 'brandingPresetId']).optional(),
})
export const ValidationQuery = z.object({ ...paging, orderby: z.string().max(100).default('type') })
export const SurfaceQuery = z.object({ type: z.string().max(100).optional() })
export type ListQuery = z.output<typeof ListQuery>

export interface Asked {
  readonly count: number
  readonly page: number
  readonly orderby: string
  readonly property: readonly string[]
}

/** `-name` is descending, `+name` and `name` are not. A plus sign in an address is a blank. Throws request/invalid. */
export function orderOf<N extends string>(orderby: string, known: readonly N[]) {
  const name = orderby.replace(/^[-+ ]/, '')
  const found = known.find((one) => one === name)
  if (found === undefined)
    throw refusedParameter('orderby', `This list is not sorted by ${name}, but by ${known.join(', ')}.`)
  return { orderBy: found, descending: orderby.startsWith('-') }
}

/** Several filters as the one that they are together: `or` binds less than `and`. */
const together = (filters: readonly string[]): string =>
  filters.length === 1 ? filters[0]! : filters.map((one) => `(${one})`).join(';')

/** A page as the published contract has it. `query` is what leads to it besides the paging. */
export function pageModel(
  path: string,
  type: string,
  { count, page, orderby, property }: Asked,
  { data, total }: { readonly data: readonly unknown[]; readonly total: number },
  query: Readonly<Record<string, string>> = {},
) {
  const totalPages = Math.ceil(total / count)
  const linkTo = (number: number) => {
    const search = new URLSearchParams({ ...query, count: String(count), page: String(number), orderby })
    for (const filter of property) search.append('property', filter)
    return { href: `${path}?${search}`, type: 'application/json', templated: false, method: 'GET' }
  }
  const next = page + 1 < totalPages ? page + 1 : null
  const previous = page > 0 && page <= totalPages ? page - 1 : null
  return {
    data,
    _page: {
      orderby,
      count: data.length,
      page,
      type,
      totalPages,
      totalCount: total,
      ...(property.length > 0 && { property: together(property) }),
      start: String(page * count),
      ...(next !== null && { next: String(next) }),
      ...(previous !== null && { previous: String(previous) }),
    },
    _links: {
      self: linkTo(page),
      ...(next !== null && { next: linkTo(next) }),
      ...(previous !== null && { previous: linkTo(previous) }),
    },
  }
}
