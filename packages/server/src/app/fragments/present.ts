import { fragmentLifecycle } from '@chappe/core/content/fragment-lifecycle'
import {
  type Fragment,
  type FragmentContent,
  FragmentPublication,
  type FragmentSummary,
} from '@chappe/core/content/schema'
import { fieldNames } from '@chappe/core/template/fragments'
import type { Ctx } from '../../context.ts'
import type { FragmentRow, ListedFragment } from '../../store/fragments.ts'

type Told = Omit<ListedFragment, 'hasDraft'>

/** What the actor can do with the fragment now. */
function actionsOf(
  { actor: { scopes } }: Pick<Ctx, 'actor'>,
  { status, liveVersion }: Told,
  { hasDraft, uses }: { hasDraft: boolean; uses: number },
): Fragment['actions'] {
  const mayWrite = scopes.includes('content:write')
  const isOpen = status === 'draft' || status === 'live'
  return [
    ...fragmentLifecycle.actionsFrom(status, scopes).filter((action) => action !== 'publish' || hasDraft),
    ...(mayWrite && isOpen ? (['edit'] as const) : []),
    ...(mayWrite && liveVersion === null && status !== 'publishing' && uses === 0
      ? (['delete'] as const)
      : []),
  ]
}

export function summary(
  ctx: Pick<Ctx, 'actor'>,
  row: Told,
  more: { hasDraft: boolean; uses: number },
): FragmentSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    format: row.format,
    status: row.status,
    tags: row.tags,
    liveVersion: row.liveVersion,
    publication: row.publication && FragmentPublication.parse(row.publication),
    actions: actionsOf(ctx, row, more),
    uses: more.uses,
    hasDraft: more.hasDraft,
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    modifiedAt: row.modifiedAt.toISOString(),
    modifiedBy: row.modifiedBy,
  }
}

export function whole(
  ctx: Pick<Ctx, 'actor'>,
  row: FragmentRow,
  { live, uses }: { live: FragmentContent | null; uses: number },
): Fragment {
  const { draft } = row
  const fields = [live, draft].flatMap((content) => (content ? fieldNames(content.content) : []))
  return {
    ...summary(ctx, row, { hasDraft: draft !== null, uses }),
    draft,
    live,
    fields: [...new Set(fields)],
  }
}
