import type { Block } from '@chappe/core/design/schema'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import { TextEditor } from '../text/TextEditor.tsx'
import { listsIn } from '../tree/index-of.ts'
import { shownIn } from '../tree/step.ts'
import { BlockContent, type Of, textStyle } from './BlockContent.tsx'
import css from './canvas.module.css'
import { Shell } from './Shell.tsx'

/** A block on the canvas, with what makes it selectable, movable, writable. */
export function BlockView({ block, bar }: { block: Block; bar: HTMLElement | null }) {
  const { writing, write, isReadOnly } = useDesigning()
  if (block.kind === 'conditional') return <ConditionalView block={block} bar={bar} />
  const isWriting = writing?.id === block.id && !isReadOnly
  return (
    <Shell
      id={block.id}
      kind="block"
      isWriting={isWriting}
      {...(block.kind === 'text' && !isReadOnly && { onPress: (at) => write({ id: block.id, at }) })}
    >
      {block.kind === 'text' && isWriting ? (
        <div style={textStyle(block)}>
          <TextEditor block={block} bar={bar} />
        </div>
      ) : (
        <BlockContent block={block} />
      )}
    </Shell>
  )
}

/** One branch at a time; the tabs above say which, and that there are others. */
function ConditionalView({ block, bar }: { block: Of<'conditional'>; bar: HTMLElement | null }) {
  const t = useText()
  const { shown, show, isReadOnly } = useDesigning()
  const place = shownIn(block, shown)
  const lists = listsIn(block)
  const list = lists.find((one) => one.place === place)
  const items = list?.items ?? []
  return (
    <Shell id={block.id} kind="block" className={css.conditional}>
      <fieldset className={css.branches} aria-label={t('designer.branches.shown')}>
        {lists.map((one, at) => (
          <button
            key={one.place}
            type="button"
            aria-pressed={one.place === place}
            onClick={() => show(block.id, one.place)}
          >
            {one.branch
              ? one.branch.label || t('designer.branch', { number: at + 1 })
              : t('designer.otherwise')}
          </button>
        ))}
      </fieldset>
      {list?.branch && (
        <p className={css.condition}>
          {list.branch.condition === '' ? t('designer.condition.none') : list.branch.condition}
        </p>
      )}
      <div className={css.list} data-place={place}>
        {items.map((one) => (
          <BlockView key={one.id} block={one} bar={bar} />
        ))}
        {items.length === 0 && (
          <p className={css.empty}>{t(isReadOnly ? 'designer.branch.none' : 'designer.branch.empty')}</p>
        )}
      </div>
    </Shell>
  )
}
