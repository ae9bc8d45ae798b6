import type { CampaignFilter } from '@chappe/core/campaign/filter'
import { type CampaignStatus, campaignStatuses } from '@chappe/core/campaign/lifecycle'
import type { CampaignKind, Category } from '@chappe/core/campaign/schema'
import { parseDate, today } from '@internationalized/date'
import { unlessEmpty } from '../../parts/unless-empty.ts'
import type { CampaignsSearch } from './search.ts'

/** Calls cannot wait: a campaign that is called is never paused. */
export const statusesIn = ({ tab }: CampaignsSearch): readonly CampaignStatus[] =>
  campaignStatuses.filter((status) => status !== 'paused' || tab === 'action')

/** What the inventory shows unless asked otherwise: the campaigns that are in somebody's hands. */
const defaultStatuses: readonly CampaignStatus[] = ['draft', 'scheduled', 'live', 'paused']

export const statusesOf = (search: CampaignsSearch): readonly CampaignStatus[] =>
  search.status ?? statusesIn(search).filter((status) => defaultStatuses.includes(status))

const recentDays = 30

export type Filter =
  | { by: 'status'; value: CampaignStatus }
  | { by: 'category'; value: Category }
  | { by: 'tag'; value: string }
  | { by: 'mine' }
  | { by: 'recent' }
  | { by: 'audience'; value: string }
  | { by: 'configuration'; value: string }
  | { by: 'dates' | 'start' | 'end'; from: string | undefined; to: string | undefined }

/** A name for each filter, unique among them. */
export const idOf = (filter: Filter): string =>
  'value' in filter ? `${filter.by}:${filter.value}` : filter.by

const between = (
  by: 'dates' | 'start' | 'end',
  from: string | undefined,
  to: string | undefined,
): Filter[] => (from || to ? [{ by, from, to }] : [])

/** The filters in force, as removable chips show them; the search words have their own field. */
export function filtersOf(search: CampaignsSearch): Filter[] {
  return [
    ...statusesOf(search).map((value) => ({ by: 'status', value }) as const),
    ...(search.category ?? []).map((value) => ({ by: 'category', value }) as const),
    ...(search.tag ?? []).map((value) => ({ by: 'tag', value }) as const),
    ...(search.mine ? [{ by: 'mine' } as const] : []),
    ...(search.recent ? [{ by: 'recent' } as const] : []),
    ...(search.audience ?? []).map((value) => ({ by: 'audience', value }) as const),
    ...(search.configuration ?? []).map((value) => ({ by: 'configuration', value }) as const),
    ...between('dates', search.from, search.to),
    ...between('start', search.startFrom, search.startTo),
    ...between('end', search.endFrom, search.endTo),
  ]
}

/** The address without one filter. Taking the last status away leaves `[]`: all of them, not the default. */
export function without(search: CampaignsSearch, filter: Filter): CampaignsSearch {
  switch (filter.by) {
    case 'status':
      return { ...search, status: statusesOf(search).filter((one) => one !== filter.value) }
    case 'category':
      return {
        ...search,
        category: unlessEmpty((search.category ?? []).filter((one) => one !== filter.value)),
      }
    case 'tag':
      return { ...search, tag: unlessEmpty((search.tag ?? []).filter((one) => one !== filter.value)) }
    case 'audience':
    case 'configuration':
      return {
        ...search,
        [filter.by]: unlessEmpty((search[filter.by] ?? []).filter((one) => one !== filter.value)),
      }
    case 'mine':
      return { ...search, mine: undefined }
    case 'recent':
      return { ...search, recent: undefined }
    case 'dates':
      return { ...search, from: undefined, to: undefined }
    case 'start':
      return { ...search, startFrom: undefined, startTo: undefined }
    case 'end':
      return { ...search, endFrom: undefined, endTo: undefined }
  }
}

/** The address with nothing filtered; the tab, the folder and the order stay. */
export const withoutAny = ({ tab, folder, sort, order }: CampaignsSearch): CampaignsSearch => ({
  tab,
  folder,
  sort,
  order,
  status: [],
})

/** Whether a filter of those that fold away is in force. */
export const isFurther = (search: CampaignsSearch): boolean =>
  [
    search.audience,
    search.configuration,
    search.startFrom,
    search.startTo,
    search.endFrom,
    search.endTo,
  ].some((one) => one !== undefined)

export const isDefault = (search: CampaignsSearch): boolean =>
  search.status === undefined &&
  !search.q &&
  !search.category &&
  !search.tag &&
  !search.mine &&
  !search.recent &&
  !search.from &&
  !search.to &&
  !isFurther(search)

/** The server's query. Days are the reader's: they begin at midnight in `timeZone`, and `to` is counted in. */
export function queryFrom(search: CampaignsSearch, kind: CampaignKind, timeZone: string) {
  const midnight = (day: string, after: number) =>
    parseDate(day).add({ days: after }).toDate(timeZone).toISOString()
  return {
    kind,
    search: search.q || undefined,
    status: unlessEmpty(statusesOf(search)),
    category: search.category,
    tag: search.tag,
    folder: search.folder,
    createdByMe: search.mine,
    modifiedByMe: search.recent,
    modifiedFrom: search.recent ? midnight(today(timeZone).toString(), 1 - recentDays) : undefined,
    createdFrom: search.from && midnight(search.from, 0),
    createdTo: search.to && midnight(search.to, 1),
    audience: search.audience,
    configuration: search.configuration,
    startFrom: search.startFrom && midnight(search.startFrom, 0),
    startTo: search.startTo && midnight(search.startTo, 1),
    endFrom: search.endFrom && midnight(search.endFrom, 0),
    endTo: search.endTo && midnight(search.endTo, 1),
    sort: search.sort,
    order: search.order,
  }
}

/** The same as a bulk command takes it: which campaigns, whatever their order. */
export function filterFrom({
  sort: _sort,
  order: _order,
  ...query
}: ReturnType<typeof queryFrom>): CampaignFilter {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}
