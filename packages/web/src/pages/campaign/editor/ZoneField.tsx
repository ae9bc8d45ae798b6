import { ComboBox, ComboBoxItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { deviceTimeZone } from '../../../parts/dates.ts'
import { useText } from '../../../text.ts'
import css from './editor.module.css'
import { timeZones } from './schedule.ts'

interface Common {
  label?: string
  description?: string
  isReadOnly: boolean
}

const none = '-'

/** One of the time zones that this browser knows. */
export const ZoneField = (props: Common & { zone: string; onChange: (zone: string) => void }) => (
  <Field {...props} otherwise={undefined} onChange={(zone) => zone !== null && props.onChange(zone)} />
)

interface OptionalProps extends Common {
  /** Null: none of its own. */
  zone: string | null
  /** What none of its own is called. */
  otherwise: string
  onChange: (zone: string | null) => void
}

/** One of the time zones, or none where there is something to fall back on. */
export const OptionalZoneField = (props: OptionalProps) => <Field {...props} />

type FieldProps = Omit<OptionalProps, 'otherwise'> & { otherwise: string | undefined }

function Field({ zone, otherwise, label, description, isReadOnly, onChange }: FieldProps) {
  const t = useText()
  const items = useMemo(
    () => [
      ...(otherwise === undefined ? [] : [{ id: none, name: otherwise }]),
      ...timeZones([...(zone === null ? [] : [zone]), deviceTimeZone()]).map((id) => ({
        id,
        name: id.replaceAll('_', ' '),
      })),
    ],
    [zone, otherwise],
  )
  const choose = (key: string) => key !== (zone ?? none) && onChange(key === none ? null : key)
  return (
    <div className={css.chooser} data-field="timezone">
      <ComboBox
        label={label ?? t('campaign.timezone')}
        description={description ?? t('campaign.timezone.help', { zone: deviceTimeZone() })}
        isReadOnly={isReadOnly}
        defaultItems={items}
        selectedKey={zone ?? none}
        onSelectionChange={(key) => key !== null && choose(String(key))}
        styles={style({ width: 'full', maxWidth: 380 })}
      >
        {({ id, name }) => (
          <ComboBoxItem id={id} textValue={name}>
            {name}
          </ComboBoxItem>
        )}
      </ComboBox>
    </div>
  )
}
