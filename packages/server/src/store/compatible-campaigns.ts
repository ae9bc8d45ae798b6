import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import { Definition, type VersionState } from '@chappe/core/campaign/schema'
import { type RawBuilder, sql } from 'kysely'
import { type CampaignRow, literally } from './campaigns.ts'
import type { Db } from './db.ts'

type Kind = 'word' | 'text' | 'date' | 'number' | 'boolean' | 'list'
interface Property {
  readonly kind: Kind
  readonly is: RawBuilder<unknown>
  readonly sorts?: boolean
  /** The same where campaigns are listed, each with one version: nothing has to be read of that. */
  readonly listed?: RawBuilder<unknown>
  /** The column that an index has in this order; nothing of it is ever absent. */
  readonly ordered?: RawBuilder<unknown>
}

const word = (is: RawBuilder<unknown>) => ({ kind: 'word', is }) as const
const text = (is: RawBuilder<unknown>) => ({ kind: 'text', is, sorts: true }) as const
const sorted = <P extends Property>(property: P) => ({ ...property, sorts: true })
const date = (is: RawBuilder<unknown>) =>
  ({ kind: 'date', is: sql`date_trunc('milliseconds', ${is})`, sorts: true }) as const
const yes = (is: RawBuilder<unknown>) => ({ kind: 'boolean', is, sorts: true }) as const
// In a query of its own, as nothing is sorted by a constant.
const absent = sorted(word(sql`(select null::text)`))

const category = sql`initcap(c.category)`
const endedAt = sql`case when c.status in ('completed', 'stopped', 'failed') then c.ended_at end`

/** The words of the compatible API for a campaign's status, and for that of a version that is not its live one. */
const status = sql`case when v.state = 'superseded' then 'COMPLETED'
  when v.state = 'draft' and c.live_version is not null then 'DRAFT' else upper(c.status) end`
const packageStatus = sql`case when v.state = 'superseded' then 'COMPLETED'
  when v.state = 'draft' or c.status = 'in_review' then 'DRAFT'
  when c.status = 'paused' then 'IN_PROGRESS' else upper(c.status) end`
const listedStatus = sql`upper(c.status)`
const listedPackageStatus = sql`case c.status when 'in_review' then 'DRAFT' when 'paused' then 'IN_PROGRESS'
  else upper(c.status) end`
/** The number of the version that is told of a campaign: the live one, or else the draft. */
const shown = sql`coalesce(c.live_version, c.draft_version)`
const rate = sql`ceil((v.definition #>> '{pace,rate,messages}')::numeric
  / case v.definition #>> '{pace,rate,per}' when 'minute' then 60 when 'hour' then 3600 else 1 end)`
const trigger = sql`case when c.kind = 'action' then case v.definition #>> '{trigger,kind}'
  when 'at' then 'once' when 'recurring' then
    case when v.definition #>> '{trigger,recurrence,every}' = 'rule'
      or v.definition #>> '{trigger,recurrence,on,by}' = 'weekday' then 'cron' else 'recurring' end
  else 'now' end end`
const hasOpens = sql`(v.definition #>> '{tracking,opens}')::boolean`
const hasClicks = sql`(v.definition #>> '{tracking,clicks}')::boolean`

