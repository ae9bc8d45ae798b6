import { exportTranslation, type translationFormats } from '@chappe/core/api/languages'
import { Button, Content, Dialog, Heading, Picker, PickerItem, Radio, RadioGroup } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { call } from '../../../api.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { download } from '../../../parts/download.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'

type Format = (typeof translationFormats)[number]

/** The texts of the draft, from the default locale into another one, as a file for translators. */
export function ExportDialog({ locale, onClose }: { locale: string | null; onClose: () => void }) {
  const t = useText()
  const { campaign, definition, save, variant } = useDraft()
  const { locales = [], defaultLocale = '' } = definition.languages ?? {}
  const others = locales.filter((one) => one !== defaultLocale)
  const [into, setInto] = useState(locale === null || locale === defaultLocale ? (others[0] ?? '') : locale)
  const [format, setFormat] = useState<Format>('xliff')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()

  const get = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      if (!(await save())) return
      const file = await call(exportTranslation, {
        params: { id: campaign.id, locale: into },
        query: { format, ...(variant !== null && { variant }) },
      })
      download(file.filename, file.mediaType, file.text)
      onClose()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t('languages.export.title')}</Heading>
      <Content>
        <div className={page.stack}>
          <ProblemNote problem={problem} />
          <p className={page.words}>
            {t('languages.export.help', { name: localeName(defaultLocale, t.locale) })}
          </p>
          <Picker
            label={t('languages.export.into')}
            value={into}
            onChange={(key) => key !== null && setInto(String(key))}
            styles={style({ width: 'full' })}
          >
            {others.map((one) => (
              <PickerItem key={one} id={one}>
                {localeName(one, t.locale)}
              </PickerItem>
            ))}
          </Picker>
          <RadioGroup
            label={t('languages.export.format')}
            value={format}
            onChange={(value) => setFormat(value === 'json' ? 'json' : 'xliff')}
          >
            <Radio value="xliff">{t('languages.format.xliff')}</Radio>
            <Radio value="json">{t('languages.format.json')}</Radio>
          </RadioGroup>
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" isPending={isBusy} isDisabled={into === ''} onPress={() => void get()}>
          {t('languages.export.action')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
