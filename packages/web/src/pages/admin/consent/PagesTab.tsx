import { getPreferenceCentre, type StoredCentre, savePreferenceCentre } from '@chappe/core/api/preferences'
import { PreferenceCentre } from '@chappe/core/consent/centre'
import { Button, Picker, PickerItem, TextArea, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useAction, useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useUnsavedGuard } from '../../../parts/useUnsavedGuard.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { BrandColor } from './BrandColor.tsx'
import { isFaulty, languageChoices, languagesOf, nameOfLanguages } from './centre.ts'
import css from './consent.module.css'
import { Modified } from './Modified.tsx'
import { PagePreview } from './PagePreview.tsx'
import { useStored } from './useStored.ts'

export function PagesTab() {
  const centre = useEndpoint(getPreferenceCentre, {})
  if (centre.isPending) return <Loading />
  if (centre.isError) return <ProblemNote problem={centre.error} />
  return <PagesForm stored={centre.data} />
}

const brandOf = (stored: StoredCentre): PreferenceCentre => PreferenceCentre.parse(stored)

const full = style({ width: 'full' })

/** The brand of the public pages, beside what they look like with it. */
function PagesForm({ stored }: { stored: StoredCentre }) {
  const t = useText()
  const mayWrite = useMay('configurations:write')
  const { base, form, setForm, isDirty, kept } = useStored(stored, brandOf)
  const save = useAction(savePreferenceCentre, { makesStale: [getPreferenceCentre] })
  useUnsavedGuard(isDirty && !save.isPending)
  const commit = () =>
    save.mutate(
      { body: form },
      {
        onSuccess: (saved) => {
          kept(form, saved)
          notify.positive(t('consent.pages.saved'))
        },
      },
    )

  return (
    <div className={css.tab}>
      <div className={css.bar}>
        <Modified by={base.modifiedBy} at={base.modifiedAt} />
        {mayWrite && (
          <Button
            variant="accent"
            isDisabled={!isDirty || !PreferenceCentre.safeParse(form).success}
            isPending={save.isPending}
            onPress={commit}
          >
            {t('common.save')}
          </Button>
        )}
      </div>
      <ProblemNote problem={save.error} />
      <div className={css.columns}>
        <div className={css.fields}>
          <section className={css.group} aria-labelledby="consent-brand">
            <h2 id="consent-brand">{t('consent.brand')}</h2>
            <p className="admin-hint">{t('consent.brand.lead')}</p>
            <TextField
              label={t('consent.brand.name')}
              description={t('consent.brand.name.help')}
              value={form.brandName}
              onChange={(brandName) => setForm({ ...form, brandName })}
              isReadOnly={!mayWrite}
              maxLength={100}
              autoComplete="off"
              styles={full}
            />
            <TextField
              label={t('consent.brand.logo')}
              description={t('consent.brand.logo.help')}
              type="url"
              value={form.logoUrl}
              onChange={(logoUrl) => setForm({ ...form, logoUrl: logoUrl.trim() })}
              isReadOnly={!mayWrite}
              isInvalid={isFaulty(form, 'logoUrl')}
              errorMessage={t('consent.brand.logo.wrong')}
              maxLength={1_000}
              autoComplete="off"
              styles={full}
            />
            <BrandColor
              value={form.color}
              isReadOnly={!mayWrite}
              onChange={(color) => setForm({ ...form, color })}
            />
            <Picker
              label={t('consent.languages')}
              description={t('consent.languages.help')}
              value={nameOfLanguages(form.languages)}
              isDisabled={!mayWrite}
              onChange={(name) => setForm({ ...form, languages: languagesOf(String(name)) })}
              styles={full}
            >
              {languageChoices.map((name) => (
                <PickerItem key={name} id={name}>
                  {t(`consent.languages.${name}`)}
                </PickerItem>
              ))}
            </Picker>
          </section>
          <section className={css.group} aria-labelledby="consent-words">
            <h2 id="consent-words">{t('consent.words')}</h2>
            <p className="admin-hint">{t('consent.words.lead')}</p>
            {form.languages.map((language) => {
              const words = (part: 'title' | 'lead' | 'footer') => ({
                label: t(`consent.words.${part}.${language}`),
                value: form[part][language],
                // One line: the page shows it as such.
                onChange: (text: string) =>
                  setForm({
                    ...form,
                    [part]: { ...form[part], [language]: text.replace(/\s*\n\s*/g, ' ') },
                  }),
                isReadOnly: !mayWrite,
                styles: full,
              })
              return (
                <div key={language} className={css.group}>
                  <TextField {...words('title')} maxLength={120} autoComplete="off" />
                  <TextArea {...words('lead')} maxLength={500} />
                  <TextArea
                    {...words('footer')}
                    description={t('consent.words.footer.help')}
                    maxLength={500}
                  />
                </div>
              )
            })}
          </section>
        </div>
        <PagePreview centre={form} />
      </div>
    </div>
  )
}
