import { fragmentIdsOf } from '@chappe/core/campaign/contents'
import { contentParts } from '@chappe/core/campaign/parts'
import { type Review, readiness } from '@chappe/core/campaign/readiness'
import type { Alert } from '@chappe/core/campaign/review'
import type { Definition } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as audienceStore from '../store/audiences.ts'
import * as campaignStore from '../store/campaigns.ts'
import * as configurationStore from '../store/configurations.ts'
import * as topicStore from '../store/topics.ts'
import * as versionStore from '../store/versions.ts'
import { knownAttributes } from './attributes.ts'
import { currentFragments } from './fragments/snapshot.ts'

/** Reviews the draft version, or the live one where there is no draft. */
export async function review(ctx: Ctx, id: string) {
  const campaign = await campaignStore.get(ctx.db, ctx.sandboxId, id)
  const version = await versionStore.get(ctx.db, campaign, campaign.draftVersion ?? campaign.liveVersion!)
  return { version: version.number, ...(await examine(ctx, campaign, version)) }
}

/** Gathers what the review of a version looks at besides the version, and reviews it. */
export async function examine(
  ctx: Ctx,
  campaign: campaignStore.CampaignRow,
  { definition, number }: versionStore.VersionRow,
): Promise<Review> {
  const { db, sandboxId } = ctx
  const wanted = definition.channelConfigurationId
  const configuration = wanted === null ? undefined : await configurationStore.find(db, sandboxId, wanted)
  const ofVariants = await configurationStore.byIds(
    db,
    sandboxId,
    definition.variants.flatMap(({ channelConfigurationId }) => channelConfigurationId ?? []),
  )
  const topic = definition.topic === null ? undefined : await topicStore.find(db, sandboxId, definition.topic)
  // A live version is reviewed as it would be if it were activated now.
  const fragments = await currentFragments(db, sandboxId, fragmentIdsOf(definition))
  const replaces = campaign.liveVersion !== null && campaign.liveVersion !== number
  const live = replaces ? (await versionStore.get(db, campaign, campaign.liveVersion!)).definition : null
  return readiness({
    campaign,
    definition,
    topic: topic ? { archived: topic.archivedAt !== null, channels: topic.channels } : null,
    audiences: await audienceStore.usable(db, sandboxId, audiencesOf(definition)),
    fragments,
    live: campaign.liveVersion === number ? definition : live,
    configuration: configuration ?? null,
    configurations: new Map(ofVariants.map((one) => [one.id, one])),
    attributes: (await knownAttributes(ctx)).map(({ path }) => path),
    now: ctx.now(),
  })
}

/** The audiences that a version is sent to, leaves out, or divides its people by. */
export const audiencesOf = ({ audience: { id, exclude }, waves }: Definition): string[] => [
  ...new Set([
    ...(id === null ? [] : [id]),
    ...exclude,
    ...(waves?.waves.flatMap(({ audienceId }) => audienceId ?? []) ?? []),
  ]),
]

/**
 * Throws campaign/not-ready with every alert, and the blocking ones as errors. `place` is where what was reviewed stands
 * in the version's document, where that was a variant alone.
 */
export function refuseUnlessReady(
  alerts: readonly Alert[],
  definition: Definition,
  place = '/definition',
): void {
  const blocking = alerts.filter(({ level }) => level === 'error')
  if (blocking.length === 0) return
  throw new Problem('campaign/not-ready', blocking.map(({ message }) => message).join(' '), {
    alerts,
    errors: blocking.map(({ field, message }) => ({
      pointer: (pointers[field] ?? pointerTo(field, definition)).replace('/definition', place),
      detail: message,
    })),
  })
}

/** `translations.fr-FR.subject` stands where its names say, and so does what is about waves. */
function pointerTo(field: string, { variants }: Definition): string {
  if (/^(translations|waves)(\.|$)/.test(field)) return `/definition/${field.replaceAll('.', '/')}`
  const [, id, part = ''] = /^variants\.([^.]+)\.?(.*)$/.exec(field) ?? []
  if (id === undefined) return `/${field}`
  const of = `/definition/variants/${variants.findIndex((one) => one.id === id)}`
  const where = contentParts.some((one) => one === part) ? `content/${part}` : part.replaceAll('.', '/')
  return where === '' ? of : `${of}/${where}`
}

/** Where a field of the editor stands in the version's document. */
const pointers: Readonly<Record<string, string>> = {
  topic: '/definition/topic',
  audienceId: '/definition/audience/id',
  exclude: '/definition/audience/exclude',
  channelConfigurationId: '/definition/channelConfigurationId',
  subject: '/definition/content/subject',
  preheader: '/definition/content/preheader',
  html: '/definition/content/html',
  text: '/definition/content/text',
  contextSchema: '/definition/context/schema',
  actions: '/definition/actions',
  trigger: '/definition/trigger',
  startAt: '/definition/schedule/startAt',
  endAt: '/definition/schedule/endAt',
  timezone: '/definition/schedule/timezone',
}
