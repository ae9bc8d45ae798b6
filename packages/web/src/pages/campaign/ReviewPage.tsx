import { activateCampaign, getCampaign } from '@chappe/core/api/campaigns'
import { reviewCampaign } from '@chappe/core/api/versions'
import type { Campaign, CampaignVersion } from '@chappe/core/campaign/schema'
import { nextOccurrence } from '@chappe/core/schedule/occurrences'
import { Button, Link, LinkButton } from '@react-spectrum/s2'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { useEffect, useId, useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { When } from '../../parts/When.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { Waiting, WithVersion } from './CampaignPage.tsx'
import page from './campaign.module.css'
import { Facts } from './header/Facts.tsx'
import { isAvailable } from './header/useCommands.tsx'
import { Preview } from './preview/Preview.tsx'
import { Alerts } from './review/Alerts.tsx'
import { ofLevel } from './review/places.ts'
import { PlanCard } from './review/plan/PlanCard.tsx'
import css from './review/review.module.css'
import { Summary } from './review/Summary.tsx'

const route = getRouteApi('/app/campaigns/$id/review')

/** The last look before a draft goes live. */
export function ReviewPage() {
  const { id } = route.useParams()
  const campaign = useEndpoint(getCampaign, { params: { id } })
  const [activated, setActivated] = useState(false)
  if (campaign.isPending) return <Waiting />
  if (!campaign.data) return <Waiting problem={campaign.error} />
  const { draftVersion } = campaign.data
  if (draftVersion === null) {
    const search = activated ? ({ view: 'live', activated } as const) : {}
    return <Navigate to="/campaigns/$id" params={{ id }} search={search} replace={!activated} />
  }
  return (
    <WithVersion key={draftVersion} campaign={campaign.data} number={draftVersion}>
      {(version) => (
        <Reviewed campaign={campaign.data} version={version} onActivate={() => setActivated(true)} />
      )}
    </WithVersion>
  )
}

interface ReviewedProps {
  campaign: Campaign
  version: CampaignVersion
  /** The person wants it live: once the draft is none any more, the live page follows. */
  onActivate: () => void
}

function Reviewed({ campaign, version, onActivate }: ReviewedProps) {
  const t = useText()
  const { id } = campaign
  const review = useEndpoint(reviewCampaign, { params: { id } }, { staleTime: 0 })
  const variables = review.data?.variables.map(({ root, path }) => `${root}.${path}`)

  return (
    <Page
      title={t('campaign.review.title', { name: campaign.name })}
      above={
        <Link
          href={{ to: '/campaigns/$id', params: { id }, search: { view: 'draft' } }}
          isStandalone
          variant="secondary"
        >
          {t('campaign.review.back')}
        </Link>
      }
      lead={<Facts campaign={campaign} number={version.number} />}
      actions={
        <>
          <LinkButton
            variant="secondary"
            href={{ to: '/campaigns/$id/simulate', params: { id }, search: {} }}
          >
            {t('simulate.open')}
          </LinkButton>
          <LinkButton
            variant="secondary"
            href={{ to: '/campaigns/$id', params: { id }, search: { view: 'draft' } }}
          >
            {t('campaign.review.goOn')}
          </LinkButton>
          <Activation
            campaign={campaign}
            version={version}
            onActivate={onActivate}
            errors={review.data && ofLevel(review.data.alerts, 'error').length}
          />
        </>
      }
    >
      <ProblemNote problem={review.error} />
      {review.isPending && <Loading />}
      {review.data && <Alerts campaignId={id} alerts={review.data.alerts} />}
      {campaign.kind === 'action' && <PlanCard campaignId={id} />}
      <div className={css.cards}>
        <Summary campaign={campaign} version={version} isEditable {...(variables && { variables })} />
        <div className={page.card}>
          {review.data && (
            <Preview
              campaignId={id}
              number={version.number}
              isBroken={review.data.alerts.some(({ code }) => code === 'template-error')}
            />
          )}
        </div>
      </div>
    </Page>
  )
}

interface ActivationProps {
  campaign: Campaign
  version: CampaignVersion
  /** How many errors block; undefined until the review is known. */
  errors: number | undefined
  onActivate: () => void
}

/** The button, and before it what pressing it will do, or why it cannot be pressed. */
function Activation({ campaign, version, errors, onActivate }: ActivationProps) {
  const t = useText()
  const id = useId()
  const mayPublish = useMay('campaigns:publish')
  const activate = useAction(activateCampaign)
  const now = useNow()
  const { startAt, timezone } = beginning(campaign, version, now)
  const isAhead = startAt !== null && Date.parse(startAt) > now
  const isBlocked = errors === undefined || errors > 0 || !isAvailable(campaign, 'activate')

  const press = () => {
    onActivate()
    activate.mutate({ params: { id: campaign.id }, body: { revision: version.revision } })
  }

  return (
    <>
      <span id={id} className={page.quiet}>
        {!mayPublish ? (
          t('campaign.activate.mayNot')
        ) : errors !== undefined && errors > 0 ? (
          t('campaign.activate.blocked', { count: errors })
        ) : campaign.liveVersion !== null ? (
          t('campaign.activate.replaces', { number: version.number })
        ) : isAhead ? (
          <>
            {t('campaign.activate.scheduled')} <When instant={startAt} as="absolute" timeZone={timezone} />
          </>
        ) : (
          t('campaign.activate.now')
        )}
      </span>
      <Button
        variant="accent"
        aria-describedby={id}
        isDisabled={isBlocked}
        isPending={activate.isPending}
        onPress={press}
      >
        {t('campaign.activate')}
      </Button>
      <ProblemNote problem={activate.error} title={t('campaign.activate.failed')} />
    </>
  )
}

/** When a version begins that is activated now (null: at once), and in which zone that is said. */
function beginning({ kind }: Campaign, { definition }: CampaignVersion, now: number) {
  const { schedule, trigger } = definition
  if (kind !== 'action') return schedule
  if (trigger.kind === 'now') return { startAt: null, timezone: schedule.timezone }
  const first = nextOccurrence(trigger, now)?.at
  return { startAt: first === undefined ? null : new Date(first).toISOString(), timezone: trigger.timeZone }
}

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
