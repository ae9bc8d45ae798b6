import { isUsableSchema, type WrittenSchema } from '@chappe/core/kit/json-schema'
import { eventLimits } from '@chappe/core/profile/event'
import type { MessageId } from '../../../messages/index.ts'

type Read = { ok: true; schema: Record<string, unknown> | null } | { ok: false; mistake: MessageId }

/** A schema as somebody typed it; nothing: anything may come. */
export function readSchema(text: string): Read {
  if (text.trim() === '') return { ok: true, schema: null }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, mistake: 'profiles.value.json' }
  }
  if (typeof value !== 'object' || value === null || !isUsableSchema(value as WrittenSchema))
    return { ok: false, mistake: 'eventTypes.schema.wrong' }
  if (JSON.stringify(value).length > eventLimits.schema)
    return { ok: false, mistake: 'eventTypes.schema.large' }
  return { ok: true, schema: value as Record<string, unknown> }
}

/** A beginning, for those who do not know JSON Schema by heart. */
export const exampleSchema = JSON.stringify(
  {
    type: 'object',
    required: ['total'],
    properties: { total: { type: 'number' }, currency: { enum: ['EUR', 'USD'] } },
  },
  null,
  2,
)
