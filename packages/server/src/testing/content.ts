import { EmailContent } from '@chappe/core/campaign/schema'
import type { ContentTemplate, Fragment, FragmentInput, TemplateInput } from '@chappe/core/content/schema'
import type { z } from 'zod'
import { carryOut } from '../app/fragments/publication.ts'
import * as fragments from '../app/fragments.ts'
import * as templates from '../app/templates.ts'
import type { Ctx } from '../context.ts'

let made = 0

export const aTemplate = (
  ctx: Ctx,
  given: Partial<z.output<typeof TemplateInput>> = {},
): Promise<ContentTemplate> =>
  templates.create(ctx, {
    name: `Template ${++made}`,
    description: '',
    channel: 'email',
    tags: [],
    content: EmailContent.parse({ subject: 'Hello', html: '<p>Hello</p>' }),
    ...given,
  })

/** A draft expression fragment that says `content`. */
export const aFragment = (
  ctx: Ctx,
  content: string,
  given: Partial<z.output<typeof FragmentInput>> = {},
): Promise<Fragment> =>
  fragments.create(ctx, {
    name: `Fragment ${++made}`,
    description: '',
    kind: 'expression',
    format: 'html',
    tags: [],
    draft: { design: null, content },
    ...given,
  })

/** Writes something else into a fragment. */
export const rewritten = async (ctx: Ctx, id: string, content: string): Promise<Fragment> => {
  const { revision, name, description, tags } = await fragments.get(ctx, id)
  return fragments.save(ctx, id, { revision, name, description, tags, draft: { design: null, content } })
}

/** Publishes what is being written, as a worker would. */
export async function published(ctx: Ctx, id: string): Promise<Fragment> {
  await fragments.publish(ctx, id, {})
  await carryOut(ctx, { sandboxId: ctx.sandboxId, fragmentId: id })
  return fragments.get(ctx, id)
}

export const aLiveFragment = async (
  ctx: Ctx,
  content: string,
  given: Parameters<typeof aFragment>[2] = {},
): Promise<Fragment> => published(ctx, (await aFragment(ctx, content, given)).id)

/** A reference to a fragment; `fields` as they stand in the tag. */
export const ref = ({ id }: { id: string }, fields = ''): string => `{{ fragment id="${id}"${fields} }}`
