import { listConfigurations, listProviders } from '@chappe/core/api/configurations'
import { type Definition, uncertainPolicies, uncertainPolicyOf } from '@chappe/core/campaign/schema'
import type { ChannelConfiguration } from '@chappe/core/configuration/schema'
import { Link, Picker, PickerItem, Radio, RadioGroup, Switch, Text } from '@react-spectrum/s2'
import Email from '@react-spectrum/s2/icons/Email'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useEndpoint } from '../../../data.ts'
import { awaiting } from '../../../parts/awaiting.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { StatusDot } from '../../../parts/StatusDot.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import css from './editor.module.css'

const full = style({ width: 'full' })

export function ActionsTab() {
  const t = useText()
  const { campaign, definition, isReadOnly, change } = useDraft()
  const { tracking } = definition

  return (
    <div className={page.form}>
      <dl className={page.facts} data-field="channel">
        <dt>{t('campaign.channel')}</dt>
        <dd className={page.row}>
          <Email /> {t(`channel.${campaign.channel}`)}
        </dd>
      </dl>
      <ConfigurationField />
      <section className={page.stack} data-field="tracking">
        <h2 className={page.heading}>{t('campaign.tracking')}</h2>
        <div className={css.switch}>
          <Switch
            isSelected={tracking.opens}
            isReadOnly={isReadOnly}
            aria-describedby="tracking-opens"
            onChange={(opens) => change({ tracking: { ...tracking, opens } })}
          >
            {t('campaign.tracking.opens')}
          </Switch>
          <p id="tracking-opens" className={`${css.explained} ${css.indented}`}>
            {t('campaign.tracking.opens.help')}
          </p>
        </div>
        <div className={css.switch}>
          <Switch
            isSelected={tracking.clicks}
            isReadOnly={isReadOnly}
            aria-describedby="tracking-clicks"
            onChange={(clicks) => change({ tracking: { ...tracking, clicks } })}
          >
            {t('campaign.tracking.clicks')}
          </Switch>
          <p id="tracking-clicks" className={`${css.explained} ${css.indented}`}>
            {t('campaign.tracking.clicks.help')}
          </p>
        </div>
      </section>
      <UncertainField />
    </div>
  )
}

function ConfigurationField() {
  const t = useText()
  const mayWrite = useMay('configurations:write')
  const { campaign, definition, isReadOnly, change } = useDraft()
  const all = useEndpoint(listConfigurations, { query: { category: [campaign.category], limit: 200 } })
  const items = all.data?.items ?? []
  const chosen = items.find(({ id }) => id === definition.channelConfigurationId)

  return (
    <section className={page.stack} data-field="channelConfigurationId sender">
      <ProblemNote problem={all.error} />
      <Picker
        label={t('campaign.configuration')}
        description={t('campaign.configuration.help', { category: t(`category.${campaign.category}`) })}
        placeholder={t('campaign.configuration.choose')}
        isRequired
        {...awaiting(all, isReadOnly)}
        styles={full}
        items={items}
        selectedKey={chosen?.id ?? null}
        onSelectionChange={(key) => change({ channelConfigurationId: key === null ? null : String(key) })}
      >
        {(one) => (
          <PickerItem id={one.id} textValue={one.name}>
            <Text slot="label">{one.name}</Text>
            <Text slot="description">{describe(one, t(`campaign.configuration.status.${one.status}`))}</Text>
          </PickerItem>
        )}
      </Picker>
      {chosen ? (
        <ConfigurationSummary configuration={chosen} />
      ) : (
        all.isSuccess &&
        definition.channelConfigurationId !== null && (
          <p className={page.words}>{t('campaign.configuration.gone')}</p>
        )
      )}
      {all.isSuccess && items.length === 0 && (
        <p className={page.words}>{t('campaign.configuration.none')}</p>
      )}
      {mayWrite && (
        <Link href={{ to: '/admin/configurations/$id', params: { id: 'new' } }}>
          {t('campaign.configuration.create')}
        </Link>
      )}
    </section>
  )
}

const describe = ({ settings }: ChannelConfiguration, status: string) =>
  [settings.senderEmail, status].filter(Boolean).join(' · ')

/** Who the message comes from and what carries it. */
export function ConfigurationSummary({ configuration }: { configuration: ChannelConfiguration }) {
  const t = useText()
  const providers = useEndpoint(listProviders, {})
  const { settings, provider, status } = configuration
  const label = providers.data?.items.find(({ kind }) => kind === provider.kind)?.label[t.locale]
  return (
    <div className={page.card}>
      <dl className={page.facts}>
        <dt>{t('campaign.configuration.name')}</dt>
        <dd className={page.spread}>
          <Link href={{ to: '/admin/configurations/$id', params: { id: configuration.id } }}>
            {configuration.name}
          </Link>
          <StatusDot tone={status === 'active' ? 'positive' : 'notice'}>
            {t(`campaign.configuration.status.${status}`)}
          </StatusDot>
        </dd>
        <dt>{t('campaign.sender')}</dt>
        <dd>{addressOf(settings.senderName, settings.senderEmail) || t('campaign.sender.none')}</dd>
        {settings.replyToEmail !== '' && (
          <>
            <dt>{t('campaign.replyTo')}</dt>
            <dd>{addressOf(settings.replyToName, settings.replyToEmail)}</dd>
          </>
        )}
        <dt>{t('campaign.provider')}</dt>
        <dd>{label ?? provider.kind}</dd>
      </dl>
    </div>
  )
}

const addressOf = (name: string, email: string) =>
  name === '' || email === '' ? email : `${name} <${email}>`

function UncertainField() {
  const t = useText()
  const { campaign, definition, isReadOnly, change } = useDraft()
  const standard = uncertainPolicyOf({ ...definition, uncertainPolicy: null }, campaign.category)
  return (
    <section data-field="uncertainPolicy">
      <RadioGroup
        label={t('campaign.uncertain')}
        description={t('campaign.uncertain.help')}
        isReadOnly={isReadOnly}
        value={definition.uncertainPolicy ?? 'standard'}
        onChange={(value) =>
          change({ uncertainPolicy: value === 'standard' ? null : (value as Definition['uncertainPolicy']) })
        }
      >
        <Radio value="standard">
          {t('campaign.uncertain.standard', {
            category: t(`category.${campaign.category}`),
            policy: t(`campaign.uncertain.${standard}.short`),
          })}
        </Radio>
        {uncertainPolicies.map((policy) => (
          <Radio key={policy} value={policy}>
            {t(`campaign.uncertain.${policy}`)}
          </Radio>
        ))}
      </RadioGroup>
    </section>
  )
}
