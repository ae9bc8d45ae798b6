import { ComboBox, ComboBoxItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { deviceTimeZone } from '../../../parts/dates.ts'
import { useText } from '../../../text.ts'
import css from './editor.module.css'
import { timeZones } from './schedule.ts'

interface ZoneFieldProps {
  zone: string
  isReadOnly: boolean
  onChange: (zone: string) => void
}

/** One of the time zones that this browser knows. */
export function ZoneField({ zone, isReadOnly, onChange }: ZoneFieldProps) {
  const t = useText()
  const zones = useMemo(() => timeZones([zone, deviceTimeZone()]).map((id) => ({ id })), [zone])
  return (
    <div className={css.chooser} data-field="timezone">
      <ComboBox
        label={t('campaign.timezone')}
        description={t('campaign.timezone.help', { zone: deviceTimeZone() })}
        isReadOnly={isReadOnly}
        defaultItems={zones}
        selectedKey={zone}
        onSelectionChange={(key) => {
          if (key !== null && key !== zone) onChange(String(key))
        }}
        styles={style({ width: 'full', maxWidth: 380 })}
      >
        {({ id }) => (
          <ComboBoxItem id={id} textValue={id}>
            {id.replaceAll('_', ' ')}
          </ComboBoxItem>
        )}
      </ComboBox>
    </div>
  )
}
