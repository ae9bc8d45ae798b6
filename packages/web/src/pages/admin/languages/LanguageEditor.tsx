import { createLanguageSetting, listLanguageSettings, saveLanguageSetting } from '@chappe/core/api/languages'
import { listAttributes } from '@chappe/core/api/profiles'
import type { LanguageSetting } from '@chappe/core/content/schema'
import {
  Button,
  ComboBox,
  ComboBoxItem,
  Content,
  Heading,
  InlineAlert,
  Picker,
  PickerItem,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAction, useEndpoint } from '../../../data.ts'
import { Page } from '../../../parts/Page.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Section } from '../../../parts/Section.tsx'
import { notify } from '../../../parts/toast.ts'
import { useUnsavedGuard } from '../../../parts/useUnsavedGuard.ts'
import { When } from '../../../parts/When.tsx'
import { mistakesByField } from '../../../problem.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { Fallbacks } from './Fallbacks.tsx'
import {
  bodyOf,
  emptyForm,
  faultsIn,
  formOf,
  isSame,
  type LanguageForm,
  withLocale,
  without,
} from './form.ts'
import { BackToLanguages } from './LanguagePage.tsx'
import { LocaleField } from './LocaleField.tsx'
import { Locales } from './Locales.tsx'
import { localeName } from './locales.ts'

/** The form of language settings; without any stored, of new ones. */
export function LanguageEditor({ stored }: { stored: LanguageSetting | undefined }) {
  const t = useText()
  const navigate = useNavigate()
  const mayWrite = useMay('content:write')
  const attributes = useEndpoint(listAttributes, {}, { staleTime: 60_000 })
  const [base, setBase] = useState(stored)
  const first = base ? formOf(base) : emptyForm(t.locale)
  const [form, setForm] = useState(first)
  const [wasAsked, setAsked] = useState(false)
  const create = useAction(createLanguageSetting, { makesStale: [listLanguageSettings] })
  const save = useAction(saveLanguageSetting, { makesStale: [listLanguageSettings] })
  const isDirty = !isSame(form, first)
  const isSaving = create.isPending || save.isPending
  const isNewer = stored !== undefined && base !== undefined && stored.revision > base.revision
  useUnsavedGuard(isDirty && !isSaving)

  const faults = faultsIn(form)
  const problem = create.error ?? save.error
  const served = mistakesByField(problem)
  const mistake = (field: 'name' | 'attribute' | 'locales') =>
    served[field] ?? (wasAsked && faults[field] ? t(`languages.fault.${faults[field]}`) : undefined)

  /** Shows what is stored, whatever was changed here but after it was sent. */
  const take = (setting: LanguageSetting, sent?: LanguageForm) => {
    setBase(setting)
    setForm((now) => (sent === undefined || now === sent ? formOf(setting) : now))
    setAsked(false)
    save.reset()
  }
  if (isNewer && !isDirty) take(stored)

  const commit = async () => {
    setAsked(true)
    if (Object.keys(faults).length > 0) {
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('#languages [aria-invalid="true"]')?.focus(),
      )
      return
    }
    try {
      const saved = base
        ? await save.mutateAsync({
            params: { id: base.id },
            body: { ...bodyOf(form), revision: base.revision },
          })
        : await create.mutateAsync({ body: bodyOf(form) })
      take(saved, form)
      notify.positive(t('languages.saved', { name: saved.name }))
      if (!base)
        await navigate({
          to: '/admin/languages/$id',
          params: { id: saved.id },
          replace: true,
          ignoreBlocker: true,
        })
    } catch {
      // It is on the screen: the action keeps its problem.
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void commit()
  }
  const textAttributes = attributes.data?.items.filter(({ type }) => type === 'string') ?? []

  return (
    <Page
      title={base?.name ?? t('languages.new')}
      above={<BackToLanguages />}
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
          <Button
            variant="accent"
            onPress={() => void commit()}
            isPending={isSaving}
            isDisabled={base !== undefined && !isDirty}
          >
            {t('common.save')}
          </Button>
        )
      }
    >
      {isNewer && isDirty && (
        <InlineAlert variant="notice">
          <Heading level={2}>{t('languages.newer.title', { name: stored.modifiedBy })}</Heading>
          <Content>
            <p className="admin-note">{t('admin.newer.body')}</p>
            <Button variant="secondary" size="S" onPress={() => take(stored)}>
              {t('admin.newer.take')}
            </Button>
          </Content>
        </InlineAlert>
      )}
      <ProblemNote problem={problem} />
      <form id="languages" onSubmit={submit} noValidate className="admin-form">
        <Section title={t('admin.general.title')}>
          <TextField
            label={t('languages.name')}
            value={form.name}
            onChange={(name) => setForm({ ...form, name })}
            isReadOnly={!mayWrite}
            isInvalid={mistake('name') !== undefined}
            errorMessage={mistake('name')}
            maxLength={200}
            isRequired
            autoComplete="off"
            styles={style({ width: 'full' })}
          />
        </Section>
        <Section title={t('languages.locales')} lead={t('languages.locales.lead')}>
          {mayWrite && (
            <LocaleField
              label={t('languages.add')}
              description={t('languages.add.help')}
              but={form.locales}
              isInvalid={mistake('locales') !== undefined}
              errorMessage={mistake('locales')}
              onChoose={(locale) => setForm(withLocale(form, locale))}
            />
          )}
          <Locales
            locales={form.locales}
            isReadOnly={!mayWrite}
            onRemove={(locale) => setForm(without(form, locale))}
          />
          <Picker
            label={t('languages.default')}
            description={t('languages.default.help')}
            value={form.defaultLocale}
            isDisabled={!mayWrite}
            onChange={(locale) => locale !== null && setForm({ ...form, defaultLocale: String(locale) })}
            styles={style({ width: { default: 'full', sm: 320 } })}
          >
            {form.locales.map((locale) => (
              <PickerItem key={locale} id={locale}>
                {localeName(locale, t.locale)}
              </PickerItem>
            ))}
          </Picker>
        </Section>
        <Section title={t('languages.choice')} lead={t('languages.choice.lead')}>
          <ComboBox
            label={t('languages.attribute')}
            description={t('languages.attribute.help')}
            allowsCustomValue
            items={textAttributes}
            inputValue={form.attribute}
            onInputChange={(attribute) => setForm({ ...form, attribute })}
            isReadOnly={!mayWrite}
            isInvalid={mistake('attribute') !== undefined}
            errorMessage={mistake('attribute')}
            isRequired
            styles={style({ width: 'full' })}
          >
            {({ path }) => <ComboBoxItem id={path}>{path}</ComboBoxItem>}
          </ComboBox>
          <Fallbacks form={form} isReadOnly={!mayWrite} onChange={setForm} />
        </Section>
        {/* Enter in a field saves, as in every form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Page>
  )
}
