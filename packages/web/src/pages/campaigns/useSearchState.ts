import { getRouteApi } from '@tanstack/react-router'
import type { CampaignsSearch } from './search.ts'

const route = getRouteApi('/app/campaigns')

/** The inventory's part of the address, and the way to change it. */
export function useSearchState() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (changes: CampaignsSearch, replace = false) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace })
  const become = (next: CampaignsSearch, replace = false) => void navigate({ search: next, replace })
  return { search, change, become }
}
