import type { Scope } from '@chappe/core/access/scopes'
import { type CommandSubject, isAvailable } from '@chappe/core/campaign/commands'
import type { CampaignCommand } from '@chappe/core/campaign/schema'
import type { ToldCampaign } from '../../../store/compatible-campaigns.ts'
import { messageIdOf, namedId } from '../ids.ts'
import { outboundTrigger, perSecond } from './trigger.ts'
import { campaignStatus, instant, packageStatus, sentence, versionIdOf } from './words.ts'

export const campaignsPath = '/service/campaigns'

/** What a caller of the list may leave out. */
export interface Shown {
  readonly actions: boolean
  readonly packages: boolean
}

/** A campaign with one of its versions, as the published contract has it. What Chappe has not is absent. */
export function campaignModel(row: ToldCampaign, held: readonly Scope[], { actions, packages }: Shown) {
  const { definition } = row
  const { audience, languages, pace, tracking } = definition
  const category = sentence(row.category)
  const ended = row.status === 'completed' || row.status === 'stopped' || row.status === 'failed'
  const endedAt = ended ? row.endedAt : null
  const isAction = row.kind === 'action'
  return {
    campaignId: row.id,
    versionId: versionIdOf(row.id, row.version),
    ...(row.draftVersion !== null && { draftVersionId: versionIdOf(row.id, row.draftVersion) }),
    ...(row.liveVersion !== null && { liveVersionId: versionIdOf(row.id, row.liveVersion) }),
    name: row.name,
    description: row.description,
    status: campaignStatus(row),
    schedule: {
      ...(row.startAt && { startDate: instant(row.startAt) }),
      startDateEnabled: row.startAt !== null,
      ...(row.endAt && { endDate: instant(row.endAt) }),
      endDateEnabled: row.endAt !== null,
    },
    createdBy: row.createdById,
    createdByName: row.createdBy,
    createdAt: instant(row.createdAt),
    modifiedBy: row.modifiedById ?? row.modifiedBy,
    modifiedByName: row.modifiedBy,
    modifiedAt: instant(row.modifiedAt),
    ...(row.publishedBy !== null && { publishedBy: row.publishedBy, publishedByName: row.publishedBy }),
    ...dated('publishedAt', row.publishedAt),
    ...dated('firstPublishedAt', row.activatedAt),
    ...dated('completedAt', endedAt),
    ...dated('displayStartDate', row.startAt ?? row.activatedAt),
    ...dated('displayEndDate', row.endAt ?? endedAt),
    labelObjects: [],
    tags: row.tags,
    ...(row.folderId !== null && { parentFolderId: row.folderId }),
    type: category,
    category,
    campaignType: isAction ? 'Scheduled' : 'ApiTriggered',
    campaignClass: 'regular',
    ...(!isAction && {
      highThroughputMode: row.highThroughput,
      createNewProfile: audience.createProfiles,
    }),
    enableWebhooks: false,
    identityNamespace: audience.namespace,
    audience: isAction
      ? { ...(audience.id !== null && { audienceId: audience.id }), audienceType: 'targeted' }
      : { audienceType: 'external' },
    objectives: [...(tracking.opens ? ['email_open'] : []), ...(tracking.clicks ? ['email_click'] : [])],
    ...languageSetting(languages),
    ...(pace.rate && { throttleRatePerSec: perSecond(pace.rate) }),
    ...(packages && { packages: packagesOf(row) }),
    metadata: { sourceType: 'campaign', isTestExecution: false },
    ...(actions && { actions: actionsOf(row, held) }),
    _links: linksOf(row.id),
  }
}

const dated = (name: string, date: Date | null) => (date === null ? {} : { [name]: instant(date) })

const languageSetting = (languages: ToldCampaign['definition']['languages']) =>
  languages?.settingsId ? { languageSettingId: languages.settingsId } : {}

/** One for what everybody gets, and one for each further action. */
export function packagesOf(row: ToldCampaign) {
  const { definition, id, version } = row
  const further = definition.actions.flatMap((name) => definition.variants.filter((one) => one.id === name))
  return [null, ...further].map((variant) => {
    const packageId = packageIdOf(id, version, variant?.id ?? null)
    const surfaceId = variant?.channelConfigurationId ?? definition.channelConfigurationId
    return {
      packageId,
      packageName: variant?.name ?? 'Email',
      status: packageStatus(row),
      channel: row.channel,
      channelContext: { channelId: row.channel, channelVersion: '1' },
      enabled: true,
      ...languageSetting(definition.languages),
      messages: [{ messageId: messageIdOf(id, version, variant?.id ?? null) }],
      attributes: {
        ...(surfaceId !== null && { surface: { surfaceId, surfaceType: 'brandingPresetId' } }),
        trackingOptions: {
          openTrackingEnabled: definition.tracking.opens,
          clickTrackingEnabled: definition.tracking.clicks,
        },
        sendTimeOptimization: false,
        ipWarmup: definition.pace.warmUp !== null,
        ...(row.kind === 'action' && { outboundTrigger: outboundTrigger(definition) }),
      },
      ...(row.occurrenceId !== null && {
        execution: {
          executionId: row.occurrenceId,
          ...(row.status === 'paused' && { resumeSpec: { executionId: row.occurrenceId } }),
          type: 'SCHEDULER',
        },
      }),
      _links: { self: { href: `${campaignsPath}/${id}/packages/${packageId}`, type: 'application/json' } },
    }
  })
}

const packageIdOf = (campaignId: string, version: number, variant: string | null): string =>
  namedId('package', campaignId, version, variant ?? '')

/** What the contract calls an action, how a person calls it, and our command; the draft decides between two. */
const actionTypes: readonly (readonly [
  type: string,
  name: string,
  command: CampaignCommand,
  also?: (campaign: CommandSubject) => boolean,
])[] = [
  ['DUPLICATE', 'Duplicate', 'duplicate'],
  ['CREATE_DRAFT', 'Modify campaign', 'edit', ({ draftVersion }) => draftVersion === null],
  ['MODIFY', 'Edit', 'edit', ({ draftVersion }) => draftVersion !== null],
  ['STOP', 'Stop', 'stop'],
  ['PUBLISH', 'Activate', 'activate'],
  ['ARCHIVE', 'Archive', 'archive'],
  ['DELETE', 'Delete', 'delete'],
  ['RESUME', 'Resume', 'resume'],
  ['EDIT_TAGS', 'Edit tags', 'edit_tags'],
]

const actionsOf = (row: ToldCampaign, held: readonly Scope[]) =>
  actionTypes.map(([actionType, actionName, command, also]) => ({
    actionType,
    actionName,
    available: isAvailable(command, row, held) && (also?.(row) ?? true),
  }))

function linksOf(id: string) {
  const link = (path: string) => ({
    href: `${campaignsPath}/${id}${path}`,
    type: 'application/json',
    method: 'GET',
  })
  return {
    self: link(''),
    versions: link('/versions'),
    'publish-validation': link('/publish/validation'),
  }
}
