import type { ListedType } from '@chappe/core/suppression/schema'

const domain = /^[^\s@.]+(\.[^\s@.]+)+$/

/** A first look at what was typed, to spare a round trip; the server decides. */
export function looksRight(type: ListedType, typed: string): boolean {
  const value = typed.trim()
  if (type === 'domain') return domain.test(value)
  const at = value.lastIndexOf('@')
  return at > 0 && !/\s/.test(value.slice(0, at)) && domain.test(value.slice(at + 1))
}
