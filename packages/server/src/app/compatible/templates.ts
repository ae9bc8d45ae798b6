import { EmailContent } from '@chappe/core/campaign/schema'
import { htmlToText } from '@chappe/core/template/text'
import type { Ctx } from '../../context.ts'
import * as store from '../../store/templates.ts'
import * as templates from '../templates.ts'
import { type CompatibleTemplate, htmlTypes, type ListQuery, type Patch } from './content-schemas.ts'
import { defined, metadataOf } from './extra.ts'
import { type ListedPage, listed } from './list.ts'
import { patched } from './patch.ts'

type Document = Record<string, unknown>
export interface Versioned {
  readonly id: string
  readonly revision: number
}

export async function list(ctx: Ctx, query: ListQuery): Promise<ListedPage<Document>> {
  const some = (ids: readonly string[]) => store.some(ctx.db, ctx.sandboxId, ids)
  const page = await listed(ctx, 'contentTemplate', query, some)
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...metadata(row), self: { href: `/templates/${row.id}` } })),
  }
}

export async function get(ctx: Ctx, id: string): Promise<Versioned & { document: Document }> {
  const row = await store.get(ctx.db, ctx.sandboxId, id)
  return { id, revision: row.revision, document: whole(row) }
}

export const create = (ctx: Ctx, body: CompatibleTemplate): Promise<Versioned> =>
  templates.create(
    ctx,
    {
      name: body.name,
      description: body.description ?? '',
      channel: 'email',
      tags: [],
      content: contentOf(body, EmailContent.parse({})),
    },
    extraOf(body),
  )

/** Replaces what this API knows of a template; tags, preheader and an unchanged design stay. */
export async function replace(
  ctx: Ctx,
  id: string,
  revision: number,
  body: CompatibleTemplate,
): Promise<Versioned> {
  const before = await store.get(ctx.db, ctx.sandboxId, id)
  const { channel, tags } = before
  const content = contentOf(body, before.content)
  const { name, description = '' } = body
  const labels = before.extra.labels
  return templates.save(
    ctx,
    id,
    { revision, name, description, channel, tags, content },
    { ...defined({ labels }), ...extraOf(body) },
  )
}

export async function patch(ctx: Ctx, id: string, revision: number, operations: Patch) {
  const before = await store.get(ctx.db, ctx.sandboxId, id)
  await templates.rename(ctx, id, { revision, ...patched(before, operations) })
  return get(ctx, id)
}

export const remove = templates.remove

/** A design is kept as long as the HTML is the one that it compiled to. */
function contentOf(body: CompatibleTemplate, before: EmailContent): EmailContent {
  const isContent = body.templateType === 'content'
  const html = isContent ? body.template.html.body : body.template.html
  const design = html === before.html ? before.design : null
  if (!isContent) return { ...before, html, design }
  const { subject, text } = body.template
  const follows = text === undefined || text.syncFromHtml === true
  return { ...before, subject, html, text: follows ? '' : text.body, design }
}

function extraOf({ templateType, source, labels, parentFolderId, subType, template }: CompatibleTemplate) {
  const { editorContext } = template
  const ofEmail =
    templateType === 'content'
      ? {
          headers: template.headers,
          amp: template['x-amp-html']?.body,
          syncFromHtml: template.text?.syncFromHtml,
        }
      : {}
  return defined({ templateType, source, labels, parentFolderId, subType, editorContext, ...ofEmail })
}

const metadata = (row: store.TemplateRow): Document => ({
  ...metadataOf(row),
  templateType: row.extra.templateType ?? 'content',
  channels: row.channel,
})

function whole(row: store.TemplateRow): Document {
  const { subject, html, text } = row.content
  const { templateType, editorContext, headers, amp, syncFromHtml } = row.extra
  const isHtml = (htmlTypes as readonly unknown[]).includes(templateType)
  const template = isHtml
    ? { html, ...defined({ editorContext }) }
    : {
        subject,
        html: { body: html },
        text:
          text === ''
            ? { body: htmlToText(html), syncFromHtml: true }
            : { body: text, ...defined({ syncFromHtml }) },
        ...defined({ editorContext, headers, 'x-amp-html': amp === undefined ? undefined : { body: amp } }),
      }
  return { ...metadata(row), template }
}
