import { type Fragments, fragmentsOf, noFragments } from '@chappe/core/campaign/contents'
import type { Ctx } from '../../context.ts'
import type { VersionRow } from '../../store/versions.ts'

/** The fragments that a version is made of: as it was activated with, or for a draft as they are live now. */
export async function fragmentsFor(
  _ctx: Pick<Ctx, 'db' | 'sandboxId'>,
  { state, fragments }: Pick<VersionRow, 'state' | 'definition' | 'fragments'>,
): Promise<Fragments> {
  return state === 'draft' ? noFragments : fragmentsOf(fragments)
}
