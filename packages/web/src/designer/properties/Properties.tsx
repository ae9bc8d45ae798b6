import { useText } from '../../text.ts'
import css from '../fields/fields.module.css'
import { useDesigning } from '../state/Designing.tsx'
import { kindOf } from '../state/names.ts'
import { indexOf } from '../tree/index-of.ts'
import { BlockProperties } from './BlockProperties.tsx'
import own from './properties.module.css'
import { ColumnProperties, SectionProperties } from './SectionProperties.tsx'

/** What can be set for the selection; for the whole email when nothing is selected. */
export function Properties() {
  const t = useText()
  const { design, selected, mode } = useDesigning()
  const entry = selected === null ? undefined : indexOf(design).get(selected)
  const owner = entry?.what === 'branch' ? indexOf(design).get(entry.parent ?? '')?.node : undefined
  return (
    <>
      <h2 className={own.title}>{entry ? kindOf(t, entry) : t('designer.rail.right')}</h2>
      <div className={css.properties} key={selected ?? 'email'}>
        {!entry && <p className={css.note}>{t('designer.properties.none', { mode })}</p>}
        {entry?.what === 'column' && <ColumnProperties column={entry.node} />}
        {owner && 'kind' in owner && owner.kind === 'conditional' && <BlockProperties block={owner} />}
        {entry?.what === 'item' &&
          (entry.node.kind === 'section' ? (
            <SectionProperties section={entry.node} />
          ) : (
            <BlockProperties block={entry.node} />
          ))}
      </div>
    </>
  )
}
