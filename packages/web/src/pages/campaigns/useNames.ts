import { getAudience } from '@chappe/core/api/audiences'
import { listConfigurations } from '@chappe/core/api/configurations'
import { useQueries } from '@tanstack/react-query'
import { queryOf, useEndpoint } from '../../data.ts'
import type { CampaignsSearch } from './search.ts'

/**
 * What the audiences and channel configurations of the filters in force are called, or their id where
 * nobody knows; undefined: not known yet.
 */
export function useNames({ audience = [], configuration = [] }: CampaignsSearch) {
  const audiences = useQueries({
    queries: audience.map((id) => ({ ...queryOf(getAudience, { params: { id } }), staleTime: 60_000 })),
  })
  const configurations = useEndpoint(
    listConfigurations,
    { query: { limit: 200 } },
    { enabled: configuration.length > 0, staleTime: 60_000 },
  )
  return (by: 'audience' | 'configuration', id: string): string | undefined => {
    if (by === 'configuration')
      return configurations.data && (configurations.data.items.find((one) => one.id === id)?.name ?? id)
    const found = audiences[audience.indexOf(id)]
    return found?.isError ? id : found?.data?.name
  }
}
