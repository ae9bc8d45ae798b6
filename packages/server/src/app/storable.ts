import { Problem } from '@chappe/core/kit/problem'

/**
 * Throws request/invalid when a text in the value, or the name of a member, holds what PostgreSQL keeps in no text:
 * the character U+0000, or half a surrogate pair.
 */
export function storable(value: unknown, pointer = ''): void {
  if (typeof value === 'string') {
    if (isStorable(value)) return
    throw new Problem('request/invalid', `${pointer}: holds a character that cannot be stored.`, {
      errors: [{ pointer, detail: 'Leave out U+0000 and halves of surrogate pairs.' }],
    })
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    storable(name, pointer)
    storable(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}

const isStorable = (text: string): boolean => !/\0|\p{Cs}/u.test(text)
