import { withMemberships } from '@chappe/core/audience/membership'
import { membershipsOf } from '../../store/audience-members.ts'
import type { Db } from '../../store/db.ts'

/**
 * Attributes by profile, as content sees them: with the memberships and the columns of the audiences that it reads
 * (`audiencesReadBy`), as they were evaluated or uploaded last. One query for all profiles, none where nothing is read.
 */
export async function seenByContent(
  db: Db,
  sandboxId: number,
  audienceIds: readonly string[],
  attributes: ReadonlyMap<string, Record<string, unknown>>,
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  if (audienceIds.length === 0) return attributes
  const memberships = await membershipsOf(db, sandboxId, [...attributes.keys()], audienceIds)
  return new Map([...attributes].map(([id, own]) => [id, withMemberships(own, memberships.get(id) ?? [])]))
}
