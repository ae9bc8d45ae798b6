import type { BodyOf } from '@chappe/core/api/endpoint'
import type { createLanguageSetting, saveLanguageSetting } from '@chappe/core/api/languages'
import type { LanguageSetting } from '@chappe/core/content/schema'
import type { Ctx } from '../context.ts'
import * as store from '../store/languages.ts'
import { by, stale } from './campaigns.ts'

export const list = async (ctx: Ctx): Promise<{ items: LanguageSetting[] }> => ({
  items: (await store.list(ctx.db, ctx.sandboxId)).map(present),
})

/** Throws language/name-taken. */
export async function create(ctx: Ctx, body: BodyOf<typeof createLanguageSetting>): Promise<LanguageSetting> {
  const author = by(ctx)
  const row = await store.insert(ctx.db, {
    ...columnsOf(body),
    sandboxId: ctx.sandboxId,
    id: ctx.newId(),
    createdAt: author.at,
    createdBy: author.name,
    modifiedAt: author.at,
    modifiedBy: author.name,
  })
  return present(row)
}

/** Throws language/not-found, language/name-taken, and request/stale with who saved what when. */
export async function save(
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof saveLanguageSetting>,
): Promise<LanguageSetting> {
  const row = await store.save(ctx.db, ctx.sandboxId, id, body.revision, columnsOf(body), by(ctx))
  if (!row) throw stale(await store.get(ctx.db, ctx.sandboxId, id))
  return present(row)
}

export const remove = (ctx: Ctx, id: string): Promise<void> => store.remove(ctx.db, ctx.sandboxId, id)

const columnsOf = ({
  name,
  attribute,
  locales,
  defaultLocale,
  fallbacks,
}: BodyOf<typeof createLanguageSetting>) => ({
  name,
  attribute,
  locales,
  defaultLocale,
  fallbacks: JSON.stringify(fallbacks),
})

const present = ({ sandboxId: _sandbox, ...row }: store.LanguageRow): LanguageSetting => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  modifiedAt: row.modifiedAt.toISOString(),
})
