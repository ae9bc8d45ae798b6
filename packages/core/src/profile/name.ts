import type { Identity } from './schema.ts'

interface Named {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly identities: readonly Identity[]
}

/** How a person is called: the full name, else first and last name; undefined where no attribute says. */
export function fullNameOf(attributes: Named['attributes']): string | undefined {
  const { name } = (attributes.person ?? {}) as { name?: unknown }
  if (typeof name !== 'object' || name === null) return undefined
  const { fullName, firstName, lastName } = name as Record<string, unknown>
  const parts = isText(fullName) ? [fullName] : [firstName, lastName].filter(isText)
  return parts.length > 0 ? parts.join(' ') : undefined
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

/** The identity that a person is best known by: an e-mail address, else a telephone number, else the first. */
export const bestIdentity = (identities: readonly Identity[]): Identity | undefined =>
  identities.find(({ namespace }) => namespace === 'email') ??
  identities.find(({ namespace }) => namespace === 'phone') ??
  identities[0]

/** What stands for a person in a list or a heading; empty where nothing does. */
export const nameOf = ({ attributes, identities }: Named): string =>
  fullNameOf(attributes) ?? bestIdentity(identities)?.value ?? ''
