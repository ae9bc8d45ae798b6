import { addressProblem } from '@chappe/core/design/address'
import { TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useText } from '../../text.ts'
import css from './fields.module.css'
import { WordPicker } from './WordPicker.tsx'

interface Props {
  readonly label: string
  readonly kind: 'link' | 'image'
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
  readonly isReadOnly?: boolean
  /** An empty one is a mistake as well. */
  readonly isStrict?: boolean
}

/** The address of a link or an image. It may hold personalization; what is certainly wrong is told once left. */
export function AddressField({
  label,
  kind,
  value,
  onChange,
  autoFocus = false,
  isReadOnly = false,
  isStrict = false,
}: Props) {
  const t = useText()
  const [wasLeft, setLeft] = useState(false)
  const problem = addressProblem(value, kind)
  const isWrong = problem === 'invalid' ? wasLeft || isStrict : problem === 'empty' && isStrict
  return (
    <div className={css.withButton} data-help>
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        onBlur={() => setLeft(true)}
        autoFocus={autoFocus}
        isReadOnly={isReadOnly}
        validationBehavior="aria"
        isInvalid={isWrong}
        errorMessage={t(kind === 'link' ? 'designer.address.link.wrong' : 'designer.address.image.wrong')}
        placeholder="https://"
        styles={style({ width: 'full' })}
      />
      <WordPicker
        isDisabled={isReadOnly}
        onPick={({ name, kind }) => onChange(kind === 'system' ? `{{ ${name} }}` : `${value}{{ ${name} }}`)}
      />
    </div>
  )
}
