import type { BodyOf } from '@chappe/core/api/endpoint'
import type { createNamespace, IdentitySettings } from '@chappe/core/api/namespaces'
import { Problem } from '@chappe/core/kit/problem'
import { type IdentityNamespace, standardNamespaces } from '@chappe/core/profile/namespaces'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/namespaces.ts'
import * as settings from '../store/sandbox-settings.ts'
import { by } from './campaigns.ts'

export async function list({ db, sandboxId }: Ctx): Promise<{ items: IdentityNamespace[] }> {
  return { items: [...standardNamespaces, ...(await store.list(db, sandboxId)).map(present)] }
}

/** Throws namespace/taken; and namespace/in-use where identities were kept in another form than its kind has. */
export async function create(ctx: Ctx, body: BodyOf<typeof createNamespace>): Promise<IdentityNamespace> {
  if (isStandard(body.key)) throw taken(body.key)
  await inTransaction(ctx.db, async (db) => {
    if (body.kind === 'phone' && (await store.isUsed(db, ctx.sandboxId, body.key)))
      throw new Problem(
        'namespace/in-use',
        'Profiles have identities of this namespace that were kept as ids. Choose another key for telephone numbers.',
      )
    if (!(await store.insert(db, ctx.sandboxId, body, by(ctx)))) throw taken(body.key)
  })
  return present(body)
}

/** Throws namespace/not-found, also for the standard ones. */
export const rename = async (ctx: Ctx, key: string, name: string): Promise<IdentityNamespace> =>
  present(await store.rename(ctx.db, ctx.sandboxId, key, name))

/** Throws namespace/in-use when a profile has an identity in it, namespace/not-found also for the standard ones. */
export const remove = (ctx: Ctx, key: string): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    await store.remove(db, ctx.sandboxId, key)
    if (await store.isUsed(db, ctx.sandboxId, key))
      throw new Problem('namespace/in-use', 'Profiles have identities in this namespace.')
  })

const callingCode = 'default_calling_code'

export async function getSettings({ db, sandboxId }: Ctx): Promise<IdentitySettings> {
  const value = await settings.get(db, sandboxId, callingCode)
  return { defaultCallingCode: typeof value === 'string' ? value : null }
}

/** Telephone numbers that are there stay as they are. */
export async function saveSettings(ctx: Ctx, body: IdentitySettings): Promise<IdentitySettings> {
  await settings.put(ctx.db, ctx.sandboxId, callingCode, body.defaultCallingCode, by(ctx))
  return body
}

const isStandard = (key: string) => standardNamespaces.some((one) => one.key === key)
const taken = (key: string) =>
  new Problem('namespace/taken', `There is an identity namespace ${key}.`, {
    errors: [{ pointer: '/key', detail: 'Is taken' }],
  })
const present = ({ key, name, kind }: store.NamespaceRow): IdentityNamespace => ({
  key,
  name,
  kind,
  standard: false,
})
