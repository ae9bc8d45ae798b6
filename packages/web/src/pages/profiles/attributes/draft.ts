import type { MessageId } from '../../../messages/index.ts'

/** The types of fields, and what values of attributes turn out to be where nobody declared them. */
export type ValueType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'date'
  | 'date-time'
  | 'object'
  | 'array'

const known: readonly string[] = [
  'string',
  'integer',
  'number',
  'boolean',
  'date',
  'date-time',
  'object',
  'array',
] satisfies readonly ValueType[]

/** The type to edit a value as: as it is declared, else as it is. */
export function typeOf(declared: string | undefined, value: unknown): ValueType {
  if (declared !== undefined && known.includes(declared)) return declared as ValueType
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object' && value !== null) return 'object'
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as ValueType
  return 'string'
}

/** A value as text to be edited; empty: there is none. */
export function draftOf(type: ValueType, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (type === 'object' || type === 'array') return JSON.stringify(value, null, 2)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export type Read = { ok: true; value: unknown } | { ok: false; mistake: MessageId }

const wrong = (mistake: MessageId): Read => ({ ok: false, mistake })

/** What a text that was edited says; `value` is undefined where it is empty. */
export function readDraft(
  { type, required, options }: { type: ValueType; required: boolean; options: readonly string[] | null },
  draft: string,
): Read {
  const text = draft.trim()
  if (text === '') return required ? wrong('profiles.value.required') : { ok: true, value: undefined }
  if (options && !options.includes(text)) return wrong('profiles.value.option')
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(Number(text))
        ? { ok: true, value: Number(text) }
        : wrong('profiles.value.integer')
    case 'number':
      return Number.isFinite(Number(text))
        ? { ok: true, value: Number(text) }
        : wrong('profiles.value.number')
    case 'boolean':
      return { ok: true, value: text === 'true' }
    case 'object':
    case 'array':
      return readJson(type, text)
    default:
      return { ok: true, value: text }
  }
}

function readJson(type: 'object' | 'array', text: string): Read {
  try {
    const value: unknown = JSON.parse(text)
    const fits = type === 'array' ? Array.isArray(value) : typeOf(undefined, value) === 'object'
    if (value !== null && fits) return { ok: true, value }
    return wrong(`profiles.value.${type}`)
  } catch {
    return wrong('profiles.value.json')
  }
}
