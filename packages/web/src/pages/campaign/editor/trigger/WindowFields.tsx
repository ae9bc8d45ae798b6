import { Switch } from '@react-spectrum/s2'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { OptionalZoneField } from '../ZoneField.tsx'
import { useKept } from './kept.ts'
import { TimeInput } from './TimesField.tsx'
import css from './trigger.module.css'
import type { Pace } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'
import { Weekdays } from './Weekdays.tsx'

interface Props {
  window: Pace['window']
  /** The schedule's zone. */
  zone: string
  isReadOnly: boolean
  mistakes: Mistakes
  onChange: (window: Pace['window']) => void
}

/** The hours of the day in which messages leave. */
export function WindowFields({ window, zone, isReadOnly, mistakes, onChange }: Props) {
  const t = useText()
  const kept = useKept(window, () => ({ from: '08:00', to: '20:00', days: [], timeZone: null }))
  return (
    <>
      <div className={page.tight}>
        <Switch
          isSelected={window !== null}
          isReadOnly={isReadOnly}
          aria-describedby="window-help"
          onChange={(isOn) => onChange(isOn ? kept() : null)}
        >
          {t('schedule.window.switch')}
        </Switch>
        <p id="window-help" className={page.quiet}>
          {t('schedule.window.help')}
        </p>
      </div>
      {window !== null && (
        <>
          <div className={css.every}>
            <TimeInput
              label={t('schedule.window.from')}
              value={window.from}
              isReadOnly={isReadOnly}
              onChange={(from) => onChange({ ...window, from })}
            />
            <TimeInput
              label={t('schedule.window.to')}
              value={window.to}
              isReadOnly={isReadOnly}
              mistake={mistakes.of('pace.window.to')}
              onChange={(to) => onChange({ ...window, to })}
            />
          </div>
          {window.to < window.from && <p className={page.quiet}>{t('schedule.window.night')}</p>}
          <Weekdays
            label={t('schedule.window.days')}
            description={t('schedule.window.days.help')}
            isReadOnly={isReadOnly}
            days={window.days}
            onChange={(days) => onChange({ ...window, days })}
          />
          <OptionalZoneField
            label={t('schedule.window.zone')}
            description={t('schedule.window.zone.help')}
            otherwise={t('schedule.zone.same', { zone: zone.replaceAll('_', ' ') })}
            zone={window.timeZone}
            isReadOnly={isReadOnly}
            onChange={(timeZone) => onChange({ ...window, timeZone })}
          />
        </>
      )}
    </>
  )
}
