import { campaignLimits } from '@chappe/core/campaign/schema'
import { Switch, TextArea, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import css from './editor.module.css'
import { KeyField } from './KeyField.tsx'
import { TagsField } from './TagsField.tsx'
import { TopicField } from './TopicField.tsx'

const full = style({ width: 'full' })

export function PropertiesTab() {
  const t = useText()
  const { campaign, details, isReadOnly, isSettled, describe } = useDraft()
  const isLocked = isReadOnly || isSettled
  const isMarketing = campaign.category === 'marketing'

  return (
    <div className={page.form}>
      {isSettled && <p className={page.quiet}>{t('campaign.properties.settled')}</p>}
      <div data-field="name">
        <TextField
          label={t('campaign.name')}
          isRequired
          styles={full}
          value={details.name}
          maxLength={campaignLimits.name}
          isReadOnly={isLocked}
          isInvalid={details.name.trim() === ''}
          errorMessage={t('campaign.name.empty')}
          onChange={(name) => describe({ name })}
        />
      </div>
      <div data-field="description">
        <TextArea
          label={t('campaign.description')}
          description={t('campaign.description.help')}
          styles={full}
          value={details.description}
          maxLength={campaignLimits.description}
          isReadOnly={isLocked}
          onChange={(description) => describe({ description })}
        />
      </div>
      <div data-field="tags">
        <TagsField tags={details.tags} isReadOnly={isReadOnly} onChange={(tags) => describe({ tags })} />
      </div>
      <KeyField isReadOnly={isReadOnly} />
      <dl className={page.facts} data-field="category">
        <dt>{t('campaign.type')}</dt>
        <dd>{t(`campaign.kind.${campaign.kind}`, { category: t(`category.${campaign.category}`) })}</dd>
        <dt />
        <dd>
          <p className={page.quiet}>{t(`campaign.category.${campaign.category}`)}</p>
        </dd>
      </dl>
      {isMarketing && <TopicField />}
      {campaign.kind === 'api_triggered' && (
        <div className={css.switch} data-field="highThroughput">
          <Switch
            isSelected={details.highThroughput}
            isDisabled={isLocked || isMarketing}
            aria-describedby="high-throughput-help"
            onChange={(highThroughput) => describe({ highThroughput })}
          >
            {t('campaign.highThroughput')}
          </Switch>
          <p id="high-throughput-help" className={`${css.explained} ${css.indented}`}>
            {t(isMarketing ? 'campaign.highThroughput.marketing' : 'campaign.highThroughput.help')}
          </p>
        </div>
      )}
    </div>
  )
}
