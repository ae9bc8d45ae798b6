import { compare } from '@chappe/core/campaign/compare'
import { Sample, simulationLimits } from '@chappe/core/simulation/schema'
import { z } from 'zod'

/** Somebody in the simulation: whose values are used, and whether they are shown. */
export interface Person {
  /** Of this page only. */
  readonly key: string
  readonly isShown: boolean
  readonly sample: Sample
}

export const mostPeople: number = simulationLimits.samples

let made = 0
const person = (sample: Sample, isShown: boolean): Person => ({ key: `p${++made}`, isShown, sample })

/** These samples beside those that are there, as many as fit; answers how many did not. */
export function withSamples(
  people: readonly Person[],
  samples: readonly Sample[],
): { people: Person[]; left: number } {
  const isThere = (one: Sample) =>
    one.identity !== undefined &&
    one.context === undefined &&
    people.some(({ sample }) => sample.identity && sameIdentity(sample.identity, one.identity!))
  const fresh = samples.filter((one) => !isThere(one))
  const taken = fresh.slice(0, Math.max(0, mostPeople - people.length))
  return { people: [...people, ...taken.map((one) => person(one, true))], left: fresh.length - taken.length }
}

type Identity = NonNullable<Sample['identity']>
const sameIdentity = (a: Identity, b: Identity) =>
  a.namespace.toLowerCase() === b.namespace.toLowerCase() && a.value.toLowerCase() === b.value.toLowerCase()

export const peopleOf = (samples: readonly Sample[]): Person[] =>
  samples.slice(0, mostPeople).map((sample) => person(sample, true))

export const samplesOf = (people: readonly Person[]): Sample[] => people.map(({ sample }) => sample)

export const changed = (people: readonly Person[], key: string, changes: Partial<Person>): Person[] =>
  people.map((one) => (one.key === key ? { ...one, ...changes } : one))

export const without = (people: readonly Person[], key: string): Person[] =>
  people.filter((one) => one.key !== key)

const kept = z.array(z.object({ isShown: z.boolean(), sample: Sample }))

/** The people that a session of the browser has kept; nobody when they cannot be read. */
export function peopleFrom(stored: string | null): Person[] {
  try {
    const read = kept.safeParse(JSON.parse(stored ?? '[]'))
    return read.success ? read.data.map(({ sample, isShown }) => person(sample, isShown)) : []
  } catch {
    return []
  }
}

/** Whether a kept set of samples says what is on the page. */
export const isSameAs = (people: readonly Person[], samples: readonly Sample[]): boolean =>
  compare(samplesOf(people), samples).length === 0
