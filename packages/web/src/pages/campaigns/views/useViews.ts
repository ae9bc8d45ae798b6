import { listViews } from '@chappe/core/api/inventory'
import type { CampaignKind } from '@chappe/core/campaign/schema'
import type { SavedView } from '@chappe/core/campaign/view'
import { useEffect, useMemo } from 'react'
import { useEndpoint } from '../../../data.ts'
import { complain } from '../../../parts/complain.ts'
import { changePreferences } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { useSearchState } from '../useSearchState.ts'
import { isBare, searchOf } from './view-state.ts'

/** The saved views of a kind of campaigns, which one is looked at, and the way to another. */
export function useViews(kind: CampaignKind) {
  const t = useText()
  const { search, become } = useSearchState()
  const list = useEndpoint(listViews, {}, { staleTime: 60_000 })
  const views = useMemo(
    () => (list.data?.items ?? []).filter((view) => view.kind === kind),
    [list.data, kind],
  )
  const current = views.find(({ id }) => id === search.view)

  const show = (view: SavedView, replace = false) => {
    // Columns follow the person, not the address.
    const { columns } = view.state
    if (columns) changePreferences({ columns }).catch((error) => complain(t, error))
    become(searchOf(view, search.tab), replace)
  }
  const beginning = views.find((view) => view.default)
  const begins = beginning !== undefined && isBare(search)
  useEffect(() => {
    if (begins) show(beginning, true)
  }, [begins, beginning?.id])

  return { views, current, show }
}
