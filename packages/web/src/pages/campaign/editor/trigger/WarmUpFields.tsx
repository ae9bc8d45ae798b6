import { rateLimits, warmUpPlan } from '@chappe/core/schedule/rate/schema'
import { ActionButton, Button, Radio, RadioGroup, Switch, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import RemoveCircle from '@react-spectrum/s2/icons/RemoveCircle'
import { useState } from 'react'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { useKept } from './kept.ts'
import { NumberInput } from './NumberInput.tsx'
import css from './trigger.module.css'
import type { Pace } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'

interface Props {
  warmUp: Pace['warmUp']
  isReadOnly: boolean
  mistakes: Mistakes
  onChange: (warmUp: Pace['warmUp']) => void
}

const usual = { first: 500, factor: 1.5, target: 50_000 }

/** So many messages on the first day, more on the next: for a sender that mail services do not know yet. */
export function WarmUpFields({ warmUp, isReadOnly, mistakes, onChange }: Props) {
  const t = useText()
  const kept = useKept(warmUp, () => warmUpPlan(usual.first, usual.factor, usual.target))
  return (
    <>
      <div className={page.tight}>
        <Switch
          isSelected={warmUp !== null}
          isReadOnly={isReadOnly}
          aria-describedby="warm-up-help"
          onChange={(isOn) => onChange(isOn ? kept() : null)}
        >
          {t('schedule.warmUp.switch')}
        </Switch>
        <p id="warm-up-help" className={page.quiet}>
          {t('schedule.warmUp.help')}
        </p>
      </div>
      {warmUp !== null && (
        <>
          {!isReadOnly && <Generator onMade={onChange} />}
          <fieldset className={css.group}>
            <legend>{t('schedule.warmUp.days')}</legend>
            <ol className={css.caps}>
              {warmUp.caps.map((cap, day) => (
                <li key={day}>
                  <NumberInput
                    label={t('schedule.warmUp.day', { day: day + 1 })}
                    isReadOnly={isReadOnly}
                    min={1}
                    max={rateLimits.warmUpCap}
                    value={cap}
                    mistake={mistakes.of(`pace.warmUp.caps.${day}`)}
                    onChange={(value) =>
                      value !== null &&
                      onChange({
                        ...warmUp,
                        caps: warmUp.caps.map((one, place) => (place === day ? value : one)),
                      })
                    }
                  />
                </li>
              ))}
            </ol>
            {!isReadOnly && (
              <div className={page.row}>
                {warmUp.caps.length < rateLimits.warmUpDays && (
                  <ActionButton
                    onPress={() => onChange({ ...warmUp, caps: [...warmUp.caps, warmUp.caps.at(-1)!] })}
                  >
                    <Add />
                    <Text>{t('schedule.warmUp.add')}</Text>
                  </ActionButton>
                )}
                {warmUp.caps.length > 1 && (
                  <ActionButton onPress={() => onChange({ ...warmUp, caps: warmUp.caps.slice(0, -1) })}>
                    <RemoveCircle />
                    <Text>{t('schedule.warmUp.remove')}</Text>
                  </ActionButton>
                )}
              </div>
            )}
          </fieldset>
          <RadioGroup
            label={t('schedule.warmUp.afterwards')}
            isReadOnly={isReadOnly}
            value={warmUp.afterwards}
            onChange={(value) => onChange({ ...warmUp, afterwards: value as 'last' | 'unlimited' })}
          >
            <Radio value="unlimited">{t('schedule.warmUp.afterwards.unlimited')}</Radio>
            <Radio value="last">{t('schedule.warmUp.afterwards.last')}</Radio>
          </RadioGroup>
        </>
      )}
    </>
  )
}

/** Makes a plan of three numbers. */
function Generator({ onMade }: { onMade: (warmUp: NonNullable<Pace['warmUp']>) => void }) {
  const t = useText()
  const [given, setGiven] = useState(usual)
  const number = (name: keyof typeof usual, min: number, max: number, step: number) => (
    <NumberInput
      label={t(`schedule.warmUp.${name}`)}
      isReadOnly={false}
      min={min}
      max={max}
      step={step}
      value={given[name]}
      onChange={(value) => value !== null && setGiven({ ...given, [name]: value })}
    />
  )
  return (
    <fieldset className={css.group}>
      <legend>{t('schedule.warmUp.make')}</legend>
      <div className={css.every}>
        {number('first', 1, rateLimits.warmUpCap, 1)}
        {number('factor', 1.05, 10, 0.05)}
        {number('target', 1, rateLimits.warmUpCap, 1)}
        <Button
          variant="secondary"
          onPress={() => onMade(warmUpPlan(given.first, given.factor, given.target))}
        >
          {t('schedule.warmUp.made')}
        </Button>
      </div>
    </fieldset>
  )
}
