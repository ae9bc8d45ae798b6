import { Radio, RadioGroup, Switch } from '@react-spectrum/s2'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { OptionalZoneField } from '../ZoneField.tsx'
import { Fold } from './Fold.tsx'
import { useKept } from './kept.ts'
import type { Trigger } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'

type Timed = Exclude<Trigger, { kind: 'now' }>

interface Props {
  trigger: Timed
  isReadOnly: boolean
  mistakes: Mistakes
  hasWaves: boolean
  onChange: (trigger: Timed) => void
}

/** Delivery at the same local time everywhere. */
export function PeopleZone({ trigger, isReadOnly, mistakes, hasWaves, onChange }: Props) {
  const t = useText()
  const { profileTimeZone: zone } = trigger
  const kept = useKept(zone, () => ({ fallback: null, passed: 'send' as const }))
  const set = (profileTimeZone: Timed['profileTimeZone']) => onChange({ ...trigger, profileTimeZone })
  return (
    <Fold
      title={t('schedule.people')}
      summary={zone === null ? t('schedule.people.off') : t(`schedule.people.on.${zone.passed}`)}
      field="trigger.profileTimeZone"
      isWrong={mistakes.within('trigger.profileTimeZone')}
    >
      <div className={page.tight}>
        <Switch
          isSelected={zone !== null}
          isReadOnly={isReadOnly}
          aria-describedby="people-zone-help"
          onChange={(isOn) => set(isOn ? kept() : null)}
        >
          {t('schedule.people.switch')}
        </Switch>
        <p id="people-zone-help" className={page.quiet}>
          {t(hasWaves ? 'schedule.people.waves' : 'schedule.people.help')}
        </p>
      </div>
      {zone !== null && (
        <>
          <OptionalZoneField
            label={t('schedule.people.fallback')}
            description={t('schedule.people.fallback.help')}
            otherwise={t('schedule.zone.same', { zone: trigger.timeZone.replaceAll('_', ' ') })}
            zone={zone.fallback}
            isReadOnly={isReadOnly}
            onChange={(fallback) => set({ ...zone, fallback })}
          />
          <RadioGroup
            label={t('schedule.people.passed')}
            isReadOnly={isReadOnly}
            value={zone.passed}
            onChange={(passed) => set({ ...zone, passed: passed as 'send' | 'skip' })}
          >
            <Radio value="send">{t('schedule.people.passed.send')}</Radio>
            <Radio value="skip">{t('schedule.people.passed.skip')}</Radio>
          </RadioGroup>
        </>
      )}
    </Fold>
  )
}
