import type { Definition, Languages } from '@chappe/core/campaign/schema'
import { Radio, RadioGroup } from 'react-aria-components'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import css from './languages.module.css'
import { completenessOf } from './translations.ts'

interface Props {
  definition: Definition
  languages: Languages
  locale: string
  onChoose: (locale: string) => void
}

/** The locales side by side, each with how much of it is written. */
export function LocaleTabs({ definition, languages, locale, onChoose }: Props) {
  const t = useText()
  return (
    <RadioGroup
      aria-label={t('languages.written')}
      orientation="horizontal"
      value={locale}
      onChange={onChoose}
      className={css.locales ?? ''}
    >
      {languages.locales.map((one) => {
        const { state } = completenessOf(definition, one)
        return (
          <Radio key={one} value={one} className={css.locale ?? ''}>
            <span className={css.mark} data-state={state} aria-hidden="true" />
            <span>{localeName(one, t.locale)}</span>
            <span className={css.note}>
              {one === languages.defaultLocale ? t('languages.isDefault') : t(`languages.state.${state}`)}
            </span>
          </Radio>
        )
      })}
    </RadioGroup>
  )
}
