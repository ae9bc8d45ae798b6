import { variantOf } from '@chappe/core/campaign/variants'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useDraft } from '../draft/useDraft.tsx'

const route = getRouteApi('/app/campaigns/$id')

/** The variant that is written; null: the campaign's own content. The address keeps it. */
export function useVariant(): [string | null, (id: string | null) => void] {
  const { whole } = useDraft()
  const { variant } = route.useSearch()
  const navigate = useNavigate()
  const choose = (id: string | null) =>
    void navigate({
      to: '.',
      search: ({ variant: _before, ...rest }) => ({ ...rest, ...(id !== null && { variant: id }) }),
      replace: true,
      resetScroll: false,
    })
  return [variant !== undefined && variantOf(whole, variant) ? variant : null, choose]
}
