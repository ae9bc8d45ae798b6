import type { ViewState } from '@chappe/core/campaign/view'
import type { CampaignsSearch } from '../search.ts'

/** What a view keeps of the inventory as it is. */
export function stateOf(search: CampaignsSearch, columns: readonly string[]): ViewState {
  const state = {
    search: search.q,
    status: search.status,
    category: search.category,
    tag: search.tag,
    folder: search.folder,
    createdByMe: search.mine,
    recentlyByMe: search.recent,
    createdFrom: search.from,
    createdTo: search.to,
    audience: search.audience,
    configuration: search.configuration,
    startFrom: search.startFrom,
    startTo: search.startTo,
    endFrom: search.endFrom,
    endTo: search.endTo,
    sort: search.sort,
    order: search.order,
    columns: [...columns],
  }
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined))
}

/** The inventory's address as a view wants it. */
export const searchOf = (
  { id, state }: { id: string; state: ViewState },
  tab: CampaignsSearch['tab'],
): CampaignsSearch => ({
  tab,
  view: id,
  q: state.search,
  status: state.status,
  category: state.category,
  tag: state.tag,
  folder: state.folder,
  mine: state.createdByMe,
  recent: state.recentlyByMe,
  from: state.createdFrom,
  to: state.createdTo,
  audience: state.audience,
  configuration: state.configuration,
  startFrom: state.startFrom,
  startTo: state.startTo,
  endFrom: state.endFrom,
  endTo: state.endTo,
  sort: state.sort,
  order: state.order,
})

/** Whether nothing is said but the tab: then the view that one begins with holds. */
export const isBare = ({ tab: _tab, create: _create, ...rest }: CampaignsSearch): boolean =>
  Object.values(rest).every((value) => value === undefined)
