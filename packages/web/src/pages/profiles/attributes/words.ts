import { isMessage, type Words } from '../../../text.ts'
import type { ValueType } from './draft.ts'

/** A value for people: yes and no, numbers and dates of the reader's language; lists and objects as they are. */
export function sayValue(t: Words, type: ValueType, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'profiles.yes' : 'profiles.no')
  if (typeof value === 'number') return value.toLocaleString(t.locale, { maximumFractionDigits: 12 })
  if (typeof value === 'string') return sayText(t, type, value)
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null))
    return value.map((one) => sayValue(t, 'string', one)).join(', ')
  return JSON.stringify(value, null, 1)
}

function sayText(t: Words, type: ValueType, value: string): string {
  const time = type === 'date' || type === 'date-time' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) return value
  return type === 'date'
    ? new Intl.DateTimeFormat(t.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(time)
    : new Intl.DateTimeFormat(t.locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(time)
}

/** The first name of paths, in words where it is one of the standard ones. */
export function sayGroup(t: Words, name: string): string {
  const id = `profiles.group.${name}`
  return name === '' ? t('profiles.group') : isMessage(id) ? t(id) : name
}
