import { Switch, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import { ContextSchemaField } from './ContextSchemaField.tsx'
import css from './editor.module.css'
import { RecipientsTab } from './recipients/RecipientsTab.tsx'

/** Whom a campaign is sent to, or whom its calls address. */
export function AudienceTab() {
  return useDraft().campaign.kind === 'action' ? <RecipientsTab /> : <CallsTab />
}

/** Whom the calls address, and what they carry along. */
function CallsTab() {
  const t = useText()
  const { definition, details, isReadOnly, change } = useDraft()
  const { audience, context } = definition

  return (
    <div className={page.form}>
      <p className={page.words}>{t('campaign.audience.help')}</p>
      <div data-field="namespace">
        <TextField
          label={t('campaign.namespace')}
          description={t('campaign.namespace.help')}
          isRequired
          isReadOnly={isReadOnly}
          maxLength={60}
          value={audience.namespace}
          isInvalid={audience.namespace === ''}
          errorMessage={t('campaign.namespace.empty')}
          onChange={(namespace) => change({ audience: { ...audience, namespace } })}
          styles={style({ width: 'full', maxWidth: 320 })}
        />
      </div>
      <div className={css.switch} data-field="createProfiles">
        <Switch
          isSelected={audience.createProfiles && !details.highThroughput}
          isReadOnly={isReadOnly}
          isDisabled={details.highThroughput}
          aria-describedby="create-profiles-help"
          onChange={(createProfiles) => change({ audience: { ...audience, createProfiles } })}
        >
          {t('campaign.createProfiles')}
        </Switch>
        <p id="create-profiles-help" className={`${css.explained} ${css.indented}`}>
          {t(
            details.highThroughput
              ? 'campaign.createProfiles.highThroughput'
              : 'campaign.createProfiles.help',
          )}
        </p>
      </div>
      <ContextSchemaField />
      <div className={css.switch} data-field="validate">
        <Switch
          isSelected={context.validate}
          isReadOnly={isReadOnly}
          aria-describedby="validate-help"
          onChange={(validate) => change({ context: { ...context, validate } })}
        >
          {t('campaign.validate')}
        </Switch>
        <p id="validate-help" className={`${css.explained} ${css.indented}`}>
          {t('campaign.validate.help')}
        </p>
      </div>
    </div>
  )
}
