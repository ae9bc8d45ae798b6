import { scheduleLimits } from '@chappe/core/schedule/parts'
import { TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'

interface Props {
  rule: string
  isReadOnly: boolean
  mistake: string | undefined
  onChange: (rule: string) => void
}

/** A recurrence rule of RFC 5545, as text; what is wrong with it is said below. */
export function RuleField({ rule, isReadOnly, mistake, onChange }: Props) {
  const t = useText()
  return (
    <TextArea
      label={t('schedule.rule')}
      description={t('schedule.rule.help')}
      isReadOnly={isReadOnly}
      maxLength={scheduleLimits.rule}
      spellCheck="false"
      value={rule}
      isInvalid={mistake !== undefined}
      errorMessage={mistake ?? ''}
      // A rule is one line: what was pasted in several is joined.
      onChange={(text) => onChange(text.replaceAll(/\s*\n\s*/g, ''))}
      styles={style({ width: 'full', maxWidth: 560 })}
    />
  )
}
