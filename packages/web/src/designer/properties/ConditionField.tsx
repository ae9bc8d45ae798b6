import { parse } from '@chappe/core/template/parse'
import { TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../text.ts'
import css from '../fields/fields.module.css'
import { WordPicker } from '../fields/WordPicker.tsx'
import { useDesigning } from '../state/Designing.tsx'

interface Props {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help: string
}

/** Whether a condition can be read: nothing is no condition, and fine. */
const isCondition = (condition: string): boolean =>
  condition.trim() === '' || parse(`{%#if ${condition} %}{%/if%}`).ok

/** When something is shown: an expression that is true or false. */
export function ConditionField({ label, value, onChange, help }: Props) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  const isWrong = !isCondition(value)
  return (
    <div className={css.withButton} data-help>
      <TextArea
        label={label}
        value={value}
        onChange={onChange}
        isReadOnly={isReadOnly}
        validationBehavior="aria"
        isInvalid={isWrong}
        errorMessage={t('designer.condition.wrong')}
        description={help}
        placeholder={'profile.loyalty.tier = "gold"'}
        styles={style({ width: 'full' })}
      />
      <WordPicker
        isDisabled={isReadOnly}
        kinds={['profile', 'context']}
        onPick={({ name }) => onChange(value.trim() === '' ? name : `${value.trimEnd()} ${name}`)}
      />
    </div>
  )
}
