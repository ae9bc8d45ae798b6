import type { BodyOf } from '@chappe/core/api/endpoint'
import type { previewCampaign, sendCampaignTest } from '@chappe/core/api/preview'
import { type SampleRequest, sampleRequest } from '@chappe/core/campaign/sample-request'
import { withVariant } from '@chappe/core/campaign/variants'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as campaignStore from '../store/campaigns.ts'
import * as configurationStore from '../store/configurations.ts'
import * as sandboxStore from '../store/sandboxes.ts'
import * as versionStore from '../store/versions.ts'
import { openRenderer, sampleAddress } from './rendering.ts'
import * as review from './review.ts'
import { sendTest, type TestResult } from './test-send.ts'

/**
 * Renders a version (the draft, else the live one) with the given values, or with samples, in the locale that is
 * asked for or that the profile asks for. Links are not led over tracking. Throws campaign/not-ready with the
 * template's errors.
 */
export async function preview(ctx: Ctx, id: string, body: BodyOf<typeof previewCampaign>) {
  const said = await saidIn(ctx, id, body)
  await refuseBroken(ctx, said)
  const { campaign, version } = said
  const renderer = await openRenderer(ctx, campaign, version)
  const profile = body.profile ?? renderer.samples.profile
  const context = body.context ?? renderer.samples.context
  const wanted = body.locale ?? renderer.localeFor(profile)
  const locale = renderer.locales.includes(wanted) ? wanted : renderer.locales[0]!
  const [rendering] = renderer.render({ profile, context }, [locale])
  const { error, mime: _mime, lengths: _lengths, ...message } = rendering!
  if (error !== null)
    throw new Problem('campaign/not-ready', `The content cannot be rendered with these values: ${error}`, {
      reason: 'rendering',
      error,
    })
  return { ...message, profile, context }
}

export const previewHtml = async (
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof previewCampaign>,
): Promise<string> => (await preview(ctx, id, body)).html

/** Sends the draft, else the live version, to one address; the worker's answer is the relay's. */
export async function test(ctx: Ctx, id: string, body: BodyOf<typeof sendCampaignTest>): Promise<TestResult> {
  const said = await saidIn(ctx, id, body)
  const { campaign, version } = said
  const configurationId = await configurationToSend(ctx, version)
  await refuseBroken(ctx, said)
  const { samples } = await openRenderer(ctx, campaign, version)
  return sendTest(ctx, {
    configurationId,
    to: body.to,
    campaignId: campaign.id,
    version: version.number,
    ...(body.variant !== undefined && { variant: body.variant }),
    profile: body.profile ?? samples.profile,
    context: body.context ?? samples.context,
    ...(body.locale !== undefined && { locale: body.locale }),
  })
}

/** The channel configuration that a version would be sent with. Throws campaign/not-ready when there is none. */
export async function configurationToSend(ctx: Ctx, version: versionStore.VersionRow): Promise<string> {
  const { channelConfigurationId: id } = version.definition
  if (id === null || !(await configurationStore.find(ctx.db, ctx.sandboxId, id)))
    throw new Problem('campaign/not-ready', 'Choose a channel configuration first: it says how to send.', {
      reason: 'no-configuration',
    })
  return id
}

/** A call that triggers the campaign with a sample for each variable of its live version, else of its draft. */
export async function sample(ctx: Ctx, id: string, number: number | undefined): Promise<SampleRequest> {
  const { campaign, version: whole } = await versionOf(ctx, id, number, 'live')
  const version = seenAs(whole, null)
  const { definition } = version
  const { profile, context } = (await openRenderer(ctx, campaign, version)).samples
  const sandboxes = await sandboxStore.list(ctx.db, ctx.organizationId)
  return sampleRequest({
    publicUrl: ctx.publicUrl,
    organizationId: ctx.organizationId,
    sandboxName: sandboxes.find((sandbox) => sandbox.id === ctx.sandboxId)!.name,
    campaignId: campaign.id,
    highThroughput: campaign.highThroughput,
    namespace: definition.audience.namespace,
    userId: sampleAddress,
    profile,
    context,
  })
}

/** The version that is asked for, or the one that is usually meant. */
export async function versionOf(ctx: Ctx, id: string, number: number | undefined, prefer: 'draft' | 'live') {
  const campaign = await campaignStore.get(ctx.db, ctx.sandboxId, id)
  const { draftVersion, liveVersion } = campaign
  const usual = prefer === 'draft' ? (draftVersion ?? liveVersion) : (liveVersion ?? draftVersion)
  return { campaign, version: await versionStore.get(ctx.db, campaign, number ?? usual!) }
}

export interface Said {
  readonly campaign: campaignStore.CampaignRow
  /** As if it said nothing else. */
  readonly version: versionStore.VersionRow
  /** JSON pointer (RFC 6901) to where it stands in the version's document. */
  readonly place: string
}

/**
 * What is asked for of the draft, else of the live version: a variant, or the campaign's own content. Throws
 * request/invalid when the version has no such variant.
 */
export async function saidIn(
  ctx: Ctx,
  id: string,
  { version: number, variant = null }: { version?: number | undefined; variant?: string | null | undefined },
): Promise<Said> {
  const { campaign, version } = await versionOf(ctx, id, number, 'draft')
  const index = version.definition.variants.findIndex((one) => one.id === variant)
  const place = variant === null ? '/definition' : `/definition/variants/${index}`
  return { campaign, version: seenAs(version, variant), place }
}

/** The version as if it said only one of its variants, or only its own content. Throws request/invalid. */
export function seenAs(version: versionStore.VersionRow, variant: string | null): versionStore.VersionRow {
  const definition = withVariant(version.definition, variant)
  if (!definition)
    throw new Problem('request/invalid', `The version has no variant ${variant}.`, {
      reason: 'variant-missing',
      errors: [{ pointer: '/variant', detail: 'Must be the id of one of the version’s variants' }],
    })
  return { ...version, definition }
}

/** Throws campaign/not-ready with every template of what is said that cannot be read. */
export async function refuseBroken(ctx: Ctx, { campaign, version, place }: Said): Promise<void> {
  const { alerts } = await review.examine(ctx, campaign, version)
  review.refuseUnlessReady(
    alerts.filter(({ code }) => broken.has(code)),
    version.definition,
    place,
  )
}

const broken: ReadonlySet<string> = new Set(['template-error', 'fragment-missing'])
