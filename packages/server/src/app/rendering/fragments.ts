import { type Fragments, fragmentIdsOf, fragmentsOf } from '@chappe/core/campaign/contents'
import type { Ctx } from '../../context.ts'
import type { VersionRow } from '../../store/versions.ts'
import { currentFragments } from '../fragments/snapshot.ts'

/** The fragments that a version is made of: as it was activated with them, or for a draft as they are now. */
export const fragmentsFor = async (
  { db, sandboxId }: Pick<Ctx, 'db' | 'sandboxId'>,
  { state, definition, fragments }: Pick<VersionRow, 'state' | 'definition' | 'fragments'>,
): Promise<Fragments> =>
  state === 'draft' ? currentFragments(db, sandboxId, fragmentIdsOf(definition)) : fragmentsOf(fragments)
