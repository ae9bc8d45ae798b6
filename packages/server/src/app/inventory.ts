import type { listCampaigns } from '@chappe/core/api/campaigns'
import type { QueryOf } from '@chappe/core/api/endpoint'
import type { CampaignFilter } from '@chappe/core/campaign/filter'
import type { Ctx } from '../context.ts'
import * as folders from '../store/folders.ts'
import * as store from '../store/inventory.ts'
import { present } from './campaigns.ts'
import { standstills } from './occurrences/standstill.ts'

export async function list(ctx: Ctx, query: QueryOf<typeof listCampaigns>) {
  const { limit, offset, sort, order, ...filter } = query
  const page = { limit, offset, sort, order }
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, await filterOf(ctx, filter), page)
  const live = rows.filter(({ kind, status }) => kind === 'action' && status === 'live')
  const waits = await standstills(
    ctx,
    live.map(({ id }) => id),
  )
  return { items: rows.map((row) => ({ ...present(ctx, row), waits: waits.get(row.id) ?? null })), total }
}

export const tags = async (ctx: Ctx) => ({ items: await store.tags(ctx.db, ctx.sandboxId) })

type Filter = { [K in keyof CampaignFilter]: CampaignFilter[K] | undefined }

/** The filter of a request as the store takes it: who `me` is, which folders are in a folder. */
export async function filterOf(
  { db, sandboxId, actor }: Ctx,
  {
    folder,
    createdByMe,
    modifiedByMe,
    createdFrom,
    createdTo,
    modifiedFrom,
    modifiedTo,
    startFrom,
    startTo,
    endFrom,
    endTo,
    ...filter
  }: Filter,
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
    startFrom: instant(startFrom),
    startTo: instant(startTo),
    endFrom: instant(endFrom),
    endTo: instant(endTo),
  }
}
