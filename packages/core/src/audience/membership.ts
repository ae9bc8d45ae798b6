import type { LocaleContent } from '../campaign/contents.ts'
import { contentParts } from '../campaign/parts.ts'
import type { Definition } from '../campaign/schema.ts'

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
const uuidsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(uuid)].map(([found]) => found.toLowerCase())),
]

/**
 * Every id that stands anywhere in a version's definition or in the fragments that it runs with: those that are ids
 * of audiences are audiences that it names, wherever it may name one.
 */
export const idsNamedIn = (definition: Definition, fragments: unknown): string[] =>
  uuidsIn(JSON.stringify([definition, fragments]))

/** Ids among which are those of the audiences whose membership or columns are read by what a version says. */
export function audiencesReadBy(contents: readonly LocaleContent[]): string[] {
  const read = contents
    .flatMap(({ content }) => contentParts.map((part) => content[part]))
    .filter((text) => /segmentMembership|audienceEnrichment/.test(text))
  return uuidsIn(read.join('\n'))
}

export interface Membership {
  readonly audienceId: string
  readonly joinedAt: Date
  readonly enrichment: Readonly<Record<string, unknown>> | null
}

/**
 * What content sees of a profile's memberships, beside its attributes: `profile.segmentMembership.ups.<id>.status` is
 * `existing` of a member, and `profile.audienceEnrichment.<id>` has the columns of an uploaded list.
 */
export const withMemberships = (
  attributes: Readonly<Record<string, unknown>>,
  memberships: readonly Membership[],
): Record<string, unknown> => ({
  ...attributes,
  segmentMembership: {
    ups: Object.fromEntries(
      memberships.map(({ audienceId, joinedAt }) => [
        audienceId,
        { status: 'existing', lastQualificationTime: joinedAt.toISOString() },
      ]),
    ),
  },
  audienceEnrichment: Object.fromEntries(
    memberships.flatMap(({ audienceId, enrichment }) => (enrichment ? [[audienceId, enrichment]] : [])),
  ),
})
