import type { CandidateFragment } from '@chappe/core/campaign/candidate'
import { isRunning } from '@chappe/core/campaign/commands'
import { type FragmentSnapshot, fragmentIdsOf } from '@chappe/core/campaign/contents'
import { readiness } from '@chappe/core/campaign/readiness'
import type { Alert } from '@chappe/core/campaign/review'
import type { FragmentPublication } from '@chappe/core/content/schema'
import { Problem } from '@chappe/core/kit/problem'
import { z } from 'zod'
import type { House } from '../../context.ts'
import * as campaignStore from '../../store/campaigns.ts'
import { type Db, inTransaction } from '../../store/db.ts'
import * as store from '../../store/fragment-publications.ts'
import * as versionStore from '../../store/fragment-versions.ts'
import * as fragmentStore from '../../store/fragments.ts'
import * as campaignVersions from '../../store/versions.ts'
import { recordUses, recordVersion, refsOf } from '../content-uses.ts'
import { examine } from './examine.ts'
import { lockFragments } from './nesting.ts'
import { frozen, isPublished, reachedFrom } from './snapshot.ts'

/** Kind of the job that carries a publication out. */
export const publishFragmentKind = 'publish-fragment'

export const PublishFragment = z.object({ sandboxId: z.int(), fragmentId: z.uuid() })
export type PublishFragment = z.infer<typeof PublishFragment>

type Place = Pick<House, 'db' | 'now'> & {
  /** Once aborted, no further campaign is begun: the job is left to the next worker. */
  readonly draining?: AbortSignal
}
type PublicationError = FragmentPublication['errors'][number]
/** A publication under way: of which version, and who began it. */
type Underway = PublishFragment & { version: number; by: string; errors: PublicationError[] }

const together = 20

/**
 * Carries out the publication that the fragment is in, for `most` campaigns at most; answers how many it moved on
 * and whether it is over.
 *
 *   publishing ──▶ the version goes live ──▶ campaign after campaign gets it ──▶ arrive
 *
 * The version goes live first, for all content at one instant: whoever freezes fragments before is waited for and
 * found behind, whoever freezes them after has the new one. From there on the campaigns that are behind can be read
 * from the tables, so a worker that is killed anywhere is taken up by the next, and two at once do no harm.
 */
export async function carryOut(
  place: Place,
  of: PublishFragment,
  { most = Number.POSITIVE_INFINITY } = {},
): Promise<{ moved: number; over: boolean }> {
  const underway = await goLive(place, of)
  if (!underway) return { moved: 0, over: true }
  const { db } = place
  const { errors } = underway
  const failed = () => errors.flatMap(({ campaignId }) => campaignId ?? [])
  const tell = async () =>
    store.tell(db, underway, { errors, ...(await store.progress(db, underway, failed())) })
  await tell()
  for (let moved = 0, left = most; ; await tell()) {
    const limit = Math.min(together, left)
    const campaigns = await store.behind(db, underway, { except: failed(), limit })
    if (campaigns.length === 0 && limit > 0) {
      await end(place, underway, { status: 'complete', ...(await store.progress(db, underway, failed())) })
      return { moved, over: true }
    }
    if (limit === 0) return { moved, over: false }
    for (const campaignId of campaigns) {
      if (place.draining?.aborted) throw new Error('The worker stops; the next one goes on.')
      const error = await moveOn(place, underway, campaignId)
      if (error) errors.push(error)
      else moved++
    }
    left -= campaigns.length
  }
}

/** Makes the version that is being published the live one. Undefined: there is nothing to publish (any more). */
const goLive = ({ db: house, now }: Place, { sandboxId, fragmentId }: PublishFragment) =>
  inTransaction(house, async (db): Promise<Underway | undefined> => {
    await lockFragments(db, sandboxId)
    const fragment = await fragmentStore.hold(db, sandboxId, fragmentId).catch(unlessGone)
    if (fragment?.status !== 'publishing') return undefined
    const { version, by, errors } = fragment.publication!
    const underway = { sandboxId, fragmentId, version, by, errors: [...errors] }
    if (fragment.liveVersion === version) return underway
    const content = fragment.draft!
    const { findings, attributes } = await examine(db, fragment, content.content)
    if (findings.length > 0) {
      underway.errors.push(...findings.map(({ detail }) => ofFragment(detail)))
      await end({ db, now }, underway, { status: 'error' })
      return undefined
    }
    const author = { name: by, at: now() }
    await versionStore.insert(db, sandboxId, { fragmentId, number: version, content, attributes }, author)
    await store.goLive(db, underway)
    await recordUses(db, sandboxId, { kind: 'fragment', id: fragmentId }, [content.content])
    return underway
  })

/**
 * Gives one campaign a version with the fragment as it is live now. Answers why it keeps the one it has, where the
 * new content could not be sent.
 */
