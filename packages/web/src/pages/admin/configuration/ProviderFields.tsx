import type { ProviderDescription } from '@chappe/core/configuration/schema'
import { Button, NumberField, Picker, PickerItem, Switch, TextArea, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { isMessage, useText, type Words } from '../../../text.ts'
import type { ConfigurationForm, Setting } from './form.ts'

type Provider = ConfigurationForm['provider']
type Field = ProviderDescription['fields'][number]

interface Props {
  description: ProviderDescription
  provider: Provider
  /** Names of the secrets that the server holds. */
  secretsSet: readonly string[]
  /** What to say under a field, by its name. */
  mistakes: Readonly<Record<string, string>>
  isReadOnly: boolean
  onChange: (provider: Provider) => void
}

const full = style({ width: 'full' })

const wordFor = (t: Words, option: string) => {
  const id = `admin.option.${option}`
  return isMessage(id) ? t(id) : option
}

/** A provider's settings, drawn from its own description: a new provider needs no screen. */
export function ProviderFields({ description, provider, secretsSet, mistakes, isReadOnly, onChange }: Props) {
  const t = useText()
  const set = (name: string, value: Setting) =>
    onChange({ ...provider, config: { ...provider.config, [name]: value } })

  return description.fields.map((field) => {
    if (field.secret)
      return (
        <SecretField
          key={field.name}
          {...{ field, provider, isReadOnly, onChange }}
          isStored={secretsSet.includes(field.name)}
          mistake={mistakes[field.name]}
        />
      )
    const value = provider.config[field.name] ?? field.default
    const common = {
      label: field.label[t.locale],
      isRequired: field.required,
      isInvalid: mistakes[field.name] !== undefined,
      errorMessage: mistakes[field.name],
      description: field.help?.[t.locale],
      isReadOnly,
      styles: full,
    }
    switch (field.type) {
      case 'boolean':
        return (
          <Switch
            key={field.name}
            isSelected={value === true}
            isReadOnly={isReadOnly}
            onChange={(on) => set(field.name, on)}
          >
            {common.label}
          </Switch>
        )
      case 'enum':
        return (
          <Picker
            key={field.name}
            {...common}
            isDisabled={isReadOnly}
            value={String(value ?? '')}
            onChange={(key) => key !== null && set(field.name, String(key))}
          >
            {(field.options ?? []).map((option) => (
              <PickerItem key={option} id={option}>
                {wordFor(t, option)}
              </PickerItem>
            ))}
          </Picker>
        )
      case 'integer':
        return (
          <NumberField
            key={field.name}
            {...common}
            value={typeof value === 'number' ? value : Number.NaN}
            onChange={(number) => set(field.name, number)}
            formatOptions={{ maximumFractionDigits: 0, useGrouping: false }}
            styles={style({ width: 200 })}
          />
        )
      default: {
        const TextInput = field.multiline ? TextArea : TextField
        return (
          <TextInput
            key={field.name}
            {...common}
            value={String(value ?? '')}
            onChange={(text: string) => set(field.name, text)}
            autoComplete="off"
          />
        )
      }
    }
  })
}

interface SecretProps extends Pick<Props, 'provider' | 'isReadOnly' | 'onChange'> {
  field: Field
  isStored: boolean
  mistake: string | undefined
}

/** A secret can be given, replaced and forgotten, never read. */
function SecretField({ field, provider, isStored, mistake, isReadOnly, onChange }: SecretProps) {
  const t = useText()
  const isForgotten = provider.forgotten.includes(field.name)
  const isKept = isStored && !isForgotten
  const typed = provider.secrets[field.name] ?? ''
  const Input = field.multiline ? TextArea : TextField

  return (
    <div className="admin-secret">
      <Input
        label={field.label[t.locale]}
        {...(!field.multiline && { type: 'password' as const })}
        autoComplete="new-password"
        value={typed}
        onChange={(text: string) =>
          onChange({ ...provider, secrets: { ...provider.secrets, [field.name]: text } })
        }
        isReadOnly={isReadOnly}
        isInvalid={mistake !== undefined}
        errorMessage={mistake}
        placeholder={isKept ? t('admin.secret.placeholder') : ''}
        description={isStored ? t(isForgotten ? 'admin.secret.forgotten' : 'admin.secret.stored') : undefined}
        styles={full}
      />
      {isStored && !isReadOnly && (
        <Button
          size="S"
          variant="secondary"
          fillStyle="outline"
          onPress={() =>
            onChange({
              ...provider,
              secrets: { ...provider.secrets, [field.name]: '' },
              forgotten: isForgotten
                ? provider.forgotten.filter((name) => name !== field.name)
                : [...provider.forgotten, field.name],
            })
          }
        >
          {t(isForgotten ? 'admin.secret.keep' : 'admin.secret.forget')}
        </Button>
      )}
    </div>
  )
}
