import { getConfiguration } from '@chappe/core/api/configurations'
import { listTopics } from '@chappe/core/api/topics'
import {
  type Campaign,
  type CampaignVersion,
  type Definition,
  type EditorTab,
  uncertainPolicyOf,
} from '@chappe/core/campaign/schema'
import { Link } from '@react-spectrum/s2'
import type { ReactNode } from 'react'
import { useEndpoint } from '../../../data.ts'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import page from '../campaign.module.css'
import { ConfigurationSummary } from '../editor/ActionsTab.tsx'
import { AudienceFacts } from '../editor/recipients/RecipientsTab.tsx'
import { schemaRows } from '../editor/schema-rows.ts'
import { useAutoPauseSentence } from '../editor/trigger/AutoPauseFields.tsx'
import { Said } from '../editor/trigger/Said.tsx'

interface Props {
  campaign: Campaign
  version: CampaignVersion
  /** Names of the variables that the content uses, where they are known. */
  variables?: readonly string[]
  /** Leads from each part to its tab of the editor. */
  isEditable?: boolean
}

/** Everything that a version settles, but its content. */
export function Summary({ campaign, version, variables, isEditable = false }: Props) {
  const t = useText()
  const { definition } = version
  const { tracking, audience, schedule, context } = definition
  const isAction = campaign.kind === 'action'
  const yesNo = (value: boolean) => t(value ? 'campaign.yes' : 'campaign.no')
  const part = (tab: EditorTab, children: ReactNode) => (
    <Part tab={tab} campaignId={isEditable ? campaign.id : undefined}>
      {children}
    </Part>
  )

  return (
    <div className={page.stack}>
      {part(
        'properties',
        <dl className={page.facts}>
          <dt>{t('campaign.name')}</dt>
          <dd>{campaign.name}</dd>
          {campaign.description !== '' && (
            <>
              <dt>{t('campaign.description')}</dt>
              <dd>{campaign.description}</dd>
            </>
          )}
          {campaign.key !== null && (
            <>
              <dt>{t('campaign.key')}</dt>
              <dd className={page.code}>{campaign.key}</dd>
            </>
          )}
          <dt>{t('campaign.type')}</dt>
          <dd>{t(`campaign.kind.${campaign.kind}`, { category: t(`category.${campaign.category}`) })}</dd>
          {campaign.category === 'marketing' && (
            <>
              <dt>{t('campaign.topic')}</dt>
              <dd>
                <TopicName topic={definition.topic} />
              </dd>
            </>
          )}
          <dt>{t('campaign.tags')}</dt>
          <dd className={page.tags}>
            {campaign.tags.length === 0
              ? t('campaign.tags.none')
              : campaign.tags.map((tag) => (
                  <span key={tag} className={page.tag}>
                    {tag}
                  </span>
                ))}
          </dd>
          {!isAction && (
            <>
              <dt>{t('campaign.highThroughput')}</dt>
              <dd>{yesNo(campaign.highThroughput)}</dd>
            </>
          )}
        </dl>,
      )}
      {part(
        'actions',
        <>
          <Configuration id={definition.channelConfigurationId} />
          <dl className={page.facts}>
            <dt>{t('campaign.tracking.opens')}</dt>
            <dd>{yesNo(tracking.opens)}</dd>
            <dt>{t('campaign.tracking.clicks')}</dt>
            <dd>{yesNo(tracking.clicks)}</dd>
            <dt>{t('campaign.uncertain')}</dt>
            <dd>{t(`campaign.uncertain.${uncertainPolicyOf(definition, campaign.category)}`)}</dd>
            {definition.languages && (
              <>
                <dt>{t('campaign.field.languages')}</dt>
                <dd>{definition.languages.locales.map((one) => localeName(one, t.locale)).join(', ')}</dd>
              </>
            )}
          </dl>
        </>,
      )}
      {isAction ? (
        <>
          {part('audience', <RecipientsFacts definition={definition} />)}
          {part('schedule', <TriggerFacts definition={definition} />)}
        </>
      ) : (
        <>
          {part(
            'audience',
            <dl className={page.facts}>
              <dt>{t('campaign.namespace')}</dt>
              <dd>{audience.namespace}</dd>
              <dt>{t('campaign.createProfiles')}</dt>
              <dd>{yesNo(audience.createProfiles && !campaign.highThroughput)}</dd>
              {variables && (
                <>
                  <dt>{t('campaign.variables')}</dt>
                  <dd className={page.code}>
                    {variables.length > 0 ? variables.join(', ') : t('campaign.variables.none')}
                  </dd>
                </>
              )}
              <dt>{t('campaign.context')}</dt>
              <dd>
                {context.schema === null
                  ? t('campaign.context.inferred.short')
                  : t('campaign.context.own.short', { count: schemaRows(context.schema).length })}
              </dd>
              <dt>{t('campaign.validate')}</dt>
              <dd>{yesNo(context.validate)}</dd>
            </dl>,
          )}
          {part(
            'schedule',
            <dl className={page.facts}>
              <dt>{t('campaign.start')}</dt>
              <dd>
                {schedule.startAt === null ? (
                  t('campaign.start.now')
                ) : (
                  <When instant={schedule.startAt} as="absolute" timeZone={schedule.timezone} />
                )}
              </dd>
              <dt>{t('campaign.end')}</dt>
              <dd>
                {schedule.endAt === null ? (
                  t('campaign.end.never')
                ) : (
                  <When instant={schedule.endAt} as="absolute" timeZone={schedule.timezone} />
                )}
              </dd>
            </dl>,
          )}
        </>
      )}
    </div>
  )
}

