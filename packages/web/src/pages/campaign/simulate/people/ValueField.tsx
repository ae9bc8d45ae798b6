import { parseDate } from '@internationalized/date'
import { DatePicker, NumberField, Switch, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useText } from '../../../../text.ts'
import { CodeField } from '../../code/CodeField.tsx'
import { asText, type Field, readField } from './fields.ts'

interface Props {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  /** What is typed is no value of the field's type. */
  onMistake: () => void
}

const wide = style({ width: 'full' })

/** A field for a value of one type. */
export function ValueField({ field: { path, type }, value, onChange, onMistake }: Props) {
  const label = path.join('.')
  if (type === 'boolean')
    return (
      <Switch isSelected={value === true} onChange={onChange}>
        {label}
      </Switch>
    )
  if (type === 'number')
    return (
      <NumberField
        label={label}
        value={typeof value === 'number' ? value : Number.NaN}
        onChange={(next) => onChange(Number.isNaN(next) ? undefined : next)}
        formatOptions={{ maximumFractionDigits: 10 }}
        hideStepper
        styles={wide}
      />
    )
  if (type === 'date')
    return (
      <DatePicker
        label={label}
        value={dateOf(value)}
        onChange={(next) => onChange(next?.toString())}
        styles={wide}
      />
    )
  if (type === 'json')
    return <JsonField label={label} value={value} onChange={onChange} onMistake={onMistake} />
  return (
    <TextField label={label} value={asText(value)} onChange={onChange} autoComplete="off" styles={wide} />
  )
}

function dateOf(value: unknown) {
  try {
    return typeof value === 'string' ? parseDate(value.slice(0, 10)) : null
  } catch {
    return null
  }
}

interface JsonProps {
  label: string
  value: unknown
  onChange: (value: unknown) => void
  onMistake: () => void
}

function JsonField({ label, value, onChange, onMistake }: JsonProps) {
  const t = useText()
  const [text, setText] = useState(() => asText(value))
  const [isWrong, setWrong] = useState(false)
  return (
    <CodeField
      label={label}
      language="json"
      value={text}
      mistake={isWrong ? t('simulate.sample.json') : undefined}
      onChange={(next) => {
        setText(next)
        const read = readField('json', next)
        setWrong(!read.ok)
        if (read.ok) onChange(read.value)
        else onMistake()
      }}
    />
  )
}