const moveOn = ({ db: house, now }: Place, underway: Underway, campaignId: string) =>
  inTransaction(house, async (db): Promise<PublicationError | undefined> => {
    const { sandboxId, fragmentId, version, by } = underway
    const campaign = await campaignStore.hold(db, sandboxId, campaignId).catch(unlessGone)
    if (!campaign || !isRunning(campaign)) return undefined
    const live = await campaignVersions.get(db, campaign, campaign.liveVersion!)
    if ((live.fragments[fragmentId]?.number ?? version) >= version) return undefined
    const fragments = await renewed(db, sandboxId, fragmentId, live)
    const alerts = brokenBy(campaign, live, fragments, now())
    if (alerts.length > 0)
      return {
        campaignId,
        campaignName: campaign.name,
        detail: alerts.map(({ message }) => message).join(' '),
      }
    const name = `Fragment ${fragments[fragmentId]?.name ?? live.fragments[fragmentId]!.name}, ${by}`
    const number = await store.succeed(db, campaign, fragments, { name, at: now() })
    await recordVersion(db, { ...live, number, fragments })
    return undefined
  })

/** What the version runs with: the fragment and those inside it as they are live, the others as they were frozen. */
async function renewed(
  db: Db,
  sandboxId: number,
  fragmentId: string,
  { definition, fragments: old }: campaignVersions.VersionRow,
): Promise<FragmentSnapshot> {
  const reached = await reachedFrom(db, sandboxId, [fragmentId], { kept: true })
  const fresh = [...reached.values()].filter(isPublished)
  const known: FragmentSnapshot = {
    ...old,
    ...Object.fromEntries(fresh.map((fragment) => [fragment.id, frozen(fragment)])),
  }
  const kept: FragmentSnapshot = {}
  let wanted = fragmentIdsOf(definition)
  while (wanted.length > 0) {
    const found = wanted.flatMap((id) => (known[id] && !kept[id] ? [[id, known[id]] as const] : []))
    for (const [id, fragment] of found) kept[id] = fragment
    wanted = refsOf(found.map(([, { content }]) => content))
  }
  return kept
}

/** The errors that the content has with these fragments and has not with those that it runs with. */
function brokenBy(
  campaign: campaignStore.CampaignRow,
  { definition, fragments: old }: campaignVersions.VersionRow,
  fragments: FragmentSnapshot,
  now: Date,
): Alert[] {
  const errorsWith = (snapshot: FragmentSnapshot) =>
    readiness({
      campaign,
      definition,
      live: null,
      configuration: null,
      fragments: asLive(snapshot),
      attributes: [],
      now,
    }).alerts.filter(({ tab, level }) => tab === 'content' && level === 'error')
  const before = new Set(errorsWith(old).map(({ code, field }) => `${code} ${field}`))
  return errorsWith(fragments).filter(({ code, field }) => !before.has(`${code} ${field}`))
}

const asLive = (snapshot: FragmentSnapshot): ReadonlyMap<string, CandidateFragment> =>
  new Map(
    Object.entries(snapshot).map(([id, { number, name, content }]) => [
      id,
      { name, content, status: 'live', liveVersion: number },
    ]),
  )

/** Ends the publication, unless it is over: then the fragment may be in another one. */
const end = (
  { db: house }: Place,
  { sandboxId, fragmentId, version, errors }: Underway,
  ending: Pick<FragmentPublication, 'status'> & Partial<FragmentPublication>,
) =>
  inTransaction(house, async (db): Promise<void> => {
    const fragment = await fragmentStore.hold(db, sandboxId, fragmentId).catch(unlessGone)
    const publication = fragment?.publication
    if (fragment?.status !== 'publishing' || publication?.version !== version) return
    // What failed leaves what was live live.
    const action = fragment.liveVersion === null ? 'fail' : 'arrive'
    await fragmentStore.transition(db, sandboxId, fragmentId, action, 'system', {
      publication: JSON.stringify({ ...publication, errors, ...ending }),
    })
  })

/**
 * Ends a publication that nobody could carry out, however often it was tried. When its version is live already, the
 * same content is left as a draft, so that publishing it again moves on the campaigns that are behind.
 */
export const abandon = ({ db: house, now }: Place, of: PublishFragment, reason: string) =>
  inTransaction(house, async (db): Promise<void> => {
    const fragment = await fragmentStore.hold(db, of.sandboxId, of.fragmentId).catch(unlessGone)
    if (fragment?.status !== 'publishing') return
    const { version, by, errors } = fragment.publication!
    if (fragment.draft === null) await store.writeAgain(db, { ...of, version })
    const error = ofFragment(`The publication could not be finished: ${reason} Publish the fragment again.`)
    await end({ db, now }, { ...of, version, by, errors: [...errors, error] }, { status: 'error' })
  })

const ofFragment = (detail: string): PublicationError => ({ campaignId: null, campaignName: '', detail })

function unlessGone(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined
  throw error
}
