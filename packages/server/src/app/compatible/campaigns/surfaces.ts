import { isUuid } from '@chappe/core/kit/ids'
import type { z } from 'zod'
import type { Ctx } from '../../../context.ts'
import * as store from '../../../store/configurations.ts'
import { nothing } from '../campaigns.ts'
import { filterOf } from '../filter/check.ts'
import { matches, type Properties, sortedBy } from '../filter/match.ts'
import { orderOf, pageModel, type SurfacesQuery } from './pages.ts'
import { instant } from './words.ts'

const path = '/service/metadata/surfaces'

const properties: Properties<store.ConfigurationRow> = {
  id: { kind: 'word', of: ({ id }) => id },
  surfaceName: { kind: 'text', of: ({ name }) => name },
  surfaceChannel: { kind: 'word', of: ({ channel }) => channel },
  surfaceStatus: { kind: 'word', of: ({ status }) => status.toUpperCase() },
  createdAt: { kind: 'date', of: ({ createdAt }) => createdAt.toISOString() },
  created_at: { kind: 'date', of: ({ createdAt }) => createdAt.toISOString() },
  modifiedAt: { kind: 'date', of: ({ modifiedAt }) => modifiedAt.toISOString() },
}
const orders = Object.keys(properties).filter((name) => name !== 'created_at')

/** Channel configurations. Ours are of email, so without `channel=email` there are none. */
export async function surfaces(ctx: Ctx, query: z.output<typeof SurfacesQuery>) {
  const { channel, type, count, page, orderby } = query
  const filter = filterOf(query.property, properties)
  const { orderBy, descending } = orderOf(orderby, orders)
  const all = type === 'appConfigurationId' ? [] : await store.all(ctx.db, ctx.sandboxId)
  const found = all.filter((row) => row.channel === channel && matches(filter, row, properties))
  const data = sortedBy(found, properties[orderBy]!, descending)
    .slice(page * count, (page + 1) * count)
    .map((row) => model(row, type))
  return pageModel(path, 'surface', query, { data, total: found.length }, { channel, ...(type && { type }) })
}

export async function surface(ctx: Ctx, channel: string, surfaceId: string, type: string | undefined) {
  const row = isUuid(surfaceId) ? await store.find(ctx.db, ctx.sandboxId, surfaceId) : undefined
  if (row?.channel !== channel || type === 'appConfigurationId') throw nothing('surface')
  return model(row, type)
}

const model = (row: store.ConfigurationRow, type = 'brandingPresetId') => ({
  id: row.id,
  type,
  surfaceName: row.name,
  surfaceChannel: row.channel,
  surfaceStatus: row.status.toUpperCase(),
  attributes: {
    sender: { name: row.settings.senderName, email: row.settings.senderEmail },
    replyTo: { name: row.settings.replyToName, email: row.settings.replyToEmail },
    provider: { kind: row.providerKind },
    usage: { category: row.category },
  },
  createdAt: instant(row.createdAt),
  modifiedAt: instant(row.modifiedAt),
  _links: { self: { href: `${path}/${row.channel}/${row.id}`, type: 'application/json' } },
})
