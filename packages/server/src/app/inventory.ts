import type { listCampaigns } from '@chappe/core/api/campaigns'
import type { QueryOf } from '@chappe/core/api/endpoint'
import type { CampaignFilter } from '@chappe/core/campaign/filter'
import type { Ctx } from '../context.ts'
import * as folders from '../store/folders.ts'
import * as store from '../store/inventory.ts'
import { present } from './campaigns.ts'

export async function list(ctx: Ctx, query: QueryOf<typeof listCampaigns>) {
  const { limit, offset, sort, order, ...filter } = query
  const page = { limit, offset, sort, order }
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, await filterOf(ctx, filter), page)
  return { items: rows.map((row) => present(ctx, row)), total }
}

export const tags = async (ctx: Ctx) => ({ items: await store.tags(ctx.db, ctx.sandboxId) })

type Filter = { [K in keyof CampaignFilter]: CampaignFilter[K] | undefined }

/** The filter of a request as the store takes it: who `me` is, which folders are in a folder. */
export async function filterOf(
  { db, sandboxId, actor }: Ctx,
  { folder, createdByMe, modifiedByMe, createdFrom, createdTo, modifiedFrom, modifiedTo, ...filter }: Filter,
): Promise<store.CampaignFilter> {
  const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text))
  return {
    ...filter,
    folders:
      folder === undefined
        ? undefined
        : folder === 'none'
          ? null
          : await folders.within(db, sandboxId, folder),
    createdById: createdByMe ? actor.id : undefined,
    createdFrom: instant(createdFrom),
    createdTo: instant(createdTo),
    modifiedById: modifiedByMe ? actor.id : undefined,
    modifiedFrom: instant(modifiedFrom),
    modifiedTo: instant(modifiedTo),
  }
}
