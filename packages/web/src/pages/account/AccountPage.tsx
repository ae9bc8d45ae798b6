import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { colorSchemes } from '../../device-settings.ts'
import { locales } from '../../messages/index.ts'
import { Page } from '../../parts/Page.tsx'
import { Section } from '../../parts/Section.tsx'
import { changeLook, useSession } from '../../session.ts'
import { useSettings } from '../../settings.ts'
import { nameOf } from '../../shell/LookMenus.tsx'
import { useText } from '../../text.ts'
import { PasswordForm } from './PasswordForm.tsx'

const field = style({ width: { default: 'full', sm: 320 } })

/** One's own account: who one is here, the password, how Chappe looks. */
export function AccountPage() {
  const t = useText()
  const { person, organization } = useSession()
  const { locale, colorScheme } = useSettings()
  return (
    <Page
      title={t('nav.account')}
      lead={`${person.name} · ${person.email} · ${t(`role.${person.role}`)} · ${organization.name}`}
    >
      <div>
        <Section title={t('account.look')} lead={t('account.look.lead')}>
          <Picker
            label={t('shell.language')}
            value={locale}
            onChange={(key) => changeLook({ locale: locales.find((one) => one === key) ?? locale })}
            styles={field}
          >
            {locales.map((one) => (
              <PickerItem key={one} id={one} textValue={nameOf[one]}>
                {nameOf[one]}
              </PickerItem>
            ))}
          </Picker>
          <Picker
            label={t('shell.colorScheme')}
            value={colorScheme}
            onChange={(key) =>
              changeLook({ colorScheme: colorSchemes.find((one) => one === key) ?? colorScheme })
            }
            styles={field}
          >
            {colorSchemes.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`shell.colorScheme.${one}`)}
              </PickerItem>
            ))}
          </Picker>
        </Section>
        <PasswordForm email={person.email} />
      </div>
    </Page>
  )
}
