import { standardAttributes } from '@chappe/core/profile/schema'
import type { Ctx } from '../context.ts'
import * as store from '../store/profiles.ts'

export interface Attribute {
  /** Names joined by points. */
  readonly path: string
  readonly type: string
}

const sampleSize = 500
const deepest = 8
const most = 2_000

/** The standard attributes and those seen in the newest profiles, in alphabetical order. */
export async function knownAttributes({
  db,
  sandboxId,
}: Pick<Ctx, 'db' | 'sandboxId'>): Promise<Attribute[]> {
  const known = new Map<string, string>(Object.entries(standardAttributes))
  for (const { attributes } of await store.newest(db, sandboxId, { limit: sampleSize, offset: 0 }))
    gather(attributes, '', 1, known)
  return [...known].map(([path, type]) => ({ path, type })).sort((a, b) => (a.path < b.path ? -1 : 1))
}

function gather(value: object, prefix: string, depth: number, known: Map<string, string>): void {
  for (const [name, member] of Object.entries(value)) {
    const path = prefix + name
    if (known.size >= most || member === null || known.has(path)) continue
    if (typeof member !== 'object' || Array.isArray(member))
      known.set(path, Array.isArray(member) ? 'array' : typeof member)
    else if (depth < deepest) gather(member, `${path}.`, depth + 1, known)
  }
}
