import { ActionButton, Menu, MenuItem, MenuTrigger, Text } from '@react-spectrum/s2'
import Contrast from '@react-spectrum/s2/icons/Contrast'
import GlobeGrid from '@react-spectrum/s2/icons/GlobeGrid'
import { type ColorScheme, colorSchemes } from '../device-settings.ts'
import { type Locale, locales } from '../messages/index.ts'
import { changeLook } from '../session.ts'
import { useSettings } from '../settings.ts'
import { useText } from '../text.ts'

/** Each language in its own words: who needs the switch cannot read the other ones. */
export const nameOf: Record<Locale, string> = { en: 'English', fr: 'Français' }

export function LanguageMenu() {
  const t = useText()
  const { locale } = useSettings()
  return (
    <MenuTrigger align="end">
      <ActionButton isQuiet aria-label={`${t('shell.language')}: ${nameOf[locale]}`}>
        <GlobeGrid />
        <Text>
          <span className="wide-only">{nameOf[locale]}</span>
          <span className="narrow-only">{locale.toUpperCase()}</span>
        </Text>
      </ActionButton>
      <Menu
        aria-label={t('shell.language')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[locale]}
        onSelectionChange={(keys) => {
          for (const key of keys) changeLook({ locale: key as Locale })
        }}
      >
        {locales.map((one) => (
          <MenuItem key={one} id={one} textValue={nameOf[one]}>
            <Text slot="label">
              <span lang={one}>{nameOf[one]}</span>
            </Text>
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  )
}

export function ColorSchemeMenu() {
  const t = useText()
  const { colorScheme } = useSettings()
  return (
    <MenuTrigger align="end">
      <ActionButton
        isQuiet
        aria-label={`${t('shell.colorScheme')}: ${t(`shell.colorScheme.${colorScheme}`)}`}
      >
        <Contrast />
      </ActionButton>
      <Menu
        aria-label={t('shell.colorScheme')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[colorScheme]}
        onSelectionChange={(keys) => {
          for (const key of keys) changeLook({ colorScheme: key as ColorScheme })
        }}
      >
        {colorSchemes.map((one) => (
          <MenuItem key={one} id={one}>
            {t(`shell.colorScheme.${one}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  )
}
