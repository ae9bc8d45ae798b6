import type { Identity } from '@chappe/core/profile/schema'
import { Picker, PickerItem, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNamespaces } from '../../parts/namespaces.ts'
import { useText } from '../../text.ts'
import css from './profiles.module.css'

interface Props {
  value: Identity
  onChange: (value: Identity) => void
  /** Said under the value. */
  mistake?: string | undefined
  autoFocus?: boolean
}

/** A kind of identity and its value. */
export function IdentityFields({ value: identity, onChange, mistake, autoFocus = false }: Props) {
  const t = useText()
  const { items } = useNamespaces()
  const { namespace, value } = identity
  const kind = items.find(({ key }) => key === namespace)?.kind ?? 'id'
  return (
    <div className={css.pair}>
      <Picker
        label={t('profiles.namespace')}
        items={items}
        value={namespace}
        onChange={(key) => onChange({ ...identity, namespace: String(key) })}
        styles={style({ width: 'full' })}
      >
        {({ key, name }) => <PickerItem id={key}>{name}</PickerItem>}
      </Picker>
      <TextField
        label={t(`profiles.identity.${kind}`)}
        type={kind === 'email' ? 'email' : kind === 'phone' ? 'tel' : 'text'}
        value={value}
        onChange={(text) => onChange({ ...identity, value: text })}
        description={kind === 'phone' ? t('profiles.identity.phone.help') : undefined}
        isInvalid={mistake !== undefined}
        errorMessage={mistake}
        maxLength={254}
        autoComplete="off"
        autoFocus={autoFocus}
        isRequired
        styles={style({ width: 'full' })}
      />
    </div>
  )
}
