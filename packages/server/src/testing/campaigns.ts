import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import { type Campaign, type Category, Definition } from '@chappe/core/campaign/schema'
import { EmailSettings } from '@chappe/core/configuration/schema'
import type { z } from 'zod'
import * as campaigns from '../app/campaigns.ts'
import * as configurations from '../app/configurations.ts'
import { catalogue } from '../channels/catalogue.ts'
import type { Ctx } from '../context.ts'
import { aHouse } from './house.ts'
import { aLiveCampaign } from './live-campaign.ts'

/** A house that knows the real providers, so that channel configurations can be made in it. */
export const aCampaignHouse = () => aHouse({ providers: catalogue })

let made = 0

/** An active channel configuration that sends to the built-in Inbox; answers its id. */
export async function aConfiguration(
  ctx: Ctx,
  { category = 'transactional' as Category, active = true, name = `shop-${++made}` } = {},
): Promise<string> {
  const { id } = await configurations.create(ctx, {
    name,
    channel: 'email',
    category,
    settings: EmailSettings.parse({ senderName: 'Shop', senderEmail: 'shop@example.com' }),
    provider: { kind: 'inbox', config: {} },
  })
  if (active) await configurations.act(ctx, id, 'activate')
  return id
}

export interface Draft {
  name?: string
  category?: Category
  tags?: string[]
  highThroughput?: boolean
  definition?: z.input<typeof Definition>
}

/** A draft campaign that is ready to be activated. */
export async function aDraft(ctx: Ctx, given: Draft = {}): Promise<Campaign> {
  const { category = 'transactional', definition = {} } = given
  const complete = {
    channelConfigurationId: await aConfiguration(ctx, { category }),
    content: {
      subject: 'Order {{context.order.number}}',
      html: '<p>Hello {{profile.person.name.firstName ?: "you"}}</p><a href="{{system.unsubscribeUrl}}">Stop</a>',
      text: 'Hello',
    },
    ...definition,
  }
  return campaigns.create(ctx, {
    kind: 'api_triggered',
    category,
    channel: 'email',
    name: given.name ?? `Order confirmation ${++made}`,
    description: '',
    tags: given.tags ?? [],
    highThroughput: given.highThroughput ?? false,
    definition: Definition.parse(complete),
  })
}

export async function aRunningCampaign(ctx: Ctx, given: Draft = {}): Promise<Campaign> {
  const { id } = await aDraft(ctx, given)
  return campaigns.activate(ctx, id, {})
}

/** A campaign put straight into a status, with one version. */
export async function inStatus(ctx: Ctx, status: CampaignStatus): Promise<string> {
  const id = await aLiveCampaign(ctx.db, ctx.sandboxId)
  const isNew = status === 'draft' || status === 'in_review'
  await ctx.db
    .updateTable('campaign')
    .set({
      status,
      startAt: new Date(ctx.now().getTime() + 86_400_000),
      archivedAt: status === 'archived' ? ctx.now() : null,
      returnsTo: status === 'archived' ? 'stopped' : null,
      draftVersion: isNew ? 1 : null,
      liveVersion: isNew ? null : 1,
    })
    .where('id', '=', id)
    .execute()
  return id
}
