import type { OperatorName, Test } from '@chappe/core/audience/rule'
import {
  Header,
  Heading,
  NumberField,
  Picker,
  PickerItem,
  PickerSection,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import { offered, type Scalar, scalarOf, testOf } from '../operators.ts'
import { DayField } from './DayField.tsx'
import { NumberInput } from './NumberInput.tsx'
import { SpanField } from './SpanField.tsx'
import { ValuesField } from './ValuesField.tsx'

interface Props {
  test: Test
  /** Undefined: nobody knows. */
  type: string | undefined
  /** The only values that there are (texts). */
  options?: readonly string[] | null | undefined
  onChange: (test: Test) => void
}

/** The operator and what it compares with. */
export function TestFields({ test, type, options, onChange }: Props) {
  const t = useText()
  const offers = offered(type, test.operator)
  return (
    <>
      <Picker
        aria-label={t('audiences.operator')}
        value={test.operator}
        onChange={(key) => onChange(testOf(key as OperatorName, type, test))}
        menuWidth={240}
        styles={style({ width: { default: 'full', sm: 192 } })}
      >
        {offers.map(({ family, operators }) => (
          <PickerSection key={family} id={family}>
            <Header>
              <Heading>{t(`audiences.family.${family}`)}</Heading>
            </Header>
            {operators.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`audiences.operator.${one}`)}
              </PickerItem>
            ))}
          </PickerSection>
        ))}
      </Picker>
      <Operands test={test} type={type} options={options} onChange={onChange} />
    </>
  )
}

function Operands({ test, type, options, onChange }: Props) {
  const t = useText()
  switch (test.operator) {
    case 'exists':
    case 'missing':
      return null
    case 'equals':
    case 'not_equals':
      return options && typeof test.value === 'string' ? (
        <OptionField
          options={options}
          value={test.value}
          onChange={(value) => onChange({ ...test, value })}
        />
      ) : (
        <ScalarField value={test.value} type={type} onChange={(value) => onChange({ ...test, value })} />
      )
    case 'in':
    case 'not_in':
    case 'includes_any':
    case 'includes_all':
    case 'includes_none':
      return (
        <ValuesField
          values={test.values}
          kind={scalarOf(type)}
          options={options}
          onChange={(values) => onChange({ ...test, values })}
        />
      )
    case 'greater':
    case 'at_least':
    case 'less':
    case 'at_most':
      return (
        <NumberInput
          label={t('audiences.value')}
          value={test.value}
          onChange={(value) => onChange({ ...test, value })}
        />
      )
    case 'between':
      return (
        <>
          <NumberInput
            label={t('audiences.value.from')}
            value={test.from}
            onChange={(from) => onChange({ ...test, from })}
          />
          <span>{t('audiences.and')}</span>
          <NumberInput
            label={t('audiences.value.to')}
            value={test.to}
            onChange={(to) => onChange({ ...test, to })}
          />
        </>
      )
    case 'before':
    case 'from':
      return (
        <DayField
          label={t('audiences.date')}
          value={test.date}
          onChange={(date) => onChange({ ...test, date })}
        />
      )
    case 'within_last':
    case 'not_within_last':
    case 'within_next':
      return <SpanField value={test} onChange={(span) => onChange({ ...test, ...span })} />
    case 'anniversary':
      return (
        <>
          <NumberField
            aria-label={t('audiences.anniversary.days')}
            value={test.days}
            minValue={0}
            maxValue={180}
            onChange={(days) => onChange({ ...test, days: Number.isNaN(days) ? 0 : days })}
            styles={style({ width: 96 })}
          />
          <span>{t('audiences.anniversary.after', { count: test.days })}</span>
        </>
      )
    default:
      return (
        <TextField
          aria-label={t('audiences.value')}
          value={test.value}
          onChange={(value) => onChange({ ...test, value })}
          styles={style({ width: { default: 'full', sm: 192 } })}
        />
      )
  }
}

/** One of the values that an attribute may have; one that it may not have any more stays to be seen. */
function OptionField(props: {
  options: readonly string[]
  value: string
  onChange: (value: string) => void
}) {
  const { options, value, onChange } = props
  const t = useText()
  const offered = value === '' || options.includes(value) ? options : [...options, value]
  return (
    <Picker
      aria-label={t('audiences.value')}
      placeholder={t('audiences.value.choose')}
      items={offered.map((id) => ({ id }))}
      value={value === '' ? null : value}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      styles={style({ width: { default: 'full', sm: 192 } })}
    >
      {({ id }) => <PickerItem id={id}>{id}</PickerItem>}
    </Picker>
  )
}

const kinds = ['text', 'number', 'boolean'] as const

/** A text, a number or yes and no: as the attribute is, or as the person says where nobody knows. */
function ScalarField(props: { value: Scalar; type: string | undefined; onChange: (value: Scalar) => void }) {
  const { value, type, onChange } = props
  const t = useText()
  const known = scalarOf(type)
  const kind =
    known ?? (typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text')
  return (
    <>
      {known === undefined && (
        <Picker
          aria-label={t('audiences.valueKind')}
          value={kind}
          onChange={(key) => {
            if (key === 'number') onChange(Number.isNaN(Number(value)) ? Number.NaN : Number(value))
            else onChange(key === 'boolean' ? true : String(Number.isNaN(value) ? '' : value))
          }}
          styles={style({ width: 120 })}
        >
          {kinds.map((one) => (
            <PickerItem key={one} id={one}>
              {t(`audiences.valueKind.${one}`)}
            </PickerItem>
          ))}
        </Picker>
      )}
      {kind === 'number' && (
        <NumberInput
          label={t('audiences.value')}
          value={typeof value === 'number' ? value : Number.NaN}
          onChange={onChange}
        />
      )}
      {kind === 'boolean' && (
        <Picker
          aria-label={t('audiences.value')}
          value={String(value === true)}
          onChange={(key) => onChange(key === 'true')}
          styles={style({ width: 120 })}
        >
          <PickerItem id="true">{t('audiences.true')}</PickerItem>
          <PickerItem id="false">{t('audiences.false')}</PickerItem>
        </Picker>
      )}
      {kind === 'text' && (
        <TextField
          aria-label={t('audiences.value')}
          value={typeof value === 'string' ? value : ''}
          onChange={onChange}
          styles={style({ width: { default: 'full', sm: 192 } })}
        />
      )}
    </>
  )
}
