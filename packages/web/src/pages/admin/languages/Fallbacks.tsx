import { ActionButton, Picker, PickerItem } from '@react-spectrum/s2'
import Close from '@react-spectrum/s2/icons/Close'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'
import type { LanguageForm } from './form.ts'
import { LocaleField } from './LocaleField.tsx'
import css from './languages.module.css'
import { localeName } from './locales.ts'

interface Props {
  form: LanguageForm
  isReadOnly: boolean
  onChange: (form: LanguageForm) => void
}

/** Which locale stands in for one that has no content. */
export function Fallbacks({ form, isReadOnly, onChange }: Props) {
  const t = useText()
  const { fallbacks, locales, defaultLocale } = form
  const put = (next: LanguageForm['fallbacks']) => onChange({ ...form, fallbacks: next })
  return (
    <div className={css.fallbacks}>
      <h3>{t('languages.fallbacks')}</h3>
      <p>{t('languages.fallbacks.help')}</p>
      {fallbacks.length > 0 && (
        <ul>
          {fallbacks.map(([from, to]) => {
            const name = localeName(from, t.locale)
            return (
              <li key={from}>
                <span>
                  {name} <code>{from}</code>
                </span>
                <Picker
                  aria-label={t('languages.fallbacks.of', { name })}
                  value={to}
                  isDisabled={isReadOnly}
                  onChange={(next) =>
                    next !== null &&
                    put(fallbacks.map((one) => (one[0] === from ? [from, String(next)] : one)))
                  }
                  styles={style({ width: 'full' })}
                >
                  {locales.map((locale) => (
                    <PickerItem key={locale} id={locale}>
                      {localeName(locale, t.locale)}
                    </PickerItem>
                  ))}
                </Picker>
                {!isReadOnly && (
                  <ActionButton
                    isQuiet
                    aria-label={t('languages.fallbacks.remove', { name })}
                    onPress={() => put(fallbacks.filter((one) => one[0] !== from))}
                  >
                    <Close />
                  </ActionButton>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {!isReadOnly && (
        <LocaleField
          label={t('languages.fallbacks.add')}
          but={[...locales, ...fallbacks.map(([from]) => from)]}
          onChoose={(from) => put([...fallbacks, [from, defaultLocale]])}
        />
      )}
    </div>
  )
}
