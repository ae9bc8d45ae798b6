import { rateLimits } from '@chappe/core/schedule/rate/schema'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import { NumberInput } from './NumberInput.tsx'
import css from './trigger.module.css'
import type { Rate } from './trigger.ts'

interface Props {
  rate: Rate
  isReadOnly: boolean
  mistake: string | undefined
  onChange: (rate: Rate) => void
}

const pers = ['second', 'minute', 'hour'] as const

/** At most so many messages per second, minute or hour. */
export function RateFields({ rate, isReadOnly, mistake, onChange }: Props) {
  const t = useText()
  return (
    <div className={css.every}>
      <NumberInput
        label={t('schedule.rate.messages')}
        isReadOnly={isReadOnly}
        min={1}
        max={rateLimits.perSecond * 3600}
        value={rate.messages}
        mistake={mistake}
        onChange={(messages) => messages !== null && onChange({ ...rate, messages })}
      />
      <Picker
        label={t('schedule.rate.per')}
        isDisabled={isReadOnly}
        value={rate.per}
        onChange={(per) => onChange({ ...rate, per: per as Rate['per'] })}
        styles={style({ width: 160 })}
      >
        {pers.map((per) => (
          <PickerItem key={per} id={per}>
            {t(`campaign.pace.per.${per}`)}
          </PickerItem>
        ))}
      </Picker>
    </div>
  )
}
