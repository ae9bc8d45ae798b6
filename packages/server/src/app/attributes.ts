import { type ProfileField, standardFields } from '@chappe/core/profile/fields'
import type { Ctx } from '../context.ts'
import * as fields from '../store/profile-fields.ts'
import * as store from '../store/profiles.ts'

export interface Attribute extends Omit<ProfileField, 'type'> {
  readonly type: string
  readonly origin: 'standard' | 'declared' | 'seen'
}

const sampleSize = 500
const deepest = 8
const most = 2_000

/** The standard attributes, those declared, and those seen in the newest profiles, in alphabetical order. */
export async function knownAttributes({
  db,
  sandboxId,
}: Pick<Ctx, 'db' | 'sandboxId'>): Promise<Attribute[]> {
  const known = new Map<string, Attribute>()
  for (const field of standardFields) known.set(field.path, { ...field, origin: 'standard' })
  for (const field of await fields.list(db, sandboxId))
    known.set(field.path, { ...field, labels: named(field, known.get(field.path)), origin: 'declared' })
  const seen = new Map<string, string>()
  for (const { attributes } of await store.newest(db, sandboxId, { limit: sampleSize, offset: 0 }))
    gather(attributes, '', 1, seen)
  for (const [path, type] of seen) if (!known.has(path)) known.set(path, asSeen(path, type))
  return [...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What a declaration does not name keeps its standard name. */
const named = ({ labels: { en, fr } }: ProfileField, standard: Attribute | undefined) => ({
  en: en || (standard?.labels.en ?? ''),
  fr: fr || (standard?.labels.fr ?? ''),
})

const asSeen = (path: string, type: string): Attribute => ({
  path,
  type,
  required: false,
  options: null,
  labels: { en: '', fr: '' },
  pii: false,
  origin: 'seen',
})

function gather(value: object, prefix: string, depth: number, known: Map<string, string>): void {
  for (const [name, member] of Object.entries(value)) {
    const path = prefix + name
    if (known.size >= most || member === null || known.has(path)) continue
    if (typeof member !== 'object' || Array.isArray(member))
      known.set(path, Array.isArray(member) ? 'array' : typeof member)
    else if (depth < deepest) gather(member, `${path}.`, depth + 1, known)
  }
}
