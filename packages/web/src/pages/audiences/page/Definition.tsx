import type { AudienceDefinition } from '@chappe/core/audience/schema'
import { CompositionEditor } from '../composition/CompositionEditor.tsx'
import { Estimate } from '../estimate/Estimate.tsx'
import css from '../estimate/estimate.module.css'
import { RuleBuilder } from '../rule/RuleBuilder.tsx'

interface Props {
  id: string
  definition: AudienceDefinition
  isReadOnly: boolean
  onChange: (definition: AudienceDefinition) => void
}

/** The rule or the composition, and beside it how many people it finds. */
export function Definition({ id, definition, isReadOnly, onChange }: Props) {
  return (
    <div className={css.beside}>
      {definition.kind === 'rule' && (
        <RuleBuilder
          rule={definition.rule}
          self={id}
          isReadOnly={isReadOnly}
          onChange={(rule) => onChange({ kind: 'rule', rule })}
        />
      )}
      {definition.kind === 'composition' && (
        <CompositionEditor
          tree={definition.tree}
          self={id}
          isReadOnly={isReadOnly}
          onChange={(tree) => onChange({ kind: 'composition', tree })}
        />
      )}
      <Estimate definition={definition} />
    </div>
  )
}
