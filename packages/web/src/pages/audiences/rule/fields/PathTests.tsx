import type { Test } from '@chappe/core/audience/rule'
import { ActionButton, Text, TextField } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import { firstTest } from '../operators.ts'
import css from '../rule.module.css'
import { TestFields } from './TestFields.tsx'

interface PathTest {
  path: string
  test: Test
}

interface Props {
  tests: readonly PathTest[]
  label: string
  placeholder: string
  /** How many there must be. */
  least: number
  onChange: (tests: PathTest[]) => void
}

const most = 20

/** Questions about members of one object: all have to hold together. */
export function PathTests({ tests, label, placeholder, least, onChange }: Props) {
  const t = useText()
  return (
    <div className={css.tests}>
      {tests.map(({ path, test }, at) => (
        <div key={at} className={css.fields}>
          <TextField
            aria-label={label}
            placeholder={placeholder}
            value={path}
            onChange={(next) => onChange(tests.with(at, { path: next.trim(), test }))}
            styles={style({ width: { default: 'full', sm: 160 } })}
          />
          <TestFields
            test={test}
            type={undefined}
            onChange={(next) => onChange(tests.with(at, { path, test: next }))}
          />
          {tests.length > least && (
            <ActionButton
              isQuiet
              size="S"
              aria-label={t('audiences.test.remove')}
              onPress={() => onChange(tests.toSpliced(at, 1))}
            >
              <Delete />
            </ActionButton>
          )}
        </div>
      ))}
      {tests.length < most && (
        <ActionButton
          size="S"
          onPress={() => onChange([...tests, { path: '', test: firstTest(undefined) }])}
          styles={style({ alignSelf: 'start' })}
        >
          <Add />
          <Text>{t('audiences.test.add')}</Text>
        </ActionButton>
      )}
    </div>
  )
}
