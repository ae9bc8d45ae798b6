import { ruleLimits } from '@chappe/core/audience/rule'
import { ActionButton, Picker, PickerItem, Tag, TagGroup, TextField } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useText } from '../../../../text.ts'
import type { Scalar } from '../operators.ts'
import css from '../rule.module.css'
import { valuesIn } from './values.ts'

interface Props {
  values: readonly Scalar[]
  kind: 'text' | 'number' | 'boolean' | undefined
  /** The only values that there are: they are chosen, not typed. */
  options?: readonly string[] | null | undefined
  onChange: (values: Scalar[]) => void
}

/** Several values: each is added with Enter; several at once are pasted, one a line or between semicolons. */
export function ValuesField({ values, kind, options, onChange }: Props) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const isNumber = kind === 'number'
  if (options)
    return (
      <Picker
        aria-label={t('audiences.values')}
        placeholder={t('audiences.value.choose')}
        selectionMode="multiple"
        items={[...new Set([...options, ...values.map(String)])].map((id) => ({ id }))}
        value={values.map(String)}
        onChange={(keys) => onChange(keys.map(String))}
        renderValue={(chosen) => chosen.map(({ id }) => id).join(', ')}
        styles={style({ width: { default: 'full', sm: 240 } })}
      >
        {({ id }) => <PickerItem id={id}>{id}</PickerItem>}
      </Picker>
    )
  const add = (text: string) => {
    const found = valuesIn(text, isNumber)
    if (found.length === 0) return
    onChange([...new Set([...values, ...found])].slice(0, ruleLimits.values))
    setTyped('')
  }
  return (
    <div className={css.values}>
      {values.length > 0 && (
        <TagGroup
          aria-label={t('audiences.values')}
          size="S"
          onRemove={(keys) => onChange(values.filter((one) => !keys.has(`${typeof one} ${one}`)))}
        >
          {values.map((one) => (
            <Tag key={`${typeof one} ${one}`} id={`${typeof one} ${one}`} textValue={String(one)}>
              {typeof one === 'number' ? one.toLocaleString(t.locale) : String(one)}
            </Tag>
          ))}
        </TagGroup>
      )}
      <form
        className={css.addValue}
        onSubmit={(event) => {
          event.preventDefault()
          add(typed)
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text')
          if (!/[\n;\t]/.test(text)) return
          event.preventDefault()
          add(text)
        }}
      >
        <TextField
          aria-label={t('audiences.values.add')}
          placeholder={t(isNumber ? 'audiences.values.number' : 'audiences.values.text')}
          value={typed}
          onChange={setTyped}
          onBlur={() => add(typed)}
          styles={style({ width: 176 })}
        />
        <ActionButton type="submit" aria-label={t('audiences.values.add')}>
          <Add />
        </ActionButton>
      </form>
    </div>
  )
}
