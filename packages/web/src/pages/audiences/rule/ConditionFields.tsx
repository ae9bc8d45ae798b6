import { type Condition, engagements, type Measure } from '@chappe/core/audience/rule'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'
import { AudienceField, CampaignField } from './fields/Choosers.tsx'
import { KeyField } from './fields/KeyField.tsx'
import { NumberTestFields } from './fields/NumberTestFields.tsx'
import { PathField } from './fields/PathField.tsx'
import { PathTests } from './fields/PathTests.tsx'
import { TestFields } from './fields/TestFields.tsx'
import { WindowField } from './fields/WindowField.tsx'
import { firstTest, offered, testOf } from './operators.ts'
import css from './rule.module.css'
import type { Vocabulary } from './useVocabulary.ts'

interface Props<C = Condition> {
  condition: C
  vocabulary: Vocabulary
  /** The audience that is being defined. */
  self: string | undefined
  onChange: (condition: Condition) => void
}
type Of<Kind extends Condition['kind']> = Props<Extract<Condition, { kind: Kind }>>

const middle = style({ width: { default: 'full', sm: 176 } })

/** The fields of a condition of any kind. */
export function ConditionFields(props: Props) {
  const { condition } = props
  switch (condition.kind) {
    case 'attribute':
      return <AttributeFields {...props} condition={condition} />
    case 'items':
      return <ItemsFields {...props} condition={condition} />
    case 'identity':
      return <IdentityFields {...props} condition={condition} />
    case 'consent':
      return <ConsentFields {...props} condition={condition} />
    case 'audience':
      return <MembershipFields {...props} condition={condition} />
    case 'event':
      return <EventFields {...props} condition={condition} />
    case 'engagement':
      return <EngagementFields {...props} condition={condition} />
  }
}

function AttributeFields({ condition, vocabulary, onChange }: Of<'attribute'>) {
  const t = useText()
  const { path, test } = condition
  const known = vocabulary.attributeOf(path)
  return (
    <div className={css.fields}>
      <PathField
        label={t('audiences.path')}
        path={path}
        items={vocabulary.attributes}
        onChange={(next) => {
          const type = vocabulary.attributeOf(next)?.type
          const fits = offered(type, 'exists').some(({ operators }) => operators.includes(test.operator))
          onChange({
            ...condition,
            path: next,
            test: fits ? testOf(test.operator, type, test) : firstTest(type),
          })
        }}
      />
      <TestFields
        test={test}
        type={known?.type}
        options={known?.options}
        onChange={(next) => onChange({ ...condition, test: next })}
      />
    </div>
  )
}

function ItemsFields({ condition, vocabulary, onChange }: Of<'items'>) {
  const t = useText()
  const lists = vocabulary.attributes.filter(({ type }) => type === 'array')
  return (
    <>
      <div className={css.fields}>
        <Picker
          aria-label={t('audiences.quantifier')}
          value={condition.quantifier}
          onChange={(key) => onChange({ ...condition, quantifier: key === 'none' ? 'none' : 'some' })}
          styles={middle}
        >
          <PickerItem id="some">{t('audiences.quantifier.some')}</PickerItem>
          <PickerItem id="none">{t('audiences.quantifier.none')}</PickerItem>
        </Picker>
        <PathField
          label={t('audiences.items.path')}
          path={condition.path}
          items={lists}
          onChange={(path) => onChange({ ...condition, path })}
        />
        <span>{t('audiences.items.has')}</span>
      </div>
      <PathTests
        tests={condition.tests}
        label={t('audiences.items.member')}
        placeholder={t('audiences.items.member')}
        least={1}
        onChange={(tests) => onChange({ ...condition, tests })}
      />
    </>
  )
}

function IdentityFields({ condition, vocabulary, onChange }: Of<'identity'>) {
  const t = useText()
  return (
    <div className={css.fields}>
      <Picker
        aria-label={t('audiences.identity.present')}
        value={String(condition.present)}
        onChange={(key) => onChange({ ...condition, present: key === 'true' })}
        styles={middle}
      >
        <PickerItem id="true">{t('audiences.identity.has')}</PickerItem>
        <PickerItem id="false">{t('audiences.identity.hasNot')}</PickerItem>
      </Picker>
      <KeyField
        label={t('audiences.identity.namespace')}
        width="narrow"
        value={condition.namespace}
        items={vocabulary.namespaces}
        fit={(typed) => typed.trim().toLowerCase().slice(0, 60)}
        onChange={(namespace) => onChange({ ...condition, namespace })}
      />
    </div>
  )
}

