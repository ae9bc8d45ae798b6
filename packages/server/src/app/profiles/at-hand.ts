import { isDeepStrictEqual } from 'node:util'
import type { Manners } from '@chappe/core/import/schema'
import { mergePatch } from '@chappe/core/kit/merge-patch'
import type { Mistake } from '@chappe/core/kit/problem'
import { checkAttributes, type ProfileField } from '@chappe/core/profile/fields'
import type { Identity } from '@chappe/core/profile/schema'
import type { HeldProfile } from '../../store/profile-writes.ts'
import { keyOf } from './rules.ts'

type Attributes = Readonly<Record<string, unknown>>

/** What one line says, in the form in which it is stored. */
export interface Line {
  /** For a profile that is made of it. */
  readonly id: string
  readonly identities: readonly Identity[]
  readonly attributes: Attributes
  /** The attributes as JSON, where nobody is changed by them and nothing is taken away; undefined: not known. */
  readonly json?: string | undefined
  readonly consents: readonly {
    readonly channel: string
    readonly topic: string
    readonly choice: 'in' | 'out'
  }[]
  readonly test: boolean | undefined
}

/** A profile that lines are about: as it was, and as it becomes. */
export interface Person {
  readonly id: string
  readonly isNew: boolean
  /** What this import knows of it from before; undefined: nothing. */
  readonly met: 'created' | 'changed' | 'unchanged' | undefined
  attributes: Attributes
  /** The attributes as JSON, where that is known. */
  json: string | undefined
  test: boolean
  /** Whether the row of the profile becomes another. */
  isChanged: boolean
  /** Whether it gets identities. */
  isExtended: boolean
  /** The last line about it. */
  last: number
  readonly consents: Map<string, Line['consents'][number]>
}

export type Verdict = { readonly person: Person } | { readonly mistakes: readonly Mistake[] }

/**
 * The profiles that a set of lines is about, held, while the lines are gone through in their order: each is treated as
 * if those before it were written.
 */
export class AtHand {
  readonly #manners: Manners
  readonly #fields: readonly ProfileField[]
  readonly #owners = new Map<string, Person>()
  readonly people: Person[] = []
  /** Identities that somebody gets. */
  readonly added: (Identity & { readonly profileId: string })[] = []

  constructor(
    manners: Manners,
    fields: readonly ProfileField[],
    held: readonly (HeldProfile & { readonly identities: readonly Identity[] })[],
    isOurs: (id: string) => boolean,
  ) {
    this.#manners = manners
    this.#fields = fields
    for (const { id, attributes, test, metChanged, identities } of held) {
      const before = metChanged === null ? undefined : metChanged ? 'changed' : 'unchanged'
      const met = isOurs(id) ? 'created' : before
      const person: Person = { ...nobody(), id, isNew: false, met, attributes, test }
      for (const identity of identities) this.#owners.set(keyOf(identity), person)
    }
  }

  /** What becomes of line number `index`. */
  take(line: Line, index: number): Verdict {
    const { mode, matchBy } = this.#manners
    let found: Person | undefined
    let deciding = 0
    for (const identity of line.identities) {
      if (matchBy !== null && identity.namespace !== matchBy) continue
      deciding++
      const owner = this.#owners.get(keyOf(identity))
      if (owner && found && owner !== found)
        return { mistakes: [{ pointer: '/identities', detail: 'The identities lead to different profiles' }] }
      found ??= owner
    }
    if (deciding === 0)
      return {
        mistakes: [
          { pointer: '/identities', detail: `Has no ${matchBy ?? 'identity'}, so that it leads to nobody` },
        ],
      }
    if (found && !found.isNew && found.met === undefined && mode === 'create')
      return {
        mistakes: [
          { pointer: '/identities', detail: 'A profile is there, and only new ones are to be made' },
        ],
      }
    const mistakes = [...this.#strangers(line, found), ...this.#misfits(line, found)]
    if (mistakes.length > 0) return { mistakes }
    const person = found ?? this.#make(line)
    if (found) this.#change(found, line)
    for (const identity of line.identities) {
      const key = keyOf(identity)
      if (this.#owners.has(key)) continue
      this.#owners.set(key, person)
      this.added.push({ namespace: identity.namespace, value: identity.value, profileId: person.id })
      person.isExtended = true
    }
    for (const consent of line.consents) {
      const about = `${consent.channel}/${consent.topic}`
      if (this.#manners.consents === 'overwrite' || !person.consents.has(about))
        person.consents.set(about, consent)
    }
    if (person.last < 0) this.people.push(person)
    person.last = index
    return { person }
  }

  /** Identities of the line that are somebody else's. */
  *#strangers({ identities }: Line, found: Person | undefined): Iterable<Mistake> {
    for (const [n, identity] of identities.entries()) {
      const owner = this.#owners.get(keyOf(identity))
      if (!owner || owner === found) continue
      const { namespace, value } = identity
      yield { pointer: `/identities/${n}`, detail: `Another profile has the ${namespace} ${value}` }
    }
  }

  #misfits({ attributes: patch }: Line, found: Person | undefined): Mistake[] {
    if (this.#fields.length === 0) return []
    const after = found || hasNull(patch) ? mergePatch(found?.attributes ?? {}, patch) : patch
    return checkAttributes(this.#fields, after as Attributes, { patch })
  }

  #make({ id, attributes, json, test }: Line): Person {
    return {
      ...nobody(),
      id,
      isNew: true,
      attributes: json === undefined ? (mergePatch({}, attributes) as Attributes) : attributes,
      json,
      test: test ?? false,
    }
  }

  #change(person: Person, { attributes, test }: Line): void {
    if (differs(person.attributes, attributes)) {
      person.attributes = mergePatch(person.attributes, attributes) as Attributes
      person.json = undefined
      person.isChanged = true
    }
    if (test !== undefined && test !== person.test) {
      person.test = test
      person.isChanged = true
    }
  }
}

const nobody = () => ({
  id: '',
  isNew: false,
  met: undefined as Person['met'],
  attributes: {} as Attributes,
  json: undefined as string | undefined,
  test: false,
  isChanged: false,
  isExtended: false,
  last: -1,
  consents: new Map<string, Line['consents'][number]>(),
})

const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a merge patch takes anything away, so that it is not what it makes of nothing. */
export const hasNull = (patch: unknown): boolean => {
  if (patch === null) return true
  if (!isObject(patch)) return false
  for (const name in patch) if (hasNull(patch[name])) return true
  return false
}

/** Whether a merge patch would change what it is applied to. */
function differs(target: unknown, patch: unknown): boolean {
  if (!isObject(patch)) return target !== patch && !isDeepStrictEqual(target, patch)
  if (!isObject(target)) return true
  return Object.entries(patch).some(([name, value]) => {
    const there = Object.hasOwn(target, name)
    return value === null ? there : differs(there ? target[name] : undefined, value)
  })
}