/** What lists of campaigns are filtered and sorted by, in the words of the compatible API. */
export const campaignProperties = {
  campaignId: word(sql`c.id::text`),
  versionId: { ...word(sql`(c.id || '.' || v.number)`), listed: sql`(c.id || '.' || ${shown})` },
  name: { ...text(sql`c.name`), ordered: sql`c.folded_name` },
  description: text(sql`c.description`),
  status: { ...sorted(word(status)), listed: listedStatus },
  createdBy: sorted(word(sql`c.created_by_id`)),
  createdByName: text(sql`c.created_by`),
  createdAt: { ...date(sql`c.created_at`), ordered: sql`c.created_at` },
  modifiedBy: sorted(word(sql`coalesce(c.modified_by_id, c.modified_by)`)),
  modifiedByName: text(sql`c.modified_by`),
  modifiedAt: { ...date(sql`c.modified_at`), ordered: sql`c.modified_at` },
  publishedBy: sorted(word(sql`v.activated_by`)),
  publishedByName: text(sql`v.activated_by`),
  publishedAt: date(sql`v.activated_at`),
  firstPublishedAt: date(sql`c.activated_at`),
  completedAt: date(endedAt),
  displayStartDate: date(sql`coalesce(c.start_at, c.activated_at)`),
  displayEndDate: date(sql`coalesce(c.end_at, ${endedAt})`),
  'schedule.startDate': date(sql`c.start_at`),
  'schedule.startDateEnabled': yes(sql`(c.start_at is not null)`),
  'schedule.endDate': date(sql`c.end_at`),
  'schedule.endDateEnabled': yes(sql`(c.end_at is not null)`),
  tags: { kind: 'list', is: sql`c.tags` },
  parentFolderId: word(sql`c.folder_id::text`),
  type: sorted(word(category)),
  category: sorted(word(category)),
  campaignType: sorted(word(sql`case c.kind when 'action' then 'Scheduled' else 'ApiTriggered' end`)),
  campaignClass: sorted(word(sql`(select 'regular'::text)`)),
  highThroughputMode: yes(sql`c.high_throughput`),
  enableWebhooks: yes(sql`(select false)`),
  identityNamespace: sorted(word(sql`(v.definition #>> '{audience,namespace}')`)),
  createNewProfile: yes(sql`(v.definition #>> '{audience,createProfiles}')::boolean`),
  objectives: {
    kind: 'list',
    is: sql`array_remove(array[case when ${hasOpens} then 'email_open' end, case when ${hasClicks} then 'email_click' end], null)`,
  },
  languageSettingId: word(sql`(v.definition #>> '{languages,settingsId}')`),
  throttleRatePerSec: { kind: 'number', is: rate, sorts: true },
  'metadata.sourceType': sorted(word(sql`(select 'campaign'::text)`)),
  'metadata.isTestExecution': yes(sql`(select false)`),
  'packages.packageName': {
    kind: 'list',
    is: sql`(array['Email'] || array(select one ->> 'name' from jsonb_array_elements(v.definition -> 'variants') as one
      where v.definition -> 'actions' @> jsonb_build_array(one ->> 'id')))`,
  },
  'packages.channel': word(sql`c.channel`),
  'packages.status': { ...word(packageStatus), listed: listedPackageStatus },
  'packages.enabled': yes(sql`(select true)`),
  'packages.languageSettingId': word(sql`(v.definition #>> '{languages,settingsId}')`),
  'packages.attributes.surface.surfaceId': word(sql`(v.definition ->> 'channelConfigurationId')`),
  'packages.attributes.surface.surfaceType': word(
    sql`case when v.definition ->> 'channelConfigurationId' is not null then 'brandingPresetId' end`,
  ),
  'packages.attributes.sendTimeOptimization': yes(sql`(select false)`),
  'packages.attributes.outboundTrigger.type': word(trigger),
  'packages.attributes.ipWarmup': yes(sql`(coalesce(v.definition #> '{pace,warmUp}', 'null') <> 'null')`),
  'packages.attributes.trackingOptions.openTrackingEnabled': yes(hasOpens),
  'packages.attributes.trackingOptions.clickTrackingEnabled': yes(hasClicks),
  // The contract knows these and Chappe has none: nothing equals them.
  filter: absent,
  'ranking.type': absent,
  'ranking.value': absent,
  'selectionStrategy.enabled': absent,
  'selectionStrategy.type': absent,
  'selectionStrategy.on': absent,
  'selectionStrategy.experimentationSpec.experimentId': absent,
  'selectionStrategy.experimentationSpec.winnerTreatmentId': absent,
  'metadata.sourceId': absent,
  'metadata.sourceVersionId': absent,
  'metadata.sourceActionId': absent,
  'metadata.batchInstanceId': absent,
  'packages.attributes.ruleSetId': absent,
  'packages.attributes.burstSpeed': absent,
  'packages.attributes.inboundSchedule.range.startDate': absent,
  'packages.attributes.inboundSchedule.range.startDateEnabled': absent,
  'packages.attributes.inboundSchedule.range.endDate': absent,
  'packages.attributes.inboundSchedule.range.endDateEnabled': absent,
  'packages.attributes.sendTimeFor': absent,
  'packages.attributes.sendTimeWithin': absent,
  'targets.targetId': absent,
  'targets.secondarySchemaId': absent,
} as const satisfies Record<string, Property>
export type CampaignProperty = keyof typeof campaignProperties

export const campaignOrders = (Object.keys(campaignProperties) as CampaignProperty[]).filter(
  (name) => (campaignProperties[name] as Property).sorts === true,
)

interface Comparison {
  readonly kind: 'comparison'
  readonly selector: string
  readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'in' | 'out'
  readonly values: readonly string[]
}
type Filter = Comparison | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }

const signs = { '<': sql`<`, '<=': sql`<=`, '>': sql`>`, '>=': sql`>=` } as const

const readFrom = ({ is, listed }: Property, isList: boolean) => (isList && listed) || is

function condition(filter: Filter, isList: boolean): RawBuilder<boolean> {
  if (filter.kind !== 'comparison')
    return sql<boolean>`(${sql.join(
      filter.of.map((one) => condition(one, isList)),
      filter.kind === 'and' ? sql` and ` : sql` or `,
    )})`
  const { operator, values } = filter
  const property: Property = campaignProperties[filter.selector as CampaignProperty]
  const { kind } = property
  const is = readFrom(property, isList)
  const value = (one: string) =>
    kind === 'date'
      ? sql`${new Date(one)}::timestamptz`
      : kind === 'number'
        ? sql`${one}::numeric`
        : kind === 'boolean'
          ? sql`${one}::boolean`
          : sql`${one}::text`
  const list = sql`array[${sql.join(values.map(value))}]`
  const among = kind === 'list' ? sql<boolean>`${is} && ${list}` : sql<boolean>`${is} = any(${list})`
  switch (operator) {
    case '==':
    case 'in':
      return among
    case '!=':
    case 'out':
      return sql<boolean>`coalesce(not (${among}), true)`
    case 'like': {
      const pattern = `%${literally(values[0]!)}%`
      return kind === 'list'
        ? sql<boolean>`exists (select from unnest(${is}) as one where one ilike ${pattern})`
        : sql<boolean>`${is} ilike ${pattern}`
    }
    default:
      return sql<boolean>`${is} ${signs[operator]} ${value(values[0]!)}`
  }
}

