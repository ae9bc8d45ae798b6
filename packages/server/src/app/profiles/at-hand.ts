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
  /** A merge patch; or, where it takes nothing away, its JSON, so that thousands of lines are little to hold. */
  readonly attributes: Attributes | string
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
  /** As JSON where they are as they came. */
  attributes: Attributes | string
  test: boolean
  /** Whether the row of the profile becomes another. */
  isChanged: boolean
  /** Whether it gets identities. */
  isExtended: boolean
  /** The last line about it. */
  last: number
  /** Each about something else. */
  consents: Line['consents']
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
  readonly added: { readonly key: string; readonly identity: Identity; readonly profileId: string }[] = []

  constructor(
    manners: Manners,
    fields: readonly ProfileField[],
    held: readonly (HeldProfile & { readonly identities: readonly Identity[] })[],
    isOurs: (id: string) => boolean,
    ghosts: readonly string[] = [],
  ) {
    this.#manners = manners
    this.#fields = fields
    for (const { id, attributes, test, metChanged, identities } of held) {
      const before = metChanged === null ? undefined : metChanged ? 'changed' : 'unchanged'
      const met = isOurs(id) ? 'created' : before
      const person: Person = { ...nobody(), id, isNew: false, met, attributes, test }
      for (const identity of identities) this.#owners.set(keyOf(identity), person)
    }
    // Those whom a dry run would have made: nothing is known of them but that lines were about them.
    const ghost: Person = { ...nobody(), met: 'created' }
    for (const key of ghosts) this.#owners.set(key, ghost)
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
    if (mode === 'create' && found && !found.isNew && found.met === undefined)
      return {
        mistakes: [
          { pointer: '/identities', detail: 'A profile is there, and only new ones are to be made' },
        ],
      }
    const strangers = this.#strangers(line, found)
    const misfits = this.#misfits(line, found)
    if (strangers.length + misfits.length > 0) return { mistakes: [...strangers, ...misfits] }
    const person = found ?? this.#make(line)
    if (found) this.#change(found, line)
    for (const identity of line.identities) {
      const key = keyOf(identity)
      if (this.#owners.has(key)) continue
      this.#owners.set(key, person)
      this.added.push({ key, identity, profileId: person.id })
      person.isExtended = true
    }
    person.consents = this.#said(person.consents, line.consents)
    if (person.last < 0) this.people.push(person)
    person.last = index
    return { person }
  }

  /** What was said before and what is said now, by the manner. */
  #said(before: Line['consents'], now: Line['consents']): Line['consents'] {
    if (before.length === 0 && now.length < 2) return now
    const all = new Map(before.map((one) => [`${one.channel}/${one.topic}`, one]))
    for (const one of now) {
      const about = `${one.channel}/${one.topic}`
      if (this.#manners.consents === 'overwrite' || !all.has(about)) all.set(about, one)
    }
    return [...all.values()]
  }

  /** Identities of the line that are somebody else's. */
  #strangers({ identities }: Line, found: Person | undefined): readonly Mistake[] {
    let mistakes: Mistake[] | undefined
    for (const identity of identities) {
      const owner = this.#owners.get(keyOf(identity))
      if (!owner || owner === found) continue
      const { namespace, value } = identity
      mistakes ??= []
      const pointer = `/identities/${identities.indexOf(identity)}`
      mistakes.push({ pointer, detail: `Another profile has the ${namespace} ${value}` })
    }
    return mistakes ?? none
  }

  #misfits({ attributes }: Line, found: Person | undefined): readonly Mistake[] {
    if (this.#fields.length === 0 || found?.id === '') return none
    const patch = parsed(attributes)
    const after = found || hasNull(patch) ? mergePatch(found ? parsed(found.attributes) : {}, patch) : patch
    return checkAttributes(this.#fields, after as Attributes, { patch })
  }

  #make({ id, attributes, test }: Line): Person {
    const made = typeof attributes === 'string' ? attributes : (mergePatch({}, attributes) as Attributes)
    return { ...nobody(), id, isNew: true, attributes: made, test: test ?? false }
  }

  #change(person: Person, { attributes, test }: Line): void {
    const [before, patch] = [parsed(person.attributes), parsed(attributes)]
    if (differs(before, patch)) {
      person.attributes = mergePatch(before, patch) as Attributes
      person.isChanged = true
    }
    if (test !== undefined && test !== person.test) {
      person.test = test
      person.isChanged = true
    }
  }
}

const parsed = (attributes: Attributes | string): Attributes =>
  typeof attributes === 'string' ? (JSON.parse(attributes) as Attributes) : attributes

const none: readonly Mistake[] = []

const nobody = () => ({
  id: '',
  isNew: false,
  met: undefined as Person['met'],
  attributes: {} as Attributes | string,
  test: false,
  isChanged: false,
  isExtended: false,
  last: -1,
  consents: [] as Line['consents'],
})

const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a merge patch takes anything away, so that it is not what it makes of nothing. */
const hasNull = (patch: unknown): boolean => {
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
