import { categories } from '@chappe/core/campaign/schema'
import type {
  ChannelConfiguration,
  ConfigurationAction,
  ProviderDescription,
} from '@chappe/core/configuration/schema'
import {
  Button,
  Content,
  Heading,
  InlineAlert,
  Link,
  Picker,
  PickerItem,
  Radio,
  RadioGroup,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { Page } from '../../../parts/Page.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Section } from '../../../parts/Section.tsx'
import { notify } from '../../../parts/toast.ts'
import { useUnsavedGuard } from '../../../parts/useUnsavedGuard.ts'
import { When } from '../../../parts/When.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { ConfigurationStatus } from './ConfigurationStatus.tsx'
import { providerForm } from './form.ts'
import { ProviderFields } from './ProviderFields.tsx'
import { SettingsFields } from './SettingsFields.tsx'
import { TestPanel } from './TestPanel.tsx'
import { useConfigurationForm } from './useConfigurationForm.ts'

export function BackToConfigurations() {
  const t = useText()
  return (
    <Link href={{ to: '/admin/configurations' }} isStandalone variant="secondary">
      {t('nav.configurations')}
    </Link>
  )
}

/** Mistakes under one part of the body, by what is left of their field. */
const under = (prefix: string, mistakes: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(mistakes)
      .filter(([field]) => field.startsWith(prefix))
      .map(([field, words]) => [field.slice(prefix.length), words]),
  )

interface Props {
  providers: readonly ProviderDescription[]
  /** Undefined for a configuration that does not exist yet. */
  stored: ChannelConfiguration | undefined
}

export function ConfigurationEditor({ providers, stored }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const mayWrite = useMay('configurations:write')
  const editor = useConfigurationForm(stored, providers)
  const { base, form, setForm, mistakes } = editor
  const description = providers.find(({ kind }) => kind === form.provider.kind)
  useUnsavedGuard(editor.isDirty && !editor.isSaving)

  const save = async () => {
    const saved = await editor.commit()
    if (!saved) {
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('#configuration [aria-invalid="true"]')?.focus(),
      )
      return
    }
    notify.positive(t('admin.configuration.saved', { name: saved.name }))
    if (!base)
      await navigate({
        to: '/admin/configurations/$id',
        params: { id: saved.id },
        replace: true,
        ignoreBlocker: true,
      })
  }
  const perform = async (action: ConfigurationAction) => {
    const changed = await editor.perform(action)
    if (changed) notify.positive(t(`admin.${action}.done`, { name: changed.name }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }

  return (
    <Page
      title={base?.name ?? t('admin.configuration.new')}
      above={<BackToConfigurations />}
      beside={base && <ConfigurationStatus status={base.status} />}
      lead={
        base && (
          <>
            {t('admin.modifiedBy', { name: base.modifiedBy })}{' '}
            <When instant={base.modifiedAt} as="relative" />
          </>
        )
      }
      actions={
        mayWrite && (
          <>
            {base?.actions.map((action) => (
              <Button
                key={action}
                variant="secondary"
                onPress={() => void perform(action)}
                isPending={editor.isActing}
              >
                {t(`admin.${action}`)}
              </Button>
            ))}
            <Button
              variant="accent"
              onPress={() => void save()}
              isPending={editor.isSaving}
              isDisabled={base !== undefined && !editor.isDirty}
            >
              {t('common.save')}
            </Button>
          </>
        )
      }
    >
      {editor.isNewer && stored && (
        <InlineAlert variant="notice">
          <Heading level={2}>{t('admin.newer.title', { name: stored.modifiedBy })}</Heading>
          <Content>
            <p className="admin-note">{t('admin.newer.body')}</p>
            <Button variant="secondary" size="S" onPress={() => editor.take(stored)}>
              {t('admin.newer.take')}
            </Button>
          </Content>
        </InlineAlert>
      )}
      <ProblemNote problem={editor.problem} />
      <form id="configuration" onSubmit={submit} noValidate className="admin-form">
        <Section title={t('admin.general.title')}>
          <TextField
            label={t('admin.name')}
            value={form.name}
            onChange={(name) => setForm({ ...form, name })}
            isReadOnly={!mayWrite || (base !== undefined && base.status !== 'draft')}
            isInvalid={mistakes.name !== undefined}
            errorMessage={mistakes.name}
            description={t(base && base.status !== 'draft' ? 'admin.name.frozen' : 'admin.name.help')}
            isRequired
            autoComplete="off"
            styles={style({ width: 'full' })}
          />
          <RadioGroup
            label={t('inventory.column.category')}
            orientation="horizontal"
            value={form.category}
            isReadOnly={!mayWrite}
            onChange={(value) =>
              setForm({ ...form, category: categories.find((one) => one === value) ?? form.category })
            }
          >
            {categories.map((one) => (
              <Radio key={one} value={one}>
                {t(`category.${one}`)}
              </Radio>
            ))}
          </RadioGroup>
        </Section>
        <SettingsFields
          category={form.category}
          settings={form.settings}
          mistakes={under('settings.', mistakes)}
          isReadOnly={!mayWrite}
          onChange={(settings) => setForm({ ...form, settings })}
        />
        <Section title={t('admin.provider.title')} lead={t('admin.provider.lead')}>
          <Picker
            label={t('admin.provider')}
            value={form.provider.kind}
            isDisabled={!mayWrite}
            onChange={(kind) =>
              kind !== null &&
              kind !== form.provider.kind &&
              setForm({ ...form, provider: providerForm(String(kind)) })
            }
            styles={style({ width: { default: 'full', sm: 320 } })}
          >
            {providers.map(({ kind, label }) => (
              <PickerItem key={kind} id={kind}>
                {label[t.locale]}
              </PickerItem>
            ))}
          </Picker>
          {description && (
            <ProviderFields
              description={description}
              provider={form.provider}
              secretsSet={base?.provider.kind === form.provider.kind ? base.provider.secretsSet : []}
              mistakes={{ ...under('provider.', mistakes), ...under('provider.config.', mistakes) }}
              isReadOnly={!mayWrite}
              onChange={(provider) => setForm({ ...form, provider })}
            />
          )}
          {description?.fields.length === 0 && <p className="admin-hint">{t('admin.provider.noFields')}</p>}
        </Section>
        {/* Enter in a field saves, as in every form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
      {base && mayWrite && <TestPanel id={base.id} isDirty={editor.isDirty} />}
    </Page>
  )
}