/** A campaign with one of its versions, without what that says. */
export interface ToldCampaign extends CampaignRow {
  readonly status: CampaignStatus
  readonly version: number
  readonly state: VersionState
  readonly publishedAt: Date | null
  readonly publishedBy: string | null
  /** Contents left out. */
  readonly definition: Definition
  /** The occurrence that was begun last. */
  readonly occurrenceId: string | null
}

export interface CampaignPage {
  readonly filter: Filter | null
  readonly orderBy: CampaignProperty
  readonly descending: boolean
  readonly limit: number
  readonly offset: number
}

const told = sql`c.*, v.number as version, v.state, v.activated_at as published_at, v.activated_by as published_by,
  (v.definition - 'content' - 'translations' - 'variants') || jsonb_build_object('variants', coalesce((
    select jsonb_agg(one - 'content' - 'translations' order by place)
      from jsonb_array_elements(v.definition -> 'variants') with ordinality as x(one, place)), '[]')) as definition,
  (select o.id from occurrence o where o.sandbox_id = c.sandbox_id and o.campaign_id = c.id
    order by o.number desc limit 1) as occurrence_id`

const read = ({ definition, ...row }: ToldCampaign): ToldCampaign => ({
  ...row,
  definition: Definition.parse(definition),
})

/**
 * A page of campaigns, each with its live version or else its draft; given a campaign, a page of its versions.
 * `total` counts all pages.
 */
export async function page(
  db: Db,
  sandboxId: number,
  campaignId: string | null,
  { filter, orderBy, descending, limit, offset }: CampaignPage,
): Promise<{ rows: ToldCampaign[]; total: number }> {
  // Outer, so that the planner leaves it out where nothing of it is asked for.
  const which = campaignId === null ? sql`and v.number = ${shown}` : sql``
  const from = sql`campaign c
    left join campaign_version v on v.sandbox_id = c.sandbox_id and v.campaign_id = c.id ${which}
   where c.sandbox_id = ${sandboxId} and c.kind <> 'orchestrated' and not c.purging
     ${campaignId === null ? sql`` : sql`and c.id = ${campaignId}`}
     ${filter === null ? sql`` : sql`and ${condition(filter, campaignId === null)}`}`
  const property: Property = campaignProperties[orderBy]
  const { kind, ordered } = property
  const is = readFrom(property, campaignId === null)
  const way = descending ? sql`desc` : sql`asc`
  const by = ordered ?? (kind === 'text' ? sql`lower(${is})` : is)
  const order = ordered ? sql`${by} ${way}, c.id ${way}` : sql`${by} ${way} nulls last, c.id`
  const place = sql`limit ${limit} offset ${offset}`
  // Which ones first: what is told of them is read for one page only.
  const page =
    campaignId === null
      ? sql`unnest(array(select c.id from ${from} order by ${order} ${place})) with ordinality as which(id, place)
          join campaign c on c.sandbox_id = ${sandboxId} and c.id = which.id
          join campaign_version v on v.sandbox_id = c.sandbox_id and v.campaign_id = c.id and v.number = ${shown}`
      : sql`unnest(array(select v.number from ${from} order by ${order}, v.number desc ${place}))
            with ordinality as which(number, place)
          join campaign c on c.sandbox_id = ${sandboxId} and c.id = ${campaignId}
          join campaign_version v on v.sandbox_id = c.sandbox_id and v.campaign_id = c.id and v.number = which.number`
  const { rows } = await sql<ToldCampaign>`select ${told} from ${page} order by which.place`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${from}`.execute(db)
  return { rows: rows.map(read), total: counted.rows[0]!.total }
}

/** One campaign with its live version, or else its draft; undefined when the sandbox has none of this id. */
export async function find(db: Db, sandboxId: number, id: string): Promise<ToldCampaign | undefined> {
  const { rows } = await sql<ToldCampaign>`
    select ${told}
      from campaign c join campaign_version v on v.sandbox_id = c.sandbox_id and v.campaign_id = c.id
       and v.number = ${shown}
     where c.sandbox_id = ${sandboxId} and c.id = ${id} and c.kind <> 'orchestrated' and not c.purging`.execute(
    db,
  )
  return rows[0] && read(rows[0])
}

/** What each version of a campaign says: the ids of its variants beside its own content. Newest first. */
export async function variants(
  db: Db,
  { sandboxId, id }: Pick<CampaignRow, 'sandboxId' | 'id'>,
): Promise<{ number: number; variants: string[] }[]> {
  const { rows } = await sql<{ number: number; variants: string[] }>`
    select number, jsonb_path_query_array(definition, '$.variants[*].id') as variants from campaign_version
     where sandbox_id = ${sandboxId} and campaign_id = ${id} order by number desc`.execute(db)
  return rows
}
