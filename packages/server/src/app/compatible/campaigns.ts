import { analyzeDefinition } from '@chappe/core/campaign/content'
import { contentsOf } from '@chappe/core/campaign/contents'
import type { Definition } from '@chappe/core/campaign/schema'
import { isUuid } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import { pathText } from '@chappe/core/template/variables'
import type { Ctx } from '../../context.ts'
import { get as getCampaign } from '../../store/campaigns.ts'
import * as store from '../../store/compatible-campaigns.ts'
import { find as findOccurrence } from '../../store/occurrences.ts'
import * as versionStore from '../../store/versions.ts'
import { campaignModel, campaignsPath, packagesOf } from './campaigns/model.ts'
import { type ListQuery, orderOf, pageModel } from './campaigns/pages.ts'
import { instant } from './campaigns/words.ts'
import { filterOf } from './filter/check.ts'
import { messageIdOf, variantIdOf } from './ids.ts'

/** Campaigns, each with its live version or else its draft. */
export const list = (ctx: Ctx, query: ListQuery) => page(ctx, campaignsPath, null, query)

/** The versions of a campaign, the newest first where the order leaves it open. */
export async function versions(ctx: Ctx, campaignId: string, query: ListQuery) {
  const { id } = await known(ctx, campaignId)
  return page(ctx, `${campaignsPath}/${id}/versions`, id, query)
}

async function page(ctx: Ctx, path: string, campaignId: string | null, query: ListQuery) {
  const { count, page, property, full, actions } = query
  const { rows, total } = await store.page(ctx.db, ctx.sandboxId, campaignId, {
    filter: filterOf(property, store.campaignProperties),
    ...orderOf(query.orderby, store.campaignOrders),
    limit: count,
    offset: page * count,
  })
  const data = rows.map((row) => campaignModel(row, ctx.actor.scopes, { actions, packages: full }))
  const flags = { full: String(full), actions: String(actions) }
  return pageModel(path, 'campaign', query, { data, total }, flags)
}

export async function get(ctx: Ctx, campaignId: string) {
  const row = await known(ctx, campaignId)
  const { definition } = await versionStore.get(ctx.db, row, row.version)
  const shown = { actions: true, packages: true }
  return { ...campaignModel(row, ctx.actor.scopes, shown), attributes: attributesOf(definition, row) }
}

/** The attributes that its contents read. */
function attributesOf(definition: Definition, { id, version }: store.ToldCampaign) {
  const { variables } = analyzeDefinition(definition)
  const of = (namespace: string) =>
    variables
      .filter((one) => one.namespace === namespace)
      .map(({ path }) => ({
        name: `${namespace}.${pathText(path)}`,
        messagePublicationIds: [messageIdOf(id, version)],
        personalization: true,
      }))
  return { profile: of('profile'), context: of('context') }
}

export async function getPackage(ctx: Ctx, campaignId: string, packageId: string) {
  const found = packagesOf(await known(ctx, campaignId)).find((one) => one.packageId === packageId)
  if (!found) throw nothing('package')
  return found
}

/** A message of any version, with its locales as variants. */
export async function message(ctx: Ctx, campaignId: string, messageId: string) {
  const { campaign, number, definition, variant } = await messageOf(ctx, campaignId, messageId)
  const surfaceId = variant?.channelConfigurationId ?? definition.channelConfigurationId
  const { id } = campaign
  return {
    messageId,
    category: campaign.category,
    ...(surfaceId !== null && { brandingPresetId: surfaceId, surfaceId, surfaceType: 'brandingPresetId' }),
    channel: campaign.channel,
    identityNamespace: definition.audience.namespace,
    labels: [],
    trackingOptions: {
      openTrackingEnabled: definition.tracking.opens,
      clickTrackingEnabled: definition.tracking.clicks,
    },
    channels: {
      email: {
        variants: contentsOf(definition)
          .filter((one) => one.variant === (variant?.id ?? null))
          .map((one) => emailVariant(id, number, one)),
      },
    },
  }
}

export async function variant(
  ctx: Ctx,
  {
    campaignId,
    messageId,
    channel,
    variantId,
  }: Record<'campaignId' | 'messageId' | 'channel' | 'variantId', string>,
) {
  const found = await message(ctx, campaignId, messageId)
  const one = found.channels.email.variants.find((one) => one.variantId === variantId)
  if (!one || channel !== found.channel) throw nothing('variant')
  return one
}

const emailVariant = (
  campaignId: string,
  version: number,
  { variant, locale, source }: ReturnType<typeof contentsOf>[number],
) => ({
  variantId: variantIdOf(campaignId, version, locale, variant),
  name: locale ?? 'default',
  subject: source.subject,
  html: { body: source.html },
  text: { body: source.text, syncFromHtml: source.text === '' },
  editorContext: { preheader: source.preheader, ...(source.design && { design: source.design }) },
})

async function messageOf(ctx: Ctx, campaignId: string, messageId: string) {
  const campaign = await known(ctx, campaignId)
  for (const { number, variants } of await store.variants(ctx.db, campaign))
    for (const id of [null, ...variants])
      if (messageIdOf(campaign.id, number, id) === messageId) {
        const { definition } = await versionStore.get(ctx.db, campaign, number)
        const variant = definition.variants.find((one) => one.id === id) ?? null
        return { campaign, number, definition, variant }
      }
  throw nothing('message')
}

const states = {
  planned: ['CREATED', undefined],
  sending: ['PROCESSING', undefined],
  done: ['PROCESSED', 'COMPLETED'],
  stopped: ['PROCESSED', 'CANCELED'],
  failed: ['FAILED', 'FAILED'],
} as const

/** A workflow is an occurrence: what `execution.executionId` of a package names. */
export async function workflow(ctx: Ctx, workflowId: string) {
  const row = isUuid(workflowId) ? await findOccurrence(ctx.db, workflowId) : undefined
  if (row?.sandboxId !== ctx.sandboxId) throw nothing('workflow')
  const { createdBy } = await getCampaign(ctx.db, ctx.sandboxId, row.campaignId)
  const [state, status] = states[row.status]
  const { startedAt, finishedAt } = row
  return {
    type: 'campaign-execution',
    workflowId: row.id,
    runId: row.id,
    state,
    domain: 'campaign',
    ...(status && { status }),
    createdBy,
    createdAt: instant(row.plannedAt),
    modifiedAt: instant(finishedAt ?? startedAt ?? row.plannedAt),
    startTime: instant(row.plannedAt),
    ...(startedAt && { executionTime: instant(startedAt) }),
    ...(finishedAt && { closeTime: instant(finishedAt) }),
    ...(startedAt && finishedAt && { duration: finishedAt.getTime() - startedAt.getTime() }),
    ...(row.failure !== null && { errorMessage: row.failure }),
    _result: { type: 'campaign', id: row.campaignId, ref: `${campaignsPath}/${row.campaignId}` },
    sourceType: 'campaign',
    _links: { self: { href: `/service/workflows/${row.id}` } },
  }
}

/** Throws campaign/not-found: no id of ours looks otherwise than a UUID. */
export async function known(ctx: Ctx, id: string): Promise<store.ToldCampaign> {
  const row = isUuid(id) ? await store.find(ctx.db, ctx.sandboxId, id) : undefined
  if (!row) throw new Problem('campaign/not-found', 'No campaign of this sandbox has this id.')
  return row
}

export const nothing = (what: string) => new Problem('request/not-found', `There is no ${what} of this id.`)
