import { ProfileItem } from '@chappe/core/import/schema'
import type { Mistake } from '@chappe/core/kit/problem'
import type { Line } from './at-hand.ts'
import { type ProfileRules, readIdentities } from './rules.ts'

/** Levels of arrays and objects in attributes: nobody could read deeper ones again. */
const deepest = 100

/** What JSON writes where a text holds U+0000 or half a surrogate pair: such a text cannot be stored. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i

/** An item of a batch, or a line of NDJSON, as a line to be written; or what is wrong with it. */
export function readItem(
  rules: ProfileRules,
  value: unknown,
  id: string,
): { readonly line: Line } | { readonly mistakes: readonly Mistake[] } {
  if (isTooDeep(value, deepest))
    return { mistakes: [{ pointer: '', detail: `Nested more than ${deepest} levels deep` }] }
  const parsed = ProfileItem.safeParse(value)
  if (!parsed.success)
    return {
      mistakes: parsed.error.issues.map(({ path, message }) => ({
        pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
        detail: message,
      })),
    }
  const { identities, attributes, consents, test } = parsed.data
  if (unstorable.test(JSON.stringify(parsed.data)))
    return {
      mistakes: [
        {
          pointer: '',
          detail: 'Holds the character U+0000 or half a surrogate pair, which cannot be stored',
        },
      ],
    }
  const mistakes: Mistake[] = []
  const read = readIdentities(rules, identities, mistakes)
  return mistakes.length > 0 ? { mistakes } : { line: { id, identities: read, attributes, consents, test } }
}

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const member of Object.values(value)) if (isTooDeep(member, levels - 1)) return true
  return false
}
