import type { LanguageSetting } from '@chappe/core/content/schema'
import { Button, Content, Dialog, Heading, Link, Radio, RadioGroup } from '@react-spectrum/s2'
import { useState } from 'react'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import page from '../campaign.module.css'

interface Props {
  settings: readonly LanguageSetting[]
  onChoose: (setting: LanguageSetting) => void
  onClose: () => void
}

/** Which language settings the campaign takes a copy of. */
export function AddLanguages({ settings, onChoose, onClose }: Props) {
  const t = useText()
  const [chosen, setChosen] = useState(settings[0]?.id ?? '')
  const setting = settings.find(({ id }) => id === chosen)
  return (
    <Dialog size="M">
      <Heading slot="title">{t('languages.addTo')}</Heading>
      <Content>
        <div className={page.stack}>
          {settings.length === 0 ? (
            <p className={page.words}>{t('languages.addTo.none')}</p>
          ) : (
            <>
              <p className={page.words}>{t('languages.addTo.help')}</p>
              <RadioGroup label={t('languages.settings')} value={chosen} onChange={setChosen}>
                {settings.map(({ id, name, locales, defaultLocale }) => (
                  <Radio key={id} value={id}>
                    {name} –{' '}
                    {[defaultLocale, ...locales.filter((one) => one !== defaultLocale)]
                      .map((one) => localeName(one, t.locale))
                      .join(', ')}
                  </Radio>
                ))}
              </RadioGroup>
            </>
          )}
          <Link href={{ to: '/admin/languages' }}>{t('languages.manage')}</Link>
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" isDisabled={!setting} onPress={() => setting && onChoose(setting)}>
          {t('languages.addTo.action')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
