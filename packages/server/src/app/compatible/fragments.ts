import type { FragmentStatus } from '@chappe/core/content/fragment-lifecycle'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../../context.ts'
import * as store from '../../store/fragments.ts'
import * as fragments from '../fragments.ts'
import type { CompatibleFragment, ListQuery, Patch } from './content-schemas.ts'
import { defined, metadataOf } from './extra.ts'
import { type ListedPage, listed } from './list.ts'
import { patched } from './patch.ts'
import type { Versioned } from './templates.ts'

type Document = Record<string, unknown>

export async function list(ctx: Ctx, query: ListQuery): Promise<ListedPage<Document>> {
  const some = (ids: readonly string[]) => store.some(ctx.db, ctx.sandboxId, ids)
  const page = await listed(ctx, 'fragment', query, some)
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...metadata(row), self: { href: `/fragments/${row.id}` } })),
  }
}

/** What is being written; where nothing is, what is live. */
export async function get(ctx: Ctx, id: string): Promise<Versioned & { document: Document }> {
  const row = await store.get(ctx.db, ctx.sandboxId, id)
  const content = row.draft ?? (await fragments.liveOf(ctx.db, row))
  const said = saying(row, content?.content ?? '')
  const fragment = {
    ...said,
    ...(row.kind === 'visual' && defined({ editorContext: row.extra.editorContext })),
  }
  return { id, revision: row.revision, document: { ...metadata(row), fragment } }
}

export const create = (ctx: Ctx, body: CompatibleFragment): Promise<Versioned> =>
  fragments.create(
    ctx,
    {
      name: body.name,
      description: body.description ?? '',
      ...kindOf(body),
      tags: [],
      draft: { design: null, content: sourceOf(body) },
    },
    extraOf(body),
  )

/** Replaces what this API knows of a fragment, as a draft; tags and an unchanged design stay. */
export async function replace(
  ctx: Ctx,
  id: string,
  revision: number,
  body: CompatibleFragment,
): Promise<Versioned> {
  const before = await store.get(ctx.db, ctx.sandboxId, id)
  const { kind, format } = kindOf(body)
  if (kind !== before.kind || format !== before.format) {
    const detail = 'The type of a fragment stays what it was: create another one.'
    throw new Problem('request/invalid', detail, { errors: [{ pointer: '/type', detail }] })
  }
  const written = before.draft ?? (await fragments.liveOf(ctx.db, before))
  const content = sourceOf(body)
  const design = written?.content === content ? written.design : null
  const { name, description = '' } = body
  const labels = before.extra.labels
  return fragments.save(
    ctx,
    id,
    { revision, name, description, tags: before.tags, draft: { design, content } },
    { ...defined({ labels }), ...extraOf(body) },
  )
}

export async function patch(ctx: Ctx, id: string, revision: number, operations: Patch): Promise<Versioned> {
  const before = await store.get(ctx.db, ctx.sandboxId, id)
  return fragments.rename(ctx, id, { revision, ...patched(before, operations) })
}

export const publish = (ctx: Ctx, id: string): Promise<Versioned> => fragments.publish(ctx, id, {})

/** Throws fragment/not-found when nothing of it was ever live. */
export async function live(ctx: Ctx, id: string): Promise<Document> {
  const row = await store.get(ctx.db, ctx.sandboxId, id)
  const content = await fragments.liveOf(ctx.db, row)
  if (!content) throw new Problem('fragment/not-found', 'The fragment was never published.')
  return { type: typeOf(row), fragment: saying(row, content.content) }
}

/** Throws fragment/not-found when it was never asked to be published. */
export async function lastPublication(ctx: Ctx, id: string) {
  const { publication } = await store.get(ctx.db, ctx.sandboxId, id)
  if (!publication) throw new Problem('fragment/not-found', 'The fragment was never published.')
  return {
    status: publication.status,
    errors: publication.errors.map(({ campaignName, detail }) =>
      campaignName === '' ? detail : `${campaignName}: ${detail}`,
    ),
  }
}

const kindOf = (body: CompatibleFragment) =>
  body.type === 'html'
    ? ({ kind: 'visual', format: 'html' } as const)
    : ({ kind: 'expression', format: formats[body.subType] } as const)
const formats = { TEXT: 'text', HTML: 'html', JSON: 'json' } as const

const sourceOf = (body: CompatibleFragment): string =>
  body.type === 'html' ? body.fragment.content : body.fragment.expression

const extraOf = (body: CompatibleFragment) =>
  defined({
    source: body.source,
    labels: body.labels,
    parentFolderId: body.parentFolderId,
    editorContext: body.type === 'html' ? body.fragment.editorContext : undefined,
  })

type Kind = Pick<store.FragmentRow, 'kind'>
const typeOf = ({ kind }: Kind) => (kind === 'visual' ? 'html' : 'expression')
const saying = ({ kind }: Kind, content: string) =>
  kind === 'visual' ? { content } : { expression: content }

/** The contract has no archive: what is there can be referred to no more than a draft. */
const statuses: Record<FragmentStatus, string> = {
  draft: 'DRAFT',
  publishing: 'PUBLISHING',
  live: 'PUBLISHED',
  archived: 'DRAFT',
}

const metadata = (row: store.FragmentRow): Document => ({
  ...metadataOf(row),
  type: typeOf(row),
  ...(row.kind === 'expression' && { subType: row.format.toUpperCase() }),
  status: statuses[row.status],
  channels: row.kind === 'visual' ? 'email' : 'shared',
})