function RecipientsFacts({ definition: { audience } }: { definition: Definition }) {
  const t = useText()
  return (
    <dl className={page.facts}>
      <dt>{t('campaign.field.audience.id')}</dt>
      <dd>{audience.id === null ? t('campaign.recipients.none') : <AudienceFacts id={audience.id} />}</dd>
      {audience.exclude.length > 0 && (
        <>
          <dt>{t('campaign.field.audience.exclude')}</dt>
          {audience.exclude.map((id) => (
            <dd key={id}>
              <AudienceFacts id={id} />
            </dd>
          ))}
        </>
      )}
    </dl>
  )
}

function TriggerFacts({ definition: { trigger, waves, pace, autoPause } }: { definition: Definition }) {
  const sayAutoPause = useAutoPauseSentence()
  return (
    <>
      <Said trigger={trigger} waves={waves} pace={pace} times={3} />
      <p className={page.quiet}>{sayAutoPause(autoPause)}</p>
    </>
  )
}

function Part({
  tab,
  campaignId,
  children,
}: {
  tab: EditorTab
  campaignId: string | undefined
  children: ReactNode
}) {
  const t = useText()
  const title = t(`campaign.tab.${tab}`)
  return (
    <section className={page.card}>
      <div className={page.spread}>
        <h2 className={page.heading}>{title}</h2>
        {campaignId !== undefined && (
          <Link
            href={{ to: '/campaigns/$id', params: { id: campaignId }, search: { view: 'draft', tab } }}
            aria-label={t('campaign.review.editPart', { part: title })}
          >
            {t('campaign.review.edit')}
          </Link>
        )}
      </div>
      {children}
    </section>
  )
}

function Configuration({ id }: { id: string | null }) {
  const t = useText()
  const configuration = useEndpoint(getConfiguration, { params: { id: id ?? '' } }, { enabled: id !== null })
  if (configuration.data) return <ConfigurationSummary configuration={configuration.data} />
  if (configuration.isLoading) return null
  return <p className={page.words}>{t('campaign.configuration.missing')}</p>
}

function TopicName({ topic }: { topic: string | null }) {
  const t = useText()
  const all = useEndpoint(listTopics, {}, { enabled: topic !== null })
  if (topic === null) return t('campaign.topic.none')
  return all.data?.items.find(({ key }) => key === topic)?.name[t.locale] ?? topic
}
