import type { RichNode } from '@chappe/core/design/schema'
import { Fragment, memo, type ReactNode } from 'react'
import { chipLabel } from './chip.ts'
import css from './text.module.css'

/** Rich text on the canvas while nobody writes in it: the elements that the editor makes, without an editor. */
export const RichView = memo(function RichView({ node }: { node: RichNode }) {
  return <div className={css.rich}>{(node.content ?? []).map(block)}</div>
})

const children = (node: RichNode) => node.content?.map(block)

function block(node: RichNode, key: number): ReactNode {
  const look = node.attrs?.textAlign ? { 'data-align': String(node.attrs.textAlign) } : {}
  switch (node.type) {
    case 'heading': {
      const level = node.attrs?.level
      // Headings of the email are no headings of this page.
      return (
        <div key={key} className={css.heading} data-level={String(level)} {...look}>
          {inline(node)}
        </div>
      )
    }
    case 'bulletList':
      return <ul key={key}>{children(node)}</ul>
    case 'orderedList':
      return <ol key={key}>{children(node)}</ol>
    case 'listItem':
      return <li key={key}>{children(node)}</li>
    default:
      return (
        <p key={key} {...look}>
          {inline(node)}
        </p>
      )
  }
}

const inline = ({ content = [] }: RichNode) =>
  content.length === 0 ? <br /> : content.map((node, key) => <Fragment key={key}>{piece(node)}</Fragment>)

function piece(node: RichNode): ReactNode {
  if (node.type === 'hardBreak') return <br />
  const plain: ReactNode =
    node.type === 'token' ? (
      <span className={css.chip}>{chipLabel({ expression: String(node.attrs?.expression ?? '') })}</span>
    ) : (
      node.text
    )
  return (node.marks ?? []).reduceRight<ReactNode>((inside, mark) => marked(inside, mark), plain)
}

function marked(inside: ReactNode, { type, attrs }: NonNullable<RichNode['marks']>[number]): ReactNode {
  switch (type) {
    case 'bold':
      return <strong>{inside}</strong>
    case 'italic':
      return <em>{inside}</em>
    case 'underline':
      return <u>{inside}</u>
    case 'strike':
      return <s>{inside}</s>
    case 'link':
      return <span className={css.link}>{inside}</span>
    case 'color':
      return <span style={{ color: attrs?.color ?? undefined }}>{inside}</span>
  }
}
