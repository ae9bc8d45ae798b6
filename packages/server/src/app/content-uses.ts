import { idsNamedIn } from '@chappe/core/audience/membership'
import { contentsOf } from '@chappe/core/campaign/contents'
import { contentParts } from '@chappe/core/campaign/parts'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { isUuid } from '@chappe/core/kit/ids'
import { fragmentRefs } from '@chappe/core/template/fragments'
import * as audiences from '../store/audience-campaigns.ts'
import type { Db } from '../store/db.ts'
import * as store from '../store/fragment-uses.ts'
import type { VersionRow } from '../store/versions.ts'

/** The fragments that sources refer to themselves, each once. */
export const refsOf = (sources: readonly string[]): string[] => [
  ...new Set(sources.flatMap((source) => fragmentRefs(source).map(({ id }) => id))),
]

export const sourcesOf = (content: EmailContent): string[] => contentParts.map((part) => content[part])

/**
 * Keeps which fragments a campaign's version, a template or a fragment refers to, in place of what was kept of it
 * before. Called in the transaction that writes the content.
 */
export const recordUses = (
  db: Db,
  sandboxId: number,
  user: store.User,
  contents: readonly (EmailContent | string)[],
): Promise<void> =>
  store.replace(
    db,
    sandboxId,
    user,
    refsOf(contents.flatMap((one) => (typeof one === 'string' ? [one] : sourcesOf(one)))).filter(isUuid),
  )

/** `recordUses` of a campaign's version; and which audiences it names, in itself or in the fragments that it runs with. */
export async function recordVersion(
  db: Db,
  version: Pick<VersionRow, 'sandboxId' | 'campaignId' | 'number' | 'definition' | 'fragments'>,
): Promise<void> {
  const { sandboxId, campaignId, number, definition, fragments } = version
  await recordUses(
    db,
    sandboxId,
    { kind: 'campaign', id: campaignId, version: number },
    contentsOf(definition).map(({ source }) => source),
  )
  await audiences.replace(db, version, idsNamedIn(definition, fragments))
}
