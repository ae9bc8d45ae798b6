import { isUsableSchema } from '@chappe/core/kit/json-schema'
import { Problem } from '@chappe/core/kit/problem'
import { type EventTypeInput, eventLimits, type KnownEventType } from '@chappe/core/profile/event'
import type { Ctx } from '../context.ts'
import * as store from '../store/event-types.ts'
import { by } from './campaigns.ts'

export const list = async ({ db, sandboxId }: Ctx) => ({
  items: await store.list(db, sandboxId, eventLimits.types),
})

/** Throws event/taken, and request/invalid for a schema that data cannot be checked against. */
export async function create(ctx: Ctx, body: EventTypeInput & { key: string }): Promise<KnownEventType> {
  mustBeUsable(body)
  if ((await store.count(ctx.db, ctx.sandboxId)) >= eventLimits.types)
    throw new Problem('request/invalid', `A sandbox declares ${eventLimits.types} types of events at most.`)
  if (!(await store.insert(ctx.db, ctx.sandboxId, body, by(ctx))))
    throw new Problem('event/taken', `${body.key} is declared already. Change it instead.`, {
      errors: [{ pointer: '/key', detail: 'Is declared already' }],
    })
  return { ...body, declared: true }
}

/** Throws event/not-found, and request/invalid for a schema that data cannot be checked against. */
export async function save(ctx: Ctx, key: string, body: EventTypeInput): Promise<KnownEventType> {
  mustBeUsable(body)
  await store.write(ctx.db, ctx.sandboxId, { ...body, key })
  return { ...body, key, declared: true }
}

/** Throws event/not-found. */
export const remove = (ctx: Ctx, key: string): Promise<void> => store.remove(ctx.db, ctx.sandboxId, key)

function mustBeUsable({ schema }: EventTypeInput): void {
  if (schema === null) return
  if (JSON.stringify(schema).length > eventLimits.schema)
    throw invalid(`Must take ${eventLimits.schema} characters at most`)
  if (!isUsableSchema(schema)) throw invalid('Must be a JSON Schema of an object, without patterns')
}

const invalid = (detail: string) =>
  new Problem('request/invalid', `/schema: ${detail}.`, { errors: [{ pointer: '/schema', detail }] })
