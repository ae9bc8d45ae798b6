import { getCampaign } from '@chappe/core/api/campaigns'
import { useQueries } from '@tanstack/react-query'
import { queryOf } from '../../../data.ts'
import { useMay } from '../../../session.ts'

/** The names of campaigns by their ids, as far as they are known and may be read. */
export function useCampaignNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const mayRead = useMay('campaigns:read')
  return useQueries({
    queries: [...new Set(ids)].map((id) => ({
      ...queryOf(getCampaign, { params: { id } }),
      staleTime: 60_000,
      enabled: mayRead,
    })),
    combine: named,
  })
}

const named = (results: readonly { data?: { id: string; name: string } | undefined }[]) =>
  new Map(results.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : [])))
