import type { RichNode, TextBlock } from '@chappe/core/design/schema'
import { TextSelection } from '@tiptap/pm/state'
import { type Editor, EditorContent, type JSONContent, useEditor } from '@tiptap/react'
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { z } from 'zod'
import { useText } from '../../text.ts'
import { same } from '../same.ts'
import { useDesigning } from '../state/Designing.tsx'
import { extensionsOf, type TokenAt } from './extensions.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { type Loose, richOf } from './rich.ts'
import { TextToolbar } from './TextToolbar.tsx'
import { TokenDialog } from './TokenDialog.tsx'
import css from './text.module.css'

type Open =
  | { readonly kind: 'link'; readonly href: string }
  | { readonly kind: 'token'; readonly token: TokenAt | null }

/** A design’s text is what the editor takes; the two only write its type differently. */
const asContent = (text: RichNode) => text as JSONContent

const blank = { expression: '', fallback: '' }

/** The text of a block while it is being written. Its toolbar appears above the canvas. */
export function TextEditor({ block, bar }: { block: z.infer<typeof TextBlock>; bar: HTMLElement | null }) {
  const t = useText()
  const { set, write, writing, goTo } = useDesigning()
  const [open, setOpen] = useState<Open | null>(null)
  const ours = useRef(block.text)
  const latest = useRef({ set, id: block.id })
  latest.current = { set, id: block.id }

  const editor = useEditor({
    extensions: extensionsOf((token) => setOpen({ kind: 'token', token })),
    content: asContent(block.text),
    injectCSS: false,
    editorProps: {
      attributes: {
        class: css.rich ?? '',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t('designer.text.label'),
      },
    },
    onUpdate: ({ editor }) => {
      ours.current = richOf(editor.getJSON() as Loose)
      latest.current.set(latest.current.id, { text: ours.current }, 'text')
    },
  })

  const at = writing?.at
  useEffect(() => {
    if (!editor) return
    const found = at && editor.view.posAtCoords(at)
    if (found) selectNear(editor, found.pos)
    editor.commands.focus(found ? null : 'end', { scrollIntoView: false })
  }, [editor, at])

  // Undo, or somebody else: the text is another one than ours.
  useEffect(() => {
    if (!editor || same(ours.current, block.text)) return
    ours.current = block.text
    const { from } = editor.state.selection
    editor.commands.setContent(asContent(block.text), { emitUpdate: false })
    selectNear(editor, from)
  }, [editor, block.text])

  const openLink = (editor: Editor) =>
    setOpen({ kind: 'link', href: String(editor.getAttributes('link').href ?? '') })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys on their way out of the text box inside
    <div
      className={css.writing}
      onKeyDown={(event) => {
        if (!event.currentTarget.contains(event.target as globalThis.Node)) return
        if (event.key === 'Escape') {
          event.stopPropagation()
          write(null)
          goTo(block.id)
        } else if (editor && event.key === 'k' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          openLink(editor)
        } else if (event.altKey && event.key === 'F10') {
          event.preventDefault()
          bar?.querySelector('button')?.focus()
        }
      }}
    >
      <EditorContent editor={editor} />
      {editor &&
        bar &&
        createPortal(
          <TextToolbar
            editor={editor}
            onLink={() => openLink(editor)}
            onToken={() => setOpen({ kind: 'token', token: null })}
          />,
          bar,
        )}
      {editor && (
        <>
          <LinkDialog
            href={open?.kind === 'link' ? open.href : null}
            onClose={() => {
              setOpen(null)
              editor.commands.focus()
            }}
            onSave={(href) => link(editor, href)}
            onRemove={() => editor.chain().extendMarkRange('link').unsetLink().run()}
          />
          <TokenDialog
            chip={open?.kind === 'token' ? (open.token ?? blank) : null}
            isNew={open?.kind !== 'token' || open.token === null}
            onClose={() => {
              setOpen(null)
              editor.commands.focus()
            }}
            onSave={(chip) => {
              const token = open?.kind === 'token' ? open.token : null
              const chain = editor.chain()
              if (token) chain.setNodeSelection(token.at).updateAttributes('token', chip).run()
              else chain.insertToken(chip).run()
            }}
            onRemove={() => {
              if (open?.kind === 'token' && open.token)
                editor.chain().setNodeSelection(open.token.at).deleteSelection().run()
            }}
          />
        </>
      )}
    </div>
  )
}

/** Puts the cursor at a position, or where the nearest text is. */
function selectNear(editor: Editor, position: number) {
  const { doc, tr } = editor.state
  const at = doc.resolve(Math.min(position, doc.content.size))
  editor.view.dispatch(tr.setSelection(TextSelection.near(at)))
}

/** Links the selected text, or the link at the cursor; with neither, the address is written as a text of its own. */
function link(editor: Editor, href: string) {
  const isNew = editor.state.selection.empty && !editor.isActive('link')
  if (isNew)
    editor
      .chain()
      .insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] })
      .run()
  else editor.chain().extendMarkRange('link').setLink({ href }).run()
}
