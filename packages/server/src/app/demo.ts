import { type Category, Definition, type EmailContent } from '@chappe/core/campaign/schema'
import { EmailSettings } from '@chappe/core/configuration/schema'
import type { Ctx } from '../context.ts'
import * as campaignStore from '../store/campaigns.ts'
import * as settings from '../store/settings.ts'
import * as campaigns from './campaigns.ts'
import * as configurations from './configurations.ts'
import { newCollection, orderConfirmation, passwordReset } from './demo/contents.ts'
import { attributesOf, demoPeople } from './demo/people.ts'
import * as profiles from './profiles.ts'
import { sampleAddress } from './rendering.ts'

/** The campaign that the welcome triggers, and what its call says. */
export interface Demo {
  readonly campaignId: string
  readonly userId: string
  readonly profile: Record<string, unknown>
  readonly context: Record<string, unknown>
}

const settingOf = ({ sandboxId }: Ctx) => `demo/${sandboxId}`

/**
 * Loads the demo once: two channel configurations that send to the built-in Inbox, a dozen profiles, a live
 * order confirmation, and two drafts. Later calls change nothing, whatever people made of it since.
 */
export async function loadDemo(ctx: Ctx): Promise<void> {
  if (await settings.get(ctx.db, settingOf(ctx))) return
  for (const person of demoPeople)
    await profiles.save(ctx, {
      identities: [{ namespace: 'email', value: person.email }],
      attributes: attributesOf(person),
    })
  const transactional = await configuration(ctx, 'inbox-transactional', 'transactional')
  const marketing = await configuration(ctx, 'inbox-marketing', 'marketing')
  await campaign(ctx, 'Autumn collection', marketing, newCollection, {
    category: 'marketing',
    description: 'A marketing draft: it needs an unsubscribe link, and has one.',
    tags: ['Demo', 'Newsletter'],
  })
  await campaign(ctx, 'Password reset', transactional, passwordReset, {
    category: 'transactional',
    description: 'A draft to finish: review it, activate it, and call it.',
    tags: ['Demo', 'Account'],
  })
  const { id } = await campaign(ctx, 'Order confirmation', transactional, orderConfirmation, {
    category: 'transactional',
    description: 'Sent when a customer has ordered. Bilingual: French or English, as the profile prefers.',
    tags: ['Demo', 'Shop'],
  })
  await campaigns.activate(ctx, id, {})
  await settings.put(ctx.db, settingOf(ctx), { campaignId: id })
}

/** The demo as it can be tried now; undefined when it was left out, or its campaign does not run any more. */
export async function storedDemo(ctx: Ctx): Promise<Demo | undefined> {
  const stored = await settings.get<{ campaignId: string }>(ctx.db, settingOf(ctx))
  if (!stored) return undefined
  const found = await campaignStore.find(ctx.db, ctx.sandboxId, stored.campaignId)
  if (found?.status !== 'live') return undefined
  return { campaignId: stored.campaignId, userId: sampleAddress, profile: {}, context: { order } }
}

const order = {
  number: 'AL-1042',
  url: 'https://www.atelier-lumiere.example/orders/AL-1042',
  total: '129.90',
  items: [
    { name: 'Linen table lamp', quantity: 1, price: '89.90' },
    { name: 'Stoneware mug', quantity: 2, price: '40.00' },
  ],
}

async function configuration(ctx: Ctx, name: string, category: Category): Promise<string> {
  const { id } = await configurations.create(ctx, {
    name,
    channel: 'email',
    category,
    settings: EmailSettings.parse({
      senderName: 'Atelier Lumière',
      senderEmail: 'hello@atelier-lumiere.example',
      replyToName: 'Atelier Lumière',
      replyToEmail: 'help@atelier-lumiere.example',
    }),
    provider: { kind: 'inbox', config: {} },
  })
  await configurations.act(ctx, id, 'activate')
  return id
}

const campaign = (
  ctx: Ctx,
  name: string,
  channelConfigurationId: string,
  content: EmailContent,
  fields: { category: Category; description: string; tags: string[] },
) =>
  campaigns.create(ctx, {
    kind: 'api_triggered',
    channel: 'email',
    highThroughput: false,
    name,
    ...fields,
    // Anybody may try it with an address of their own.
    definition: Definition.parse({ channelConfigurationId, content, audience: { createProfiles: true } }),
  })
