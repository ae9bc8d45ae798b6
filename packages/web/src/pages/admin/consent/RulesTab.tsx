import { type ConsentSettings, getConsentSettings, saveConsentSettings } from '@chappe/core/api/consents'
import { type Choice, choices, consentChannels } from '@chappe/core/consent/schema'
import { Button, Radio, RadioGroup } from '@react-spectrum/s2'
import { useIntl } from 'react-intl'
import { useAction, useEndpoint } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Section } from '../../../parts/Section.tsx'
import { notify } from '../../../parts/toast.ts'
import { useUnsavedGuard } from '../../../parts/useUnsavedGuard.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { ConfirmationFields } from './ConfirmationFields.tsx'
import css from './consent.module.css'
import { Modified } from './Modified.tsx'
import { useStored } from './useStored.ts'

export function RulesTab() {
  const settings = useEndpoint(getConsentSettings, {})
  if (settings.isPending) return <Loading />
  if (settings.isError) return <ProblemNote problem={settings.error} />
  return <RulesForm stored={settings.data} />
}

type Rules = Pick<ConsentSettings, 'defaults' | 'confirmation'>

const rulesOf = ({ defaults, confirmation }: ConsentSettings): Rules => ({ defaults, confirmation })

/** What counts for those who chose nothing, and how subscriptions are confirmed. */
function RulesForm({ stored }: { stored: ConsentSettings }) {
  const t = useText()
  const intl = useIntl()
  const confirm = useConfirm()
  const mayWrite = useMay('configurations:write')
  const { base, form, setForm, isDirty, kept } = useStored(stored, rulesOf)
  const save = useAction(saveConsentSettings, { makesStale: [getConsentSettings] })
  useUnsavedGuard(isDirty && !save.isPending)

  const changedTo = (choice: Choice) =>
    consentChannels.filter((one) => form.defaults[one] === choice && base.defaults[one] !== choice)
  const commit = async () => {
    const news = choices.map((choice) => ({ choice, channels: changedTo(choice) }))
    const told = news.filter(({ channels }) => channels.length > 0)
    if (
      told.length > 0 &&
      !(await confirm({
        title: t('consent.defaults.confirm.title'),
        body: told.map(({ choice, channels }) => (
          <p key={choice} className="admin-note">
            {t(`consent.defaults.confirm.${choice}`, {
              channels: intl.formatList(channels.map((one) => t(`consent.channel.${one}`))),
            })}
          </p>
        )),
        action: t('consent.defaults.confirm.action'),
        tone: 'warning',
      }))
    )
      return
    save.mutate(
      { body: form },
      {
        onSuccess: (saved) => {
          kept(form, saved)
          notify.positive(t('consent.saved'))
        },
      },
    )
  }

  return (
    <div className={css.tab}>
      <div className={css.bar}>
        <Modified by={base.modifiedBy} at={base.modifiedAt} />
        {mayWrite && (
          <Button
            variant="accent"
            isDisabled={!isDirty}
            isPending={save.isPending}
            onPress={() => void commit()}
          >
            {t('common.save')}
          </Button>
        )}
      </div>
      <ProblemNote problem={save.error} />
      <Section title={t('consent.defaults')} lead={t('consent.defaults.lead')}>
        {consentChannels.map((channel) => (
          <RadioGroup
            key={channel}
            label={t(`consent.channel.${channel}`)}
            value={form.defaults[channel]}
            isReadOnly={!mayWrite}
            onChange={(choice) =>
              setForm({ ...form, defaults: { ...form.defaults, [channel]: choice as Choice } })
            }
          >
            {choices.map((choice) => (
              <Radio key={choice} value={choice}>
                {t(`consent.default.${choice}`)}
              </Radio>
            ))}
          </RadioGroup>
        ))}
      </Section>
      <Section title={t('consent.confirmation')} lead={t('consent.confirmation.lead')}>
        <ConfirmationFields
          value={form.confirmation}
          isReadOnly={!mayWrite}
          isDirty={isDirty}
          onChange={(confirmation) => setForm({ ...form, confirmation })}
        />
      </Section>
    </div>
  )
}
