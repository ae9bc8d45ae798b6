import type { Test } from '@chappe/core/audience/rule'
import { ActionButton, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import { firstTest, offered, testOf } from '../operators.ts'
import css from '../rule.module.css'
import { PathField } from './PathField.tsx'
import type { Member } from './schema.ts'
import { TestFields } from './TestFields.tsx'

interface PathTest {
  path: string
  test: Test
}

interface Props {
  tests: readonly PathTest[]
  label: string
  placeholder: string
  /** Members that are known; others may be named. */
  items?: readonly Member[]
  /** How many there must be. */
  least: number
  onChange: (tests: PathTest[]) => void
}

const most = 20

/** Questions about members of one object: all have to hold together. */
export function PathTests({ tests, label, placeholder, items = [], least, onChange }: Props) {
  const t = useText()
  const of = (path: string) => items.find((one) => one.path === path)
  const moved = (test: Test, path: string) => {
    const type = typeOf(of(path))
    const fits = offered(type, 'exists').some(({ operators }) => operators.includes(test.operator))
    return { path, test: fits ? testOf(test.operator, type, test) : firstTest(type) }
  }
  return (
    <div className={css.tests}>
      {tests.map(({ path, test }, at) => (
        <div key={at} className={css.fields}>
          <PathField
            label={label}
            placeholder={placeholder}
            path={path}
            items={items}
            onChange={(next) => onChange(tests.with(at, moved(test, next)))}
          />
          <TestFields
            test={test}
            type={typeOf(of(path))}
            options={of(path)?.options}
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

const typeOf = (member: Member | undefined) => (member?.type === 'unknown' ? undefined : member?.type)
