import { listCampaigns } from '@chappe/core/api/campaigns'
import { listConfigurations } from '@chappe/core/api/configurations'
import { getReport } from '@chappe/core/api/reports'
import type { Campaign } from '@chappe/core/campaign/schema'
import { useEndpoint } from '../../data.ts'
import { useSession } from '../../session.ts'

const often = { refetchInterval: 4_000 }

/** How far the person is in the tour, and the campaign that it leads through: the oldest one that is live. */
export function useProgress() {
  const kept = useSession().preferences.tour ?? []
  const live = useEndpoint(listCampaigns, {
    query: { kind: 'api_triggered', status: ['live'], sort: 'createdAt', order: 'asc', limit: 1 },
  })
  const demo: Campaign | undefined = live.data?.items[0]
  const report = useEndpoint(
    getReport,
    { params: { id: demo?.id ?? '' } },
    { ...often, enabled: demo !== undefined },
  )
  // The demo campaigns count as the first administrator's own; those of the tour come later.
  const createdFrom = demo && new Date(Date.parse(demo.createdAt) + 60_000).toISOString()
  const own = useEndpoint(
    listCampaigns,
    { query: { createdByMe: true, createdFrom, limit: 1 } },
    { enabled: live.isSuccess },
  )
  const active = useEndpoint(listConfigurations, { query: { status: ['active'], limit: 200 } })

  return {
    demo,
    report: report.data,
    isReady:
      !live.isPending && !own.isPending && !active.isPending && (demo === undefined || !report.isPending),
    progress: {
      kept,
      targeted: report.data?.targeted ?? 0,
      created: own.data?.total ?? 0,
      hasRelay: active.data?.items.some(({ provider }) => provider.kind !== 'inbox') ?? false,
    },
  }
}
