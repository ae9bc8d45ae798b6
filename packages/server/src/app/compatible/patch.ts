import { contentLimits } from '@chappe/core/content/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { Patch } from './content-schemas.ts'

export interface Patchable {
  readonly name: string
  readonly description: string
  readonly extra: Readonly<Record<string, unknown>>
}

/** The values after every operation, in turn; all of them, or none. Throws request/invalid (RFC 6902, section 5). */
export function patched(before: Patchable, patch: Patch): Patchable {
  const { name, description, extra } = before
  let after: Patchable = { name, description, extra }
  for (const [index, { op, path, value }] of patch.entries()) {
    const refuse = (detail: string) =>
      new Problem('request/invalid', detail, { errors: [{ pointer: `/${index}/value`, detail }] })
    const given = op === 'remove' ? null : value
    if (given === undefined) throw refuse(`To ${op}, say the value.`)
    if (path === '/parentFolderId') after = { ...after, extra: { ...after.extra, parentFolderId: given } }
    else if (path === '/description') {
      if (given !== null && given.length > contentLimits.description)
        throw refuse(`A description has at most ${contentLimits.description} characters.`)
      after = { ...after, description: given ?? '' }
    } else {
      const next = given?.trim() ?? ''
      if (next === '' || next.length > contentLimits.name)
        throw refuse(`A name has 1 to ${contentLimits.name} characters.`)
      after = { ...after, name: next }
    }
  }
  return after
}
