import { listConfigurations } from '@chappe/core/api/configurations'
import { campaignLimits } from '@chappe/core/campaign/schema'
import { intoVariant, usesOf, variantOf } from '@chappe/core/campaign/variants'
import { Link, Picker, PickerItem, Switch, Text } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useEndpoint } from '../../../data.ts'
import { awaiting } from '../../../parts/awaiting.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import css from './variants.module.css'

const asTheCampaign = 'campaign'

/** Who gets the variant that is shown, and what it is sent with. */
export function VariantFields() {
  const t = useText()
  const { campaign, variant: id, whole, changeWhole, isReadOnly } = useDraft()
  const all = useEndpoint(listConfigurations, { query: { category: [campaign.category], limit: 200 } })
  const variant = id === null ? undefined : variantOf(whole, id)
  if (!variant) return null
  const { action, waves } = usesOf(whole, variant.id)
  const isFull = action === null && whole.actions.length >= campaignLimits.actions
  const items = all.data?.items ?? []
  const ofCampaign = items.find((one) => one.id === whole.channelConfigurationId)
  const choices = [
    {
      id: asTheCampaign,
      name: t('variants.configuration.campaign'),
      about: ofCampaign?.name ?? t('campaign.configuration.choose'),
    },
    ...items.map(({ id, name, settings }) => ({ id, name, about: settings.senderEmail })),
  ]

  return (
    <section className={css.fields} aria-label={variant.name}>
      <div className={page.tight} data-field="actions">
        <Switch
          isSelected={action !== null}
          isReadOnly={isReadOnly}
          isDisabled={isFull}
          aria-describedby="variant-everybody"
          onChange={(on) =>
            changeWhole({
              actions: on
                ? [...whole.actions, variant.id]
                : whole.actions.filter((one) => one !== variant.id),
            })
          }
        >
          {t('variants.everybody')}
        </Switch>
        <p id="variant-everybody" className={page.quiet}>
          {isFull
            ? t('variants.everybody.full', { most: campaignLimits.actions })
            : t('variants.everybody.help')}{' '}
          {waves.length === 0 && (
            <Link href={{ to: '/campaigns/$id', params: { id: campaign.id }, search: { tab: 'schedule' } }}>
              {t('variants.toWaves')}
            </Link>
          )}
        </p>
      </div>
      <div className={page.tight} data-field="channelConfigurationId">
        <ProblemNote problem={all.error} />
        <Picker
          label={t('campaign.configuration')}
          {...awaiting(all, isReadOnly)}
          styles={style({ width: 'full' })}
          items={choices}
          value={variant.channelConfigurationId ?? asTheCampaign}
          onChange={(key) =>
            key !== null &&
            changeWhole({
              variants: intoVariant(whole, variant.id, {
                channelConfigurationId: key === asTheCampaign ? null : String(key),
              }),
            })
          }
        >
          {(one) => (
            <PickerItem id={one.id} textValue={one.name}>
              <Text slot="label">{one.name}</Text>
              <Text slot="description">{one.about}</Text>
            </PickerItem>
          )}
        </Picker>
        {all.isSuccess &&
          variant.channelConfigurationId !== null &&
          !items.some((one) => one.id === variant.channelConfigurationId) && (
            <p className={page.quiet}>{t('campaign.configuration.gone')}</p>
          )}
      </div>
    </section>
  )
}
