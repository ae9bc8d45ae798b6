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
  | { by: 'dates'; from: string | undefined; to: string | undefined }

/** A name for each filter, unique among them. */
export const idOf = (filter: Filter): string =>
  'value' in filter ? `${filter.by}:${filter.value}` : filter.by

/** The filters in force, as removable chips show them; the search words have their own field. */
export function filtersOf(search: CampaignsSearch): Filter[] {
  return [
    ...statusesOf(search).map((value) => ({ by: 'status', value }) as const),
    ...(search.category ?? []).map((value) => ({ by: 'category', value }) as const),
    ...(search.tag ?? []).map((value) => ({ by: 'tag', value }) as const),
    ...(search.mine ? [{ by: 'mine' } as const] : []),
    ...(search.recent ? [{ by: 'recent' } as const] : []),
    ...(search.from || search.to ? [{ by: 'dates', from: search.from, to: search.to } as const] : []),
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
    case 'mine':
      return { ...search, mine: undefined }
    case 'recent':
      return { ...search, recent: undefined }
    case 'dates':
      return { ...search, from: undefined, to: undefined }
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

export const isDefault = (search: CampaignsSearch): boolean =>
  search.status === undefined &&
  !search.q &&
  !search.category &&
  !search.tag &&
  !search.mine &&
  !search.recent &&
  !search.from &&
  !search.to

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
