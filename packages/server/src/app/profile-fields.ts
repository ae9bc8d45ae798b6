import type { BodyOf } from '@chappe/core/api/endpoint'
import type { createField } from '@chappe/core/api/profile-fields'
import { Problem } from '@chappe/core/kit/problem'
import { type FieldInput, fieldLimits, type ProfileField } from '@chappe/core/profile/fields'
import type { Ctx } from '../context.ts'
import * as store from '../store/profile-fields.ts'
import { by } from './campaigns.ts'

export const list = async ({ db, sandboxId }: Ctx) => ({ items: await store.list(db, sandboxId) })

/** Throws field/taken, and request/invalid where its type does not go with its options or with other fields. */
export async function create(ctx: Ctx, body: BodyOf<typeof createField>): Promise<ProfileField> {
  const others = await mustFit(ctx, body)
  if (others.length >= fieldLimits.fields)
    throw new Problem('request/invalid', `A sandbox declares ${fieldLimits.fields} attributes at most.`)
  if (!(await store.insert(ctx.db, ctx.sandboxId, body, by(ctx))))
    throw new Problem('field/taken', `${body.path} is declared already. Change it instead.`, {
      errors: [{ pointer: '/path', detail: 'Is declared already' }],
    })
  return body
}

/** Throws field/not-found. */
export async function save(ctx: Ctx, path: string, body: FieldInput): Promise<ProfileField> {
  const field = { ...body, path }
  await mustFit(ctx, field)
  return store.write(ctx.db, ctx.sandboxId, field)
}

/** Throws field/not-found. */
export const remove = (ctx: Ctx, path: string): Promise<void> => store.remove(ctx.db, ctx.sandboxId, path)

async function mustFit({ db, sandboxId }: Ctx, { path, type, options }: ProfileField) {
  const others = (await store.list(db, sandboxId)).filter((other) => other.path !== path)
  const holds = (outer: ProfileField, inner: string) =>
    inner.startsWith(`${outer.path}.`) && outer.type !== 'object'
  const around = others.find((other) => holds(other, path))
  const inside = type === 'object' ? undefined : others.find((other) => other.path.startsWith(`${path}.`))
  if (around) throw invalid('/path', `${around.path} is declared as ${around.type}: nothing can be inside it`)
  if (inside) throw invalid('/type', `${inside.path} is declared inside it: it must be object`)
  if (options && type !== 'string' && type !== 'integer')
    throw invalid('/options', 'Only texts and whole numbers have options')
  return others
}

const invalid = (pointer: string, detail: string) =>
  new Problem('request/invalid', `${pointer}: ${detail}.`, { errors: [{ pointer, detail }] })
