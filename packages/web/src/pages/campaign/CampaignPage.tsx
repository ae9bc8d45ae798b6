import { getCampaign } from '@chappe/core/api/campaigns'
import { getVersion } from '@chappe/core/api/versions'
import { isEditable, isRunning } from '@chappe/core/campaign/commands'
import type { Campaign, CampaignVersion } from '@chappe/core/campaign/schema'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { DraftProvider } from './draft/useDraft.tsx'
import { Back } from './header/Facts.tsx'
import { LivePage } from './live/LivePage.tsx'

const route = getRouteApi('/app/campaigns/$id')

/** Apart, because the code editor in it is large and most visits are to the live page. */
const EditorPage = lazy(async () => ({ default: (await import('./editor/EditorPage.tsx')).EditorPage }))

/** A campaign: its draft in the editor, or what it does and did. `view` in the address chooses where both are. */
export function CampaignPage() {
  const { id } = route.useParams()
  const { view } = route.useSearch()
  const campaign = useEndpoint(
    getCampaign,
    { params: { id } },
    { refetchInterval: ({ state }) => (isMoving(state.data) ? 5_000 : false) },
  )
  if (campaign.isPending) return <Waiting />
  if (!campaign.data) return <Waiting problem={campaign.error} />

  const { draftVersion, liveVersion } = campaign.data
  const isDraftShown = liveVersion === null || (view !== 'live' && isEditable(campaign.data))
  if (draftVersion !== null && isDraftShown) {
    return (
      <WithVersion key={`${id}/${draftVersion}`} campaign={campaign.data} number={draftVersion}>
        {(version) => (
          <DraftProvider campaign={campaign.data} version={version}>
            <Suspense fallback={<Waiting title={campaign.data.name} />}>
              <EditorPage />
            </Suspense>
          </DraftProvider>
        )}
      </WithVersion>
    )
  }
  return <LivePage key={id} campaign={campaign.data} />
}

/** Statuses that change by themselves, when a date comes. */
const isMoving = (campaign: Campaign | undefined) => campaign !== undefined && isRunning(campaign)

interface WithVersionProps {
  campaign: Campaign
  number: number
  children: (version: CampaignVersion) => ReactNode
}

export function WithVersion({ campaign, number, children }: WithVersionProps) {
  const version = useEndpoint(getVersion, { params: { id: campaign.id, number } })
  if (version.data) return children(version.data)
  return <Waiting title={campaign.name} problem={version.error} />
}

export function Waiting({ title = '', problem }: { title?: string; problem?: unknown }) {
  return (
    <Page title={title} above={<Back kind="api_triggered" />}>
      {problem ? <ProblemNote problem={problem} /> : <Loading lines={6} />}
    </Page>
  )
}
