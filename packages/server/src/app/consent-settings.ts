import type {
  ConfirmationSettings as Confirmation,
  ConsentSettings,
  createConfirmationCampaign,
  saveConsentSettings,
} from '@chappe/core/api/consents'
import { ConfirmationSettings } from '@chappe/core/api/consents'
import type { BodyOf } from '@chappe/core/api/endpoint'
import { contentsOf, type FragmentSnapshot, fragmentsOf } from '@chappe/core/campaign/contents'
import { Definition } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as campaignStore from '../store/campaigns.ts'
import * as store from '../store/consents.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as sandboxSettings from '../store/sandbox-settings.ts'
import * as versions from '../store/versions.ts'
import * as campaigns from './campaigns.ts'
import { confirmationContent } from './starters/confirmation.ts'

const settingName = 'confirmation'

export async function getSettings({ db, sandboxId }: Ctx): Promise<ConsentSettings> {
  const [defaults, confirmation, change] = await Promise.all([
    store.defaults(db, sandboxId),
    confirmationOf(db, sandboxId),
    sandboxSettings.lastChange(db, sandboxId, [store.defaultsName, settingName]),
  ])
  return {
    defaults,
    confirmation,
    modifiedAt: change?.modifiedAt.toISOString() ?? null,
    modifiedBy: change?.modifiedBy ?? null,
  }
}

export const confirmationOf = async (db: Db, sandboxId: number): Promise<Confirmation> =>
  ConfirmationSettings.parse((await sandboxSettings.get(db, sandboxId, settingName)) ?? {})

/** Throws request/invalid when the campaign cannot ask for confirmations. */
export async function saveSettings(
  ctx: Ctx,
  { defaults, confirmation }: BodyOf<typeof saveConsentSettings>,
): Promise<ConsentSettings> {
  const by = { ...ctx.actor, at: ctx.now() }
  await inTransaction(ctx.db, async (db) => {
    if (defaults) await store.saveDefaults(db, ctx.sandboxId, defaults, by)
    if (!confirmation) return
    if (confirmation.campaignId !== null) await refuseUnfit(db, ctx.sandboxId, confirmation.campaignId)
    await sandboxSettings.put(db, ctx.sandboxId, settingName, confirmation, by)
  })
  return getSettings(ctx)
}

/** Why a campaign cannot ask people to confirm; undefined when it can. */
export const unfitToAsk = (campaign: campaignStore.CampaignRow | undefined): string | undefined => {
  if (!campaign) return 'There is no such campaign'
  const { kind, category, status, highThroughput } = campaign
  if (kind !== 'api_triggered' || category !== 'transactional' || highThroughput)
    return 'Must be an API-triggered, transactional campaign without high throughput'
  return status === 'live' ? undefined : `The campaign is ${status.replace('_', ' ')}, not live`
}

async function refuseUnfit(db: Db, sandboxId: number, id: string): Promise<void> {
  const campaign = await campaignStore.find(db, sandboxId, id)
  const why =
    unfitToAsk(campaign) ??
    ((await hasLink(db, campaign!)) ? undefined : 'A language of its content lacks {{system.confirmUrl}}')
  if (why !== undefined)
    throw new Problem('request/invalid', `This campaign cannot ask for confirmations: ${why}.`, {
      errors: [{ pointer: '/confirmation/campaignId', detail: why }],
    })
}

async function hasLink(db: Db, campaign: campaignStore.CampaignRow): Promise<boolean> {
  const { definition, fragments } = await versions.get(db, campaign, campaign.liveVersion!)
  // Calls say the campaign's own content.
  const own = { ...definition, variants: [] }
  return contentsOf(own, fragmentsOf(fragments as FragmentSnapshot)).every(({ content }) =>
    content.html.includes('system.confirmUrl'),
  )
}

/**
 * Makes and activates a campaign that asks for confirmations, in English and French, and has it used from now on.
 * Throws auth/forbidden without the right to activate campaigns, and campaign/not-ready, for a configuration that is
 * not there or not active.
 */
export async function createCampaign(
  ctx: Ctx,
  { channelConfigurationId, defaultLanguage }: BodyOf<typeof createConfirmationCampaign>,
): Promise<ConsentSettings> {
  if (!ctx.actor.scopes.includes('campaigns:publish'))
    throw new Problem('auth/forbidden', 'Activating the campaign takes the scope campaigns:publish.', {
      needed: 'campaigns:publish',
    })
  const other = defaultLanguage === 'en' ? 'fr' : 'en'
  const definition = Definition.parse({
    channelConfigurationId,
    content: confirmationContent(defaultLanguage),
    languages: { locales: [defaultLanguage, other], defaultLocale: defaultLanguage },
    translations: { [other]: confirmationContent(other) },
    // What the mailbox tells of its owner is none of our business before they have agreed.
    tracking: { opens: false, clicks: false },
  })
  const name = campaignName[defaultLanguage]
  await inTransaction(ctx.db, async (db) => {
    const within = { ...ctx, db }
    const taken = await campaignStore.namesLike(db, ctx.sandboxId, name)
    const { id } = await campaigns.create(within, {
      kind: 'api_triggered',
      channel: 'email',
      category: 'transactional',
      highThroughput: false,
      name: taken.includes(name)
        ? await campaigns.nextName((stem) => campaignStore.namesLike(db, ctx.sandboxId, stem), name)
        : name,
      description: '',
      tags: [],
      definition,
    })
    await campaigns.activate(within, id, {})
    const { days } = await confirmationOf(db, ctx.sandboxId)
    await saveSettings(within, { confirmation: { campaignId: id, days } })
  })
  return getSettings(ctx)
}

const campaignName = { en: 'Confirmation of subscriptions', fr: 'Confirmation des inscriptions' }
