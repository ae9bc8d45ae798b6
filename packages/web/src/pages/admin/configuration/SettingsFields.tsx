import type { Category } from '@chappe/core/campaign/schema'
import { type EmailSettings, retryWindow } from '@chappe/core/configuration/schema'
import { Checkbox, NumberField, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Section } from '../../../parts/Section.tsx'
import { useText } from '../../../text.ts'
import { SeedListField } from './SeedListField.tsx'

interface Props {
  category: Category
  settings: EmailSettings
  /** What to say under a field, by its name. */
  mistakes: Readonly<Record<string, string>>
  isReadOnly: boolean
  onChange: (settings: EmailSettings) => void
}

const full = style({ width: 'full' })

type TextSetting = Exclude<keyof EmailSettings, 'retryMinutes' | 'returnMarked' | 'seedList'>

/** The settings that every email configuration has: who writes, how long it is tried, where links lead. */
export function SettingsFields({ category, settings, mistakes, isReadOnly, onChange }: Props) {
  const t = useText()
  const field = (
    name: TextSetting,
    more: { type?: 'email' | 'url'; help?: string; isRequired?: boolean } = {},
  ) => (
    <TextField
      label={t(`admin.settings.${name}`)}
      value={settings[name]}
      onChange={(text) => onChange({ ...settings, [name]: text })}
      isReadOnly={isReadOnly}
      isInvalid={mistakes[name] !== undefined}
      errorMessage={mistakes[name]}
      description={more.help}
      isRequired={more.isRequired ?? false}
      type={more.type ?? 'text'}
      inputMode={more.type ?? 'text'}
      autoComplete="off"
      styles={full}
    />
  )
  const hours = Math.floor(settings.retryMinutes / 60)

  return (
    <>
      <Section title={t('admin.sender.title')} lead={t('admin.sender.lead')}>
        <div className="section-pair">
          {field('senderName')}
          {field('senderEmail', { type: 'email', isRequired: true })}
          {field('replyToName')}
          {field('replyToEmail', { type: 'email', help: t('admin.settings.replyToEmail.help') })}
        </div>
        {field('bccEmail', { type: 'email', help: t('admin.settings.bccEmail.help') })}
        {field('unsubscribeEmail', { type: 'email', help: t('admin.settings.unsubscribeEmail.help') })}
        {field('returnEmail', { type: 'email', help: t('admin.settings.returnEmail.help') })}
        {settings.returnEmail !== '' && (
          <Checkbox
            isSelected={settings.returnMarked}
            onChange={(returnMarked) => onChange({ ...settings, returnMarked })}
            isDisabled={isReadOnly}
          >
            {t('admin.settings.returnMarked')}
          </Checkbox>
        )}
        <SeedListField
          value={settings.seedList}
          mistake={mistakes.seedList}
          isReadOnly={isReadOnly}
          onChange={(seedList) => onChange({ ...settings, seedList })}
        />
      </Section>
      <Section title={t('admin.delivery.title')} lead={t('admin.delivery.lead')}>
        <NumberField
          label={t('admin.settings.retryMinutes')}
          value={settings.retryMinutes}
          step={1}
          formatOptions={{ maximumFractionDigits: 0 }}
          onChange={(minutes) =>
            onChange({ ...settings, retryMinutes: Number.isNaN(minutes) ? retryWindow.default : minutes })
          }
          isReadOnly={isReadOnly}
          isInvalid={mistakes.retryMinutes !== undefined}
          errorMessage={mistakes.retryMinutes}
          description={t('admin.settings.retryMinutes.help', {
            hours,
            minutes: settings.retryMinutes % 60,
            shortest: retryWindow.shortest[category],
            longest: retryWindow.longest / 60,
          })}
          styles={style({ width: { default: 'full', sm: 320 } })}
        />
        {field('trackingOrigin', { type: 'url', help: t('admin.settings.trackingOrigin.help') })}
        {field('executionField', { help: t('admin.settings.executionField.help') })}
      </Section>
    </>
  )
}
