import type { CandidateFragment } from '@chappe/core/campaign/candidate'
import type { FragmentSnapshot } from '@chappe/core/campaign/contents'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { isUuid } from '@chappe/core/kit/ids'
import { fragmentRefs } from '@chappe/core/template/fragments'
import type { Db } from '../../store/db.ts'
import { type StandingFragment, standing } from '../../store/fragment-versions.ts'
import { refsOf, sourcesOf } from '../content-uses.ts'

type Named = Pick<StandingFragment, 'id' | 'name'>

export interface Snapshot {
  /** To be frozen with the version that goes live. */
  readonly fragments: FragmentSnapshot
  /** Named by the content, and not there. */
  readonly missing: readonly Named[]
  /** There, and nothing of them was ever live. */
  readonly unpublished: readonly Named[]
  /** In the archive: what is made anew may not use them. They are in `fragments` all the same. */
  readonly archived: readonly Named[]
}

/**
 * The live versions of the fragments that contents refer to, those inside others included. Call it in the
 * transaction that freezes them: none of them goes live anew before it ends, so a publication either waits and then
 * finds the frozen version, or is in it already.
 */
export async function snapshotOf(
  db: Db,
  sandboxId: number,
  contents: readonly EmailContent[],
): Promise<Snapshot> {
  const sources = contents.flatMap(sourcesOf)
  const reached = await reachedFrom(db, sandboxId, refsOf(sources), { kept: true })
  const all = [...reached.values()]
  const live = all.filter(isPublished)
  const named = new Map(
    [...sources, ...live.map(({ content }) => content)].flatMap((source) =>
      fragmentRefs(source).map(({ id, name }) => [id, name ?? id] as const),
    ),
  )
  return {
    fragments: Object.fromEntries(live.map((one) => [one.id, frozen(one)])),
    missing: [...named].filter(([id]) => !reached.has(id)).map(([id, name]) => ({ id, name })),
    unpublished: all.filter((one) => !isPublished(one)).map(nameOf),
    archived: all.filter(({ status }) => status === 'archived').map(nameOf),
  }
}

/**
 * Fragments as a draft or a preview shows them: what is live of each, else what is being written; those inside
 * others included.
 */
export const currentFragments = (
  db: Db,
  sandboxId: number,
  ids: readonly string[],
): Promise<Map<string, CandidateFragment & { readonly id: string }>> =>
  reachedFrom(db, sandboxId, ids, { kept: false })

type Published = StandingFragment & { readonly liveVersion: number }
export const isPublished = (fragment: StandingFragment): fragment is Published =>
  fragment.liveVersion !== null

export const frozen = ({ liveVersion, name, content }: Published): FragmentSnapshot[string] => ({
  number: liveVersion,
  name,
  content,
})

const nameOf = ({ id, name }: StandingFragment): Named => ({ id, name })

/** Level by level: each fragment is read once, so a cycle that should not be there ends the walk too. */
export async function reachedFrom(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  options: { kept: boolean },
): Promise<Map<string, StandingFragment>> {
  const reached = new Map<string, StandingFragment>()
  let wanted = ids.filter(isUuid)
  while (wanted.length > 0) {
    const found = await standing(db, sandboxId, wanted, options)
    for (const fragment of found) reached.set(fragment.id, fragment)
    wanted = refsOf(found.map(({ content }) => content)).filter((id) => isUuid(id) && !reached.has(id))
    wanted = found.length === 0 ? [] : wanted
  }
  return reached
}
