import { type EmailDesign, fonts } from '@chappe/core/design/schema'
import { Picker, PickerItem, Switch, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../text.ts'
import { ColorField } from '../fields/ColorField.tsx'
import css from '../fields/fields.module.css'
import { useDesigning } from '../state/Designing.tsx'
import { Group, Pixels } from './Fields.tsx'

type Settings = EmailDesign['settings']
type Colors = NonNullable<Settings['dark']>

const colorNames = ['background', 'contentBackground', 'textColor', 'linkColor'] as const
/** Colors that mail programs’ own dark modes come close to. */
const firstDark: Colors = {
  background: '#121212',
  contentBackground: '#1e1e1e',
  textColor: '#ececec',
  linkColor: '#8eb9ff',
}

/** What holds for the whole email. */
export function EmailSettings() {
  const t = useText()
  const { design, edit, isReadOnly, mode } = useDesigning()
  const { settings } = design
  const set = (values: Partial<Settings>, about?: string) =>
    edit((now) => ({ ...now, settings: { ...now.settings, ...values } }), about && `settings ${about}`)
  const { dark } = settings
  return (
    <>
      {mode === 'fragment' && <p className={css.note}>{t('designer.settings.fragment')}</p>}
      <Group title={t('designer.settings')}>
        <Pixels
          label={t('designer.settings.width')}
          value={settings.width}
          least={320}
          most={900}
          step={10}
          onChange={(width) => set({ width }, 'width')}
        />
        <Picker
          label={t('designer.settings.font')}
          selectedKey={settings.font}
          isDisabled={isReadOnly}
          onSelectionChange={(key) => {
            const font = fonts.find((one) => one === key)
            if (font) set({ font })
          }}
          styles={style({ width: 'full' })}
        >
          {fonts.map((font) => (
            <PickerItem key={font} id={font}>
              {font}
            </PickerItem>
          ))}
        </Picker>
        <TextField
          label={t('designer.settings.language')}
          description={t('designer.settings.language.help')}
          value={settings.language}
          isReadOnly={isReadOnly}
          maxLength={20}
          onChange={(language) => set({ language }, 'language')}
          styles={style({ width: 'full' })}
        />
      </Group>
      <Group title={t('designer.settings.colors')}>
        {colorNames.map((name) => (
          <ColorField
            key={name}
            label={t(`designer.settings.${name}`)}
            value={settings[name]}
            isDisabled={isReadOnly}
            onChange={(color) => set({ [name]: color ?? settings[name] }, name)}
          />
        ))}
      </Group>
      <Group title={t('designer.settings.dark')}>
        <Switch
          isSelected={dark !== null}
          isDisabled={isReadOnly}
          onChange={(isOn) => set({ dark: isOn ? firstDark : null })}
        >
          {t('designer.settings.dark.own')}
        </Switch>
        {dark === null ? (
          <p className={css.note}>{t('designer.settings.dark.none')}</p>
        ) : (
          colorNames.map((name) => (
            <ColorField
              key={name}
              label={t(`designer.settings.${name}`)}
              value={dark[name]}
              isDisabled={isReadOnly}
              onChange={(color) => set({ dark: { ...dark, [name]: color ?? dark[name] } }, `dark ${name}`)}
            />
          ))
        )}
      </Group>
    </>
  )
}
