import { listLanguageSettings } from '@chappe/core/api/languages'
import { ActionMenu, Button, Content, Heading, InlineAlert, MenuItem, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Copy from '@react-spectrum/s2/icons/Copy'
import Delete from '@react-spectrum/s2/icons/Delete'
import Download from '@react-spectrum/s2/icons/Download'
import Translate from '@react-spectrum/s2/icons/Translate'
import UploadToCloud from '@react-spectrum/s2/icons/UploadToCloud'
import { useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { notify } from '../../../parts/toast.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import { AddLanguages } from './AddLanguages.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { LocaleTabs } from './LocaleTabs.tsx'
import css from './languages.module.css'
import {
  completenessOf,
  isOutdated,
  lostBy,
  withContent,
  withLanguages,
  withoutLanguages,
  withoutLocale,
} from './translations.ts'
import type { Localized } from './useLocalized.ts'

type Open = 'add' | 'export' | 'import'

/** The languages of the draft: which there are, which one is written, and what can be done with them. */
export function LanguageBar({ localized }: { localized: Localized }) {
  const t = useText()
  const confirm = useConfirm()
  const { definition, whole, isReadOnly, change, changeWhole } = useDraft()
  const mayRead = useMay('content:read')
  const settings = useEndpoint(listLanguageSettings, {}, { enabled: mayRead })
  const [open, setOpen] = useState<Open | null>(null)
  const { languages } = definition
  const { locale } = localized
  const close = () => setOpen(null)

  const dialogs = (
    <DialogContainer onDismiss={close}>
      {open === 'add' ? (
        <AddLanguages
          settings={settings.data?.items ?? []}
          onChoose={(setting) => {
            changeWhole(withLanguages(whole, setting))
            close()
          }}
          onClose={close}
        />
      ) : open === 'export' ? (
        <ExportDialog locale={locale} onClose={close} />
      ) : open === 'import' ? (
        <ImportDialog locale={locale} onClose={close} />
      ) : null}
    </DialogContainer>
  )

  if (languages === null || locale === null) {
    if (isReadOnly || !mayRead) return null
    return (
      <div className={css.alone}>
        <Button variant="secondary" size="S" onPress={() => setOpen('add')}>
          <Add />
          <Text>{t('languages.addTo')}</Text>
        </Button>
        {dialogs}
      </div>
    )
  }

  const setting = settings.data?.items.find(({ id }) => id === languages.settingsId)
  const isDefault = locale === languages.defaultLocale
  const name = localeName(locale, t.locale)
  const { lacks } = completenessOf(definition, locale)

  const copyDefault = async () => {
    const saysSomething = completenessOf(definition, locale).state !== 'empty'
    if (
      saysSomething &&
      !(await confirm({
        title: t('languages.copy.title', { name }),
        body: t('languages.copy.body'),
        action: t('languages.copy.action'),
        tone: 'warning',
      }))
    )
      return
    change(withContent(definition, locale, definition.content))
    notify.positive(t('languages.copy.done'))
  }
  const remove = async () => {
    if (
      !(await confirm({
        title: t('languages.remove.title', { name }),
        body: t('languages.remove.body'),
        action: t('languages.remove.action'),
        tone: 'destructive',
      }))
    )
      return
    localized.choose(languages.defaultLocale)
    changeWhole(withoutLocale(whole, locale))
  }
  const removeAll = async () => {
    const kept = localeName(languages.defaultLocale, t.locale)
    if (
      await confirm({
        title: t('languages.removeAll.title'),
        body: t('languages.removeAll.body', { name: kept }),
        action: t('languages.removeAll.action'),
        tone: 'destructive',
      })
    )
      changeWhole(withoutLanguages(whole))
  }
  const takeNew = async () => {
    if (!setting) return
    const lost = lostBy(whole, setting)
    if (
      lost.length > 0 &&
      !(await confirm({
        title: t('languages.outdated.take'),
        body: t('languages.outdated.lost', {
          names: lost.map((one) => localeName(one, t.locale)).join(', '),
          count: lost.length,
        }),
        action: t('languages.outdated.take'),
        tone: 'destructive',
      }))
    )
      return
    changeWhole(withLanguages(whole, setting))
    notify.positive(t('languages.outdated.done'))
  }
  const acts: Record<string, () => void> = {
    copy: () => void copyDefault(),
    export: () => setOpen('export'),
    import: () => setOpen('import'),
    remove: () => void remove(),
    removeAll: () => void removeAll(),
  }

  return (
    <section className={css.languages} aria-label={t('languages.ofCampaign')}>
      {!isReadOnly && setting && isOutdated(languages, setting) && (
        <InlineAlert variant="notice">
          <Heading level={2}>{t('languages.outdated', { name: setting.name })}</Heading>
          <Content>
            <p className={page.words}>{t('languages.outdated.body')}</p>
            <div>
              <Button variant="secondary" size="S" onPress={() => void takeNew()}>
                {t('languages.outdated.take')}
              </Button>
            </div>
          </Content>
        </InlineAlert>
      )}
      <div className={css.bar}>
        <Translate />
        <LocaleTabs
          definition={definition}
          languages={languages}
          locale={locale}
          onChoose={localized.choose}
        />
        <ActionMenu aria-label={t('languages.more')} isQuiet onAction={(key) => acts[String(key)]?.()}>
          {!isReadOnly && !isDefault && (
            <MenuItem id="copy" textValue={t('languages.copy')}>
              <Copy />
              <Text slot="label">{t('languages.copy')}</Text>
            </MenuItem>
          )}
          <MenuItem id="export" textValue={t('languages.export')}>
            <Download />
            <Text slot="label">{t('languages.export')}</Text>
          </MenuItem>
          {!isReadOnly && (
            <MenuItem id="import" textValue={t('languages.import')}>
              <UploadToCloud />
              <Text slot="label">{t('languages.import')}</Text>
            </MenuItem>
          )}
          {!isReadOnly && !isDefault && (
            <MenuItem id="remove" textValue={t('languages.remove')}>
              <Delete />
              <Text slot="label">{t('languages.remove')}</Text>
            </MenuItem>
          )}
          {!isReadOnly && (
            <MenuItem id="removeAll" textValue={t('languages.removeAll')}>
              <Delete />
              <Text slot="label">{t('languages.removeAll')}</Text>
            </MenuItem>
          )}
        </ActionMenu>
      </div>
      {!isDefault && lacks.length > 0 && (
        <div className={page.row}>
          <p className={page.quiet}>
            {t('languages.lacks', {
              parts: lacks.map((part) => t(`campaign.content.${part}`)).join(', '),
              name: localeName(languages.defaultLocale, t.locale),
            })}
          </p>
          {!isReadOnly && (
            <Button variant="secondary" size="S" fillStyle="outline" onPress={() => void copyDefault()}>
              {t('languages.copy')}
            </Button>
          )}
        </div>
      )}
      {dialogs}
    </section>
  )
}
