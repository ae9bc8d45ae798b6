import { layouts, type SectionOrFragment } from '@chappe/core/design/schema'
import type { CSSProperties } from 'react'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import { BlockView } from './BlockView.tsx'
import css from './canvas.module.css'
import { Shell } from './Shell.tsx'
import { background, paddingOf } from './style.ts'

/** A section of the email: its columns beside each other, or under each other on a phone. */
export function SectionView({ section, bar }: { section: SectionOrFragment; bar: HTMLElement | null }) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  if (section.kind === 'fragment') return <BlockView block={section} bar={bar} />
  const widths = layouts[section.layout]
  const columns = { '--columns': widths.map((one) => `${one}%`).join(' ') } as CSSProperties
  return (
    <Shell
      id={section.id}
      kind="section"
      className={css.section}
      style={{ padding: paddingOf(section.padding), ...background(section.background) }}
    >
      {section.condition !== '' && <p className={css.condition}>{section.condition}</p>}
      <div className={css.columns} data-keep={section.keepOnPhone || undefined} style={columns}>
        {section.columns.map((column) => (
          <Shell
            key={column.id}
            id={column.id}
            kind="column"
            className={css.column}
            place={column.id}
            style={background(column.background)}
          >
            {column.blocks.map((block) => (
              <BlockView key={block.id} block={block} bar={bar} />
            ))}
            {column.blocks.length === 0 && (
              <p className={css.empty}>{t(isReadOnly ? 'designer.column.none' : 'designer.column.empty')}</p>
            )}
          </Shell>
        ))}
      </div>
    </Shell>
  )
}
