import { type RichNode, richMarks, richNodes } from '@chappe/core/design/schema'

/** What an editor gives: the same tree, with attributes that only it needs. */
export interface Loose {
  readonly type?: string
  readonly attrs?: Record<string, unknown>
  readonly content?: readonly Loose[]
  readonly text?: string
  readonly marks?: readonly { readonly type: string; readonly attrs?: Record<string, unknown> }[]
}

const nodeAttributes: Partial<Record<RichNode['type'], readonly string[]>> = {
  paragraph: ['textAlign'],
  heading: ['level', 'textAlign'],
  token: ['expression', 'fallback'],
}
const markAttributes: Readonly<Record<string, readonly string[]>> = { link: ['href'], color: ['color'] }

function kept(attrs: Record<string, unknown> | undefined, names: readonly string[] = []) {
  const entries = names.flatMap((name) => {
    const value = attrs?.[name]
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : []
  })
  return entries.length > 0 ? { attrs: Object.fromEntries(entries) } : {}
}

const isNode = (type: string | undefined): type is RichNode['type'] =>
  (richNodes as readonly (string | undefined)[]).includes(type)
const isMark = (type: string): type is (typeof richMarks)[number] =>
  (richMarks as readonly string[]).includes(type)

/** The editor's tree as the design keeps it: the nodes, marks and attributes of the format and no others. */
export function richOf({ type, attrs, content, text, marks }: Loose): RichNode {
  if (!isNode(type)) return { type: 'paragraph' }
  const known = marks?.flatMap((mark) =>
    isMark(mark.type) ? [{ type: mark.type, ...kept(mark.attrs, markAttributes[mark.type]) }] : [],
  )
  return {
    type,
    ...kept(attrs, nodeAttributes[type]),
    ...(content && { content: content.filter((one) => isNode(one.type)).map(richOf) }),
    ...(text !== undefined && { text }),
    ...(known && known.length > 0 && { marks: known }),
  } as RichNode
}