function ConsentFields({ condition, vocabulary, onChange }: Of<'consent'>) {
  const t = useText()
  const topics = topicsFor(vocabulary, condition)
  return (
    <div className={css.fields}>
      <Picker
        aria-label={t('audiences.consent.choice')}
        value={condition.choice}
        onChange={(key) => onChange({ ...condition, choice: key === 'out' ? 'out' : 'in' })}
        styles={middle}
      >
        <PickerItem id="in">{t('audiences.consent.in')}</PickerItem>
        <PickerItem id="out">{t('audiences.consent.out')}</PickerItem>
      </Picker>
      <Picker
        aria-label={t('audiences.consent.channel')}
        value={condition.channel}
        onChange={(key) =>
          onChange({ ...condition, channel: (['email', 'sms', 'push'] as const).find((one) => one === key)! })
        }
        styles={middle}
      >
        {(['email', 'sms', 'push'] as const).map((one) => (
          <PickerItem key={one} id={one}>
            {t(`audiences.channel.${one}`)}
          </PickerItem>
        ))}
      </Picker>
      <Picker
        aria-label={t('audiences.consent.topic')}
        items={[{ key: all, name: t('audiences.consent.topic.all') }, ...topics]}
        value={condition.topic || all}
        onChange={(key) => onChange({ ...condition, topic: key === all ? '' : String(key) })}
        menuWidth={280}
        styles={style({ width: { default: 'full', sm: 192 } })}
      >
        {({ key, name }) => (
          <PickerItem id={key} textValue={name}>
            {name}
          </PickerItem>
        )}
      </Picker>
    </div>
  )
}

/** No topic is called so. */
const all = '*'

function topicsFor({ topicsFor }: Vocabulary, { channel, topic }: Extract<Condition, { kind: 'consent' }>) {
  const known = topicsFor(channel, topic)
  return topic === '' || known.some(({ key }) => key === topic)
    ? known
    : [...known, { key: topic, name: topic }]
}

function MembershipFields({ condition, self, onChange }: Of<'audience'>) {
  const t = useText()
  return (
    <div className={css.fields}>
      <Picker
        aria-label={t('audiences.membership')}
        value={String(condition.member)}
        onChange={(key) => onChange({ ...condition, member: key === 'true' })}
        styles={middle}
      >
        <PickerItem id="true">{t('audiences.membership.in')}</PickerItem>
        <PickerItem id="false">{t('audiences.membership.out')}</PickerItem>
      </Picker>
      <AudienceField
        id={condition.audienceId}
        except={self}
        onChange={(audienceId) => onChange({ ...condition, audienceId })}
      />
    </div>
  )
}

const isNumeric = new Set(['number', 'integer', 'unknown'])
const measures = ['count', 'sum', 'min', 'max'] as const

function EventFields({ condition, vocabulary, onChange }: Of<'event'>) {
  const t = useText()
  const { measure } = condition
  const members = vocabulary.membersOf(condition.type)
  return (
    <>
      <div className={css.fields}>
        <Picker
          aria-label={t('audiences.event.measure')}
          value={measure.of}
          onChange={(key) => {
            const of = measures.find((one) => one === key) ?? 'count'
            const path = measure.of === 'count' ? '' : measure.path
            onChange({ ...condition, measure: of === 'count' ? { of } : ({ of, path } satisfies Measure) })
          }}
          styles={style({ width: { default: 'full', sm: 144 } })}
        >
          {measures.map((one) => (
            <PickerItem key={one} id={one}>
              {t(`audiences.measure.${one}`)}
            </PickerItem>
          ))}
        </Picker>
        {measure.of !== 'count' && (
          <PathField
            label={t('audiences.event.path')}
            placeholder={t('audiences.event.path.placeholder')}
            path={measure.path}
            items={members.filter(({ type }) => isNumeric.has(type))}
            onChange={(path) => onChange({ ...condition, measure: { ...measure, path } })}
          />
        )}
        {measure.of !== 'count' && <span>{t('audiences.event.of')}</span>}
        <KeyField
          label={t('audiences.event.type')}
          placeholder={t('audiences.event.type.placeholder')}
          value={condition.type}
          items={vocabulary.eventTypes}
          fit={(typed) => typed.trim().slice(0, 100)}
          onChange={(type) => onChange({ ...condition, type })}
        />
        <NumberTestFields test={condition.test} onChange={(test) => onChange({ ...condition, test })} />
        <WindowField window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
      </div>
      <PathTests
        tests={condition.where}
        label={t('audiences.event.member')}
        placeholder={t('audiences.event.member')}
        items={members}
        least={0}
        onChange={(where) => onChange({ ...condition, where })}
      />
    </>
  )
}

function EngagementFields({ condition, onChange }: Of<'engagement'>) {
  const t = useText()
  return (
    <div className={css.fields}>
      <Picker
        aria-label={t('audiences.engagement')}
        value={condition.action}
        onChange={(key) =>
          onChange({ ...condition, action: engagements.find((one) => one === key) ?? 'opened' })
        }
        styles={style({ width: { default: 'full', sm: 144 } })}
      >
        {engagements.map((one) => (
          <PickerItem key={one} id={one}>
            {t(`audiences.engagement.${one}`)}
          </PickerItem>
        ))}
      </Picker>
      <CampaignField
        id={condition.campaignId}
        onChange={(campaignId) => onChange({ ...condition, campaignId })}
      />
      <NumberTestFields test={condition.test} onChange={(test) => onChange({ ...condition, test })} />
      <WindowField window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
    </div>
  )
}
