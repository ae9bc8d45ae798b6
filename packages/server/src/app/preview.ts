import type { previewCampaign, sendCampaignTest } from '@chappe/core/api/campaigns'
import type { BodyOf } from '@chappe/core/api/endpoint'
import { analyzeContent, missingFrom, samplesOf } from '@chappe/core/campaign/content'
import { type SampleRequest, sampleRequest } from '@chappe/core/campaign/sample-request'
import type { Definition } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import { compile } from '@chappe/core/template/compile'
import type { Mode } from '@chappe/core/template/escape'
import { TemplateLimit } from '@chappe/core/template/limits'
import { htmlToText } from '@chappe/core/template/text'
import type { Ctx } from '../context.ts'
import * as campaignStore from '../store/campaigns.ts'
import * as configurationStore from '../store/configurations.ts'
import * as sandboxStore from '../store/sandboxes.ts'
import * as versionStore from '../store/versions.ts'
import * as review from './review.ts'
import { sendTest, type TestResult } from './test-send.ts'

type Values = Readonly<Record<string, unknown>>

/** What stands in place of a message's own links. */
const system = { unsubscribeUrl: '#unsubscribe', mirrorUrl: '#mirror' }

/**
 * Renders a version (the draft, else the live one) with the given values, or with samples. Links are not led over
 * tracking. Throws campaign/not-ready with the template's errors.
 */
export async function preview(ctx: Ctx, id: string, body: BodyOf<typeof previewCampaign>) {
  const { campaign, version } = await versionOf(ctx, id, body.version, 'draft')
  const { definition } = version
  await refuseBroken(ctx, campaign, version)
  const { variables } = analyzeContent(definition.content)
  const samples = samplesOf(definition, variables)
  const profile = body.profile ?? samples.profile
  const context = body.context ?? samples.context
  return {
    from: await sender(ctx, definition),
    ...rendered(definition, { profile, context, system }),
    profile,
    context,
    missing: missingFrom(variables, { profile, context }),
  }
}

export const previewHtml = async (
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof previewCampaign>,
): Promise<string> => (await preview(ctx, id, body)).html

/** Sends the draft, else the live version, to one address; the worker's answer is the relay's. */
export async function test(ctx: Ctx, id: string, body: BodyOf<typeof sendCampaignTest>): Promise<TestResult> {
  const { campaign, version } = await versionOf(ctx, id, undefined, 'draft')
  const { channelConfigurationId } = version.definition
  if (
    channelConfigurationId === null ||
    !(await configurationStore.find(ctx.db, ctx.sandboxId, channelConfigurationId))
  )
    throw new Problem('campaign/not-ready', 'Choose a channel configuration first: it says how to send.')
  await refuseBroken(ctx, campaign, version)
  const samples = samplesOf(version.definition, analyzeContent(version.definition.content).variables)
  return sendTest(ctx, {
    configurationId: channelConfigurationId,
    to: body.to,
    campaignId: campaign.id,
    version: version.number,
    profile: body.profile ?? samples.profile,
    context: body.context ?? samples.context,
  })
}

/** A call that triggers the campaign with a sample for each variable of its live version, else of its draft. */
export async function sample(ctx: Ctx, id: string, number: number | undefined): Promise<SampleRequest> {
  const { campaign, version } = await versionOf(ctx, id, number, 'live')
  const { definition } = version
  const { profile, context } = samplesOf(definition, analyzeContent(definition.content).variables)
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

/** The person of the samples: a demo profile has this address, and nobody on earth (RFC 2606). */
export const sampleAddress = 'marie.durand@example.com'

async function versionOf(ctx: Ctx, id: string, number: number | undefined, prefer: 'draft' | 'live') {
  const campaign = await campaignStore.get(ctx.db, ctx.sandboxId, id)
  const { draftVersion, liveVersion } = campaign
  const usual = prefer === 'draft' ? (draftVersion ?? liveVersion) : (liveVersion ?? draftVersion)
  return { campaign, version: await versionStore.get(ctx.db, campaign, number ?? usual!) }
}

async function refuseBroken(ctx: Ctx, campaign: campaignStore.CampaignRow, version: versionStore.VersionRow) {
  const { alerts } = await review.examine(ctx, campaign, version)
  review.refuseUnlessReady(alerts.filter(({ code }) => code === 'template-error'))
}

async function sender({ db, sandboxId }: Ctx, { channelConfigurationId: id }: Definition): Promise<string> {
  const settings = id === null ? undefined : (await configurationStore.find(db, sandboxId, id))?.settings
  if (!settings) return ''
  const { senderName, senderEmail } = settings
  return senderName === '' ? senderEmail : `${senderName} <${senderEmail}>`
}

function rendered({ content }: Definition, scope: Values) {
  const text = content.text.trim() === '' ? htmlToText(content.html) : content.text
  return {
    subject: render('subject', content.subject, 'header', scope),
    preheader: render('preheader', content.preheader, 'header', scope),
    html: render('html', content.html, 'html', scope),
    text: render('text', text, 'text', scope),
  }
}

function render(part: string, source: string, mode: Mode, scope: Values): string {
  const compiled = compile(source, { mode })
  if (!compiled.ok) throw new Error(`The ${part} does not compile, though its review found nothing.`)
  try {
    return compiled.template.render(scope)
  } catch (error) {
    if (error instanceof TemplateLimit)
      throw new Problem(
        'campaign/not-ready',
        `The ${part} cannot be rendered with these values: ${error.message}`,
      )
    throw error
  }
}
