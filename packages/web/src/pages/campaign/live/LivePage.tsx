import { getReport } from '@chappe/core/api/reports'
import { isEditable } from '@chappe/core/campaign/commands'
import type { Campaign } from '@chappe/core/campaign/schema'
import { Button, Content, Heading, InlineAlert, LinkButton } from '@react-spectrum/s2'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { Page } from '../../../parts/Page.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { Back, Facts } from '../header/Facts.tsx'
import { MoreActions } from '../header/MoreActions.tsx'
import { isAvailable, useCommands } from '../header/useCommands.tsx'
import { Preview } from '../preview/Preview.tsx'
import { Books } from './Books.tsx'
import { Counters } from './Counters.tsx'
import { HourlyChart } from './HourlyChart.tsx'
import { Links } from './Links.tsx'
import { Log } from './Log.tsx'
import css from './live.module.css'
import { Messages } from './Messages.tsx'
import { Occurrences } from './Occurrences.tsx'
import { PausedNote } from './PausedNote.tsx'
import { Reasons } from './Reasons.tsx'
import { SampleRequest } from './SampleRequest.tsx'

const route = getRouteApi('/app/campaigns/$id')

/** Milliseconds between two looks at the counters, while they can move. */
const pace = 1_000

/** A campaign that was activated: what it does, what it did, and how to call it. */
export function LivePage({ campaign }: { campaign: Campaign }) {
  const t = useText()
  const isNew = useIsNew()
  const commands = useCommands(campaign)
  const { id, status } = campaign
  const number = campaign.liveVersion ?? campaign.draftVersion ?? 1
  const isMoving = ['live', 'paused', 'stopped', 'completed'].includes(status)
  const report = useEndpoint(getReport, { params: { id } }, { refetchInterval: isMoving ? pace : false })
  const takesCalls = status === 'live' || status === 'scheduled'
  const requestFirst = useRequestFirst(isNew, report.data?.targeted)
  const isCalled = campaign.kind === 'api_triggered'
  const request = isCalled && takesCalls && <SampleRequest campaign={campaign} number={number} />

  return (
    <Page
      title={campaign.name}
      above={<Back kind={campaign.kind} />}
      lead={<Facts campaign={campaign} number={number} />}
      actions={
        <>
          {campaign.draftVersion !== null && isEditable(campaign) ? (
            <LinkButton
              variant="primary"
              href={{ to: '/campaigns/$id', params: { id }, search: { view: 'draft' } }}
            >
              {t('campaign.openDraft')}
            </LinkButton>
          ) : (
            isAvailable(campaign, 'edit') && (
              <Button
                variant="primary"
                isPending={commands.running === 'edit'}
                onPress={() => void commands.run('edit')}
              >
                {t('campaign.command.edit')}
              </Button>
            )
          )}
          {(['pause', 'resume'] as const)
            .filter((act) => isAvailable(campaign, act))
            .map((act) => (
              <Button
                key={act}
                variant="secondary"
                isPending={commands.running === act}
                onPress={() => void commands.run(act)}
              >
                {t(`campaign.command.${act}`)}
              </Button>
            ))}
          {isAvailable(campaign, 'stop') && (
            <Button
              variant="negative"
              fillStyle="outline"
              isPending={commands.running === 'stop'}
              onPress={() => void commands.run('stop')}
            >
              {t('campaign.command.stop')}
            </Button>
          )}
          <MoreActions
            campaign={campaign}
            beside={['stop', 'edit', 'pause', 'resume']}
            onAct={(act) => void commands.run(act)}
          />
        </>
      }
    >
      <ProblemNote problem={commands.problem} />
      {isNew && isCalled && takesCalls && (
        <InlineAlert variant="positive">
          <Heading>
            {t(status === 'scheduled' ? 'campaign.activated.scheduled' : 'campaign.activated.live')}
          </Heading>
          <Content>{t('campaign.activated.next')}</Content>
        </InlineAlert>
      )}
      {status === 'failed' && campaign.failure !== null && (
        <InlineAlert variant="negative">
          <Heading>{t('campaign.failed')}</Heading>
          <Content>
            <span lang="en">{campaign.failure}</span>
          </Content>
        </InlineAlert>
      )}
      {status === 'paused' && campaign.pausedReason && <PausedNote reason={campaign.pausedReason} />}
      <p className={page.quiet}>
        <Course campaign={campaign} />
      </p>
      {!isCalled && <Occurrences campaign={campaign} />}
      {requestFirst === true && request}
      <ProblemNote problem={report.error} />
      {report.data && (
        <>
          <Counters report={report.data} />
          <Books report={report.data} />
          <div className={css.pair}>
            <HourlyChart hours={report.data.hours} endedAt={campaign.endedAt} />
            <Reasons report={report.data} />
          </div>
          <Links links={report.data.links} />
        </>
      )}
      {requestFirst === false && request}
      <Messages campaign={campaign} />
      <Log id={id} isMoving={isMoving} />
      <div className={page.card}>
        <Preview campaignId={id} number={number} />
      </div>
    </Page>
  )
}

/**
 * A campaign that was never called shows how to call it before its counters, one that was shows them first. Decided
 * once, so that nothing jumps when the first call comes in; undefined while it is not known.
 */
function useRequestFirst(isNew: boolean, targeted: number | undefined): boolean | undefined {
  const decided = useRef<boolean | undefined>(isNew || undefined)
  if (decided.current === undefined && targeted !== undefined) decided.current = targeted === 0
  return decided.current
}

/** Whether the campaign was activated a moment ago: the address says so once, and then no more. */
function useIsNew(): boolean {
  const { activated } = route.useSearch()
  const navigate = useNavigate()
  const [isNew] = useState(activated === true)
  useEffect(() => {
    if (activated) void navigate({ to: '.', search: ({ activated: _, ...rest }) => rest, replace: true })
  }, [activated, navigate])
  return isNew
}

/** When the campaign began, ends, or ended, in one line. */
function Course({ campaign }: { campaign: Campaign }) {
  const t = useText()
  const { status, startAt, endAt, activatedAt, endedAt, archivedAt, modifiedBy, modifiedAt } = campaign
  const parts = [
    status === 'scheduled' && startAt && (['campaign.course.starts', startAt] as const),
    status !== 'scheduled' && activatedAt && (['campaign.course.activated', activatedAt] as const),
    endedAt
      ? (['campaign.course.ended', endedAt] as const)
      : endAt && (['campaign.course.ends', endAt] as const),
    archivedAt && (['campaign.course.archived', archivedAt] as const),
  ]
  return (
    <span className={css.course}>
      {parts.map(
        (part) =>
          part && (
            <span key={part[0]}>
              {t(part[0])} <When instant={part[1]} as="absolute" />
            </span>
          ),
      )}
      {campaign.kind === 'api_triggered' && (status === 'live' || status === 'scheduled') && !endAt && (
        <span>{t('campaign.course.untilStopped')}</span>
      )}
      <span>
        {t('campaign.course.modified', { who: modifiedBy })} <When instant={modifiedAt} as="relative" />
      </span>
    </span>
  )
}
